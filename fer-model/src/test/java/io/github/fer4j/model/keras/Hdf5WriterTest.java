package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5WriterTest {
    @TempDir Path folder;
    private Path file;
    private final Hdf5Tree root = new Hdf5Tree();

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("written.h5");
    }

    @Test
    void write_emptyRoot_isAReadableFile() throws IOException {
        try (HdfFile read = written()) {
            assertThat(read.getChildren()).isEmpty();
            assertThat(read.size()).isEqualTo(Files.size(file));
        }
    }

    @Test
    void write_threeHundredGroups_allComeBackInByteOrder() throws IOException {
        for (int i = 0; i < 300; i++) {
            root.group("layer_" + i).dataset("vars/0", Tensor.of(Shape.of(2), i, -i));
        }
        try (HdfFile read = written()) {
            List<String> names = new ArrayList<>(read.getChildren().keySet());
            assertThat(names).hasSize(300).isSorted();
            for (int i = 0; i < 300; i++) {
                Dataset dataset = read.getDatasetByPath("layer_" + i + "/vars/0");
                assertThat((float[]) dataset.getData()).containsExactly(i, -i);
            }
        }
    }

    @Test
    void write_tenThousandNamesInOneGroup_needThreeLevelsOfTheTree() throws IOException {
        Group group;
        for (int i = 0; i < 10_000; i++) {
            root.group("many").dataset("d" + i, Tensor.of(Shape.of(), i));
        }
        try (HdfFile read = written()) {
            group = (Group) read.getByPath("many");
            assertThat(group.getChildren()).hasSize(10_000);
            assertThat(((Dataset) group.getChild("d9876")).getData()).isEqualTo(9876f);
        }
    }

    @Test
    void write_datasetsOfEveryRank_comeBackBitForBit() throws IOException {
        Random random = new Random(1);
        int[][] shapes = {{}, {7}, {3, 4}, {3, 3, 8, 5}, {0}, {2, 0, 3}, {120_000}};
        for (int i = 0; i < shapes.length; i++) {
            Shape shape = Shape.of(shapes[i]);
            float[] values = new float[(int) shape.count()];
            for (int j = 0; j < values.length; j++) {
                values[j] = Float.intBitsToFloat(random.nextInt());
            }
            root.dataset("set" + i, Tensor.wrap(shape, values));
        }
        try (HdfFile read = written()) {
            for (int i = 0; i < shapes.length; i++) {
                Dataset dataset = read.getDatasetByPath("set" + i);
                assertThat(dataset.getDimensions()).containsExactly(shapes[i]);
                Tensor expected = (Tensor) root.members().get("set" + i);
                assertThat(dataset.getSizeInBytes()).isEqualTo(4L * expected.count());
                if (expected.count() > 0 && shapes[i].length > 0) {
                    float[] flat = (float[]) dataset.getDataFlat();
                    for (int j = 0; j < flat.length; j++) {
                        assertThat(Float.floatToRawIntBits(flat[j]))
                                .isEqualTo(Float.floatToRawIntBits(expected.get(j)));
                    }
                }
            }
        }
    }

    @Test
    void write_attributeOf100Kilobytes_comesBack() throws IOException {
        String text = "{\"ü€😀\": \"" + "abcdefghij".repeat(10_000) + "\"}";
        root.attribute("model_config", text);
        root.attribute("keras_version", "2.15.0");
        try (HdfFile read = written()) {
            assertThat(read.getAttribute("model_config").getData()).isEqualTo(text);
            assertThat(read.getAttribute("keras_version").getData()).isEqualTo("2.15.0");
        }
    }

    @Test
    void write_emptyListAsAttribute_isAnEmptyArray() throws IOException {
        root.group("flatten").attribute("weight_names", List.of());
        root.group("dense").attribute("weight_names", List.of("dense/kernel:0", "dense/bias:0"));
        try (HdfFile read = written()) {
            assertThat(read.getByPath("flatten").getAttribute("weight_names").getDimensions())
                    .containsExactly(0);
            assertThat((Object[]) read.getByPath("dense").getAttribute("weight_names").getData())
                    .containsExactly("dense/kernel:0", "dense/bias:0");
        }
    }

    @Test
    void write_emptyStrings_comeBack() throws IOException {
        root.attribute("names", List.of("", "a", ""));
        try (HdfFile read = written()) {
            Object[] names = (Object[]) read.getAttribute("names").getData();
            assertThat(names).hasSize(3);
            assertThat(names[1]).isEqualTo("a");
        }
    }

    @Test
    void write_listBeyondOneAttribute_isSplitAsKerasDoes() throws IOException {
        List<String> names =
                IntStream.range(0, 9000).mapToObj(i -> "a_rather_long_layer_name_" + i).toList();
        root.attribute("layer_names", names);
        try (HdfFile read = written()) {
            assertThat(read.getAttributes()).doesNotContainKey("layer_names");
            List<Object> back = new ArrayList<>();
            for (int i = 0; read.getAttribute("layer_names" + i) != null; i++) {
                back.addAll(List.of((Object[]) read.getAttribute("layer_names" + i).getData()));
            }
            assertThat(back).isEqualTo(names);
        }
    }

    @Test
    void write_namesLongAndNotAscii_comeBack() throws IOException {
        List<String> names = List.of("x".repeat(5000), "größe", "😀", "\uffee", "a b.c:0");
        for (String name : names) {
            root.dataset(name, Tensor.of(Shape.of(1), 1));
        }
        try (HdfFile read = written()) {
            Map<String, ?> children = read.getChildren();
            assertThat(children.keySet()).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void write_anyFile_namesItsOwnLengthAsItsEnd() throws IOException {
        root.dataset("odd", Tensor.of(Shape.of(3), 1, 2, 3));
        written().close();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getLong(40)).isEqualTo(bytes.capacity());
    }

    @Test
    void write_fileThatExists_leavesItAlone() throws IOException {
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> Hdf5Writer.write(root, file)).isInstanceOf(IOException.class);
        assertThat(file).hasContent("mine");
    }

    @Test
    void dataset_namesThatHdf5CannotHold_areRefused() {
        Tensor one = Tensor.of(Shape.of(1), 1);
        root.dataset("a", one);
        assertThatThrownBy(() -> root.dataset("a", one))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> root.group("a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> root.dataset(".", one))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> root.dataset("b/", one))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private HdfFile written() throws IOException {
        Hdf5Writer.write(root, file);
        return new HdfFile(file);
    }
}
