package io.github.fer4j.examples.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.fer4j.model.FerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir private Path folder;

    private static StateFile.Content content() {
        ObjectNode header = new JsonMapper().createObjectNode();
        header.put("epoch", 3).put("rate", 0.1);
        float[] large = new float[40_000];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < large.length; i++) {
            large[i] = (float) random.nextGaussian();
        }
        Map<String, float[]> arrays = new LinkedHashMap<>();
        arrays.put("weights/conv/kernel", large);
        arrays.put("none", new float[0]);
        arrays.put("odd", new float[] {Float.NaN, -0f, Float.MIN_VALUE, Float.MAX_VALUE});
        return new StateFile.Content(header, arrays);
    }

    private Path written() {
        Path file = folder.resolve("last.state");
        StateFile.write(file, content());
        return file;
    }

    @Test
    void read_whatWasWritten_isTheSameToTheBit() {
        StateFile.Content read = StateFile.read(written());

        assertThat(read.header()).isEqualTo(content().header());
        assertThat(read.arrays().keySet()).containsExactly("weights/conv/kernel", "none", "odd");
        content()
                .arrays()
                .forEach(
                        (name, values) ->
                                assertThat(bits(read.arrays().get(name))).isEqualTo(bits(values)));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    @Test
    void read_anyByteChangedOrMissing_isRefused() throws IOException {
        Path file = written();
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 200; i++) {
            byte[] changed = whole.clone();
            // The first bytes hold the lengths, where damage could ask for much memory.
            int at = random.nextInt(i % 2 == 0 ? 300 : whole.length);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, changed);
            assertThatThrownBy(() -> StateFile.read(file))
                    .as("byte %d", at)
                    .isInstanceOf(FerException.class)
                    .hasMessageContaining("last.state");
        }
        for (int length : new int[] {0, 7, 8, 11, 12, 200, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> StateFile.read(file))
                    .as("%d bytes", length)
                    .isInstanceOf(FerException.class);
        }
    }

    @Test
    void write_failing_leavesTheOldFileAndNothingElse() throws IOException {
        Path file = written();
        byte[] before = Files.readAllBytes(file);
        Map<String, float[]> bad = new LinkedHashMap<>();
        bad.put("a", new float[5]);
        bad.put("b", null);

        assertThatThrownBy(
                        () -> StateFile.write(file, new StateFile.Content(content().header(), bad)))
                .isInstanceOf(NullPointerException.class);
        assertThat(file).hasBinaryContent(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void write_noFolder_namesTheFile() {
        assertThatThrownBy(() -> StateFile.write(folder.resolve("no/last.state"), content()))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("cannot write");
    }
}
