package io.github.fer4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"2,3", "6", "1,1,6,1", "0,4", "3,0"})
    void write_thenRead_givesTheSameTensor(String sizes) {
        int[] shape =
                java.util.Arrays.stream(sizes.split(",")).mapToInt(Integer::parseInt).toArray();
        int count = (int) Shape.of(shape).count();
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i * 1.5f - 2;
        }
        Tensor tensor = Tensor.of(Shape.of(shape), values);
        Path file = folder.resolve("a.npy");

        Npy.write(file, tensor);

        assertThat(Npy.read(file)).isEqualTo(tensor);
    }

    @Test
    void write_scalar_isReadBack() {
        Path file = folder.resolve("a.npy");
        Npy.write(file, Tensor.of(Shape.of(), 4f));
        assertThat(Npy.read(file)).isEqualTo(Tensor.of(Shape.of(), 4f));
    }

    @Test
    void write_manyValues_alignsThemTo64AsNumpyDoes() throws IOException {
        Path file = folder.resolve("a.npy");
        float[] values = new float[100_000];
        values[99_999] = 7;
        Npy.write(file, Tensor.wrap(Shape.of(100, 1000), values));

        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes.length - 400_000).isEqualTo(128);
        assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (100, 1000), }")
                .endsWith("\n");
        assertThat(Npy.read(file).get(99_999)).isEqualTo(7);
    }

    @Test
    void read_fortranOrder_comesOutRowMajor() throws IOException {
        Path file =
                array(
                        "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }",
                        1,
                        b -> {
                            for (float value : new float[] {1, 4, 2, 5, 3, 6}) {
                                b.putFloat(value);
                            }
                        });
        assertThat(Npy.read(file)).isEqualTo(Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
    }

    @Test
    void read_eachType_givesItsValues() throws IOException {
        assertThat(values("<f8", b -> b.putDouble(0.5).putDouble(-2))).containsExactly(0.5f, -2);
        assertThat(values(">f4", b -> b.order(ByteOrder.BIG_ENDIAN).putFloat(3).putFloat(4)))
                .containsExactly(3, 4);
        assertThat(values("|u1", b -> b.put((byte) 255).put((byte) 1))).containsExactly(255, 1);
        assertThat(values("|i1", b -> b.put((byte) 255).put((byte) 1))).containsExactly(-1, 1);
        assertThat(values("|b1", b -> b.put((byte) 0).put((byte) 1))).containsExactly(0, 1);
        assertThat(values("<i8", b -> b.putLong(-7).putLong(9))).containsExactly(-7, 9);
        assertThat(values("<u2", b -> b.putShort((short) -1).putShort((short) 2)))
                .containsExactly(65535, 2);
        assertThat(values("<f2", b -> b.putShort((short) 0x3c00).putShort((short) 0xc100)))
                .containsExactly(1, -2.5f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void read_eachVersion_isUnderstood(int version) throws IOException {
        Path file =
                array(
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
                        version,
                        b -> b.putFloat(1).putFloat(2));
        assertThat(Npy.read(file).toArray()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 9), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (,), }",
                "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,), }",
                "nonsense",
            })
    void read_unusableHeader_namesTheFile(String header) throws IOException {
        Path file = array(header, 1, b -> b.putFloat(1).putFloat(2));
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("a.npy");
    }

    @Test
    void read_truncatedAtEveryPlace_isAnError() throws IOException {
        Path whole = folder.resolve("whole.npy");
        Npy.write(whole, Tensor.of(Shape.of(3), 1, 2, 3));
        byte[] bytes = Files.readAllBytes(whole);
        for (int length = 0; length < bytes.length; length++) {
            Path cut =
                    Files.write(folder.resolve("cut.npy"), java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Npy.read(cut))
                    .isInstanceOf(FerException.class)
                    .hasMessageContaining("cut.npy");
        }
    }

    @Test
    void read_missingFileOrFolder_isAnError() {
        assertThatThrownBy(() -> Npy.read(folder.resolve("none.npy")))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Npy.read(folder))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("not a regular file");
    }

    private float[] values(String descr, Consumer<ByteBuffer> content) throws IOException {
        return Npy.read(
                        array(
                                "{'descr': '%s', 'fortran_order': False, 'shape': (2,), }"
                                        .formatted(descr),
                                1,
                                content))
                .toArray();
    }

    private Path array(String header, int version, Consumer<ByteBuffer> content)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) header.length());
        } else {
            bytes.putInt(header.length());
        }
        bytes.put(header.getBytes(StandardCharsets.UTF_8));
        content.accept(bytes);
        return Files.write(
                folder.resolve("a.npy"), java.util.Arrays.copyOf(bytes.array(), bytes.position()));
    }
}
