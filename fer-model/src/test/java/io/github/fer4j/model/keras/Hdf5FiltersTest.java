package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.ModelFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class Hdf5FiltersTest {
    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER32 = 3;
    private static final int LZF = 32000;

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] out = new byte[bytes.length + 64];
        int length = deflater.deflate(out);
        deflater.end();
        return java.util.Arrays.copyOf(out, length);
    }

    private static byte[] decode(int filter, byte[] bytes, int chunkBytes) {
        return Hdf5Filters.decode(filter, bytes, chunkBytes, 4, "/dense/kernel:0");
    }

    @Test
    void decode_deflatedChunk_isInflated() {
        byte[] values = {1, 2, 3, 4, 1, 2, 3, 4};

        assertThat(decode(DEFLATE, deflated(values), 8)).isEqualTo(values);
    }

    @Test
    void decode_chunkThatInflatesToMoreThanItsShape_isRefused() {
        byte[] bomb = deflated(new byte[10_000_000]);

        assertThatThrownBy(() -> decode(DEFLATE, bomb, 4000))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("/dense/kernel:0");
    }

    @Test
    void decode_shuffledChunk_isInterleaved() {
        byte[] shuffled = {1, 5, 2, 6, 3, 7, 4, 8};

        assertThat(decode(SHUFFLE, shuffled, 8)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void decode_checksum_isCutOff() {
        assertThat(decode(FLETCHER32, new byte[] {1, 2, 3, 4, 9, 9, 9, 9}, 4))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void decode_lzfWithLiteralsAndReference_isExpanded() {
        // Four literals, then six bytes from four back, which overlap themselves.
        byte[] packed = {3, 1, 2, 3, 4, (byte) (4 << 5), 3};

        assertThat(decode(LZF, packed, 10)).containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 1, 2);
    }

    @Test
    void decode_lzfThatPointsBeforeItsBeginning_isRefused() {
        assertThatThrownBy(() -> decode(LZF, new byte[] {0, 1, (byte) (4 << 5), 9}, 100))
                .isInstanceOf(ModelFormatException.class);
    }

    @Test
    void decode_unknownFilter_isNamed() {
        assertThatThrownBy(() -> decode(400, new byte[4], 4))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("400");
    }
}
