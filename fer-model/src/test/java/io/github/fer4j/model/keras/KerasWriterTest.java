package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.FerException;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasWriter.WeightsLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class KerasWriterTest {
    @TempDir Path folder;

    private final KerasWriter writer = KerasWriter.create();

    /** Where a network goes, and how it is read from there. */
    private enum Container {
        ARCHIVE,
        HDF5,
        BY_NAME,
        BY_POSITION;

        KerasModel roundTrip(KerasWriter writer, KerasModel model, Path folder) {
            Path json = folder.resolve("model.json");
            switch (this) {
                case ARCHIVE -> {
                    Path file = folder.resolve("model.keras");
                    writer.writeArchive(model, file);
                    return KerasReader.read(file);
                }
                case HDF5 -> {
                    Path file = folder.resolve("model.h5");
                    writer.writeHdf5(model, file);
                    return KerasReader.read(file);
                }
                case BY_NAME -> {
                    Path weights = folder.resolve("weights.h5");
                    writer.writeJson(model, json, weights, WeightsLayout.BY_NAME);
                    return KerasReader.read(json, weights);
                }
                default -> {
                    Path weights = folder.resolve("model.weights.h5");
                    writer.writeJson(model, json, weights, WeightsLayout.BY_POSITION);
                    return KerasReader.read(json, weights);
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> write_shippedNetwork_everyContainerAnswersAsKerasDid() {
        return eachContainer(
                Fixtures.shipped(),
                (row, container) -> {
                    KerasModel written = container.roundTrip(writer, row.read(), fresh());
                    TestAnswers.assertAnswersAsKeras(written, row);
                });
    }

    /** The writer reads back what it wrote and compares every layer and every bit itself. */
    @TestFactory
    Stream<DynamicTest> write_everyKnownNetwork_readsBackEqual() {
        List<Fixtures.Row> rows = Fixtures.rows(Fixtures.all());
        return rows.stream()
                .filter(row -> row.expect().equals("ok"))
                .map(
                        row -> {
                            // Each network in one container, to stay quick; each gets its turn.
                            int turn = rows.indexOf(row) % Container.values().length;
                            Container container = Container.values()[turn];
                            return DynamicTest.dynamicTest(
                                    row + " as " + container,
                                    () -> {
                                        KerasModel model = row.read();
                                        KerasModel written =
                                                container.roundTrip(writer, model, fresh());
                                        assertThat(written.outputs())
                                                .hasSameSizeAs(model.outputs());
                                    });
                        });
    }

    private interface Check {
        void check(Fixtures.Row row, Container container) throws IOException;
    }

    private static Stream<DynamicTest> eachContainer(Path fixtures, Check check) {
        return Fixtures.rows(fixtures).stream()
                .filter(row -> row.expect().equals("ok"))
                .flatMap(
                        row ->
                                Stream.of(Container.values())
                                        .map(
                                                container ->
                                                        DynamicTest.dynamicTest(
                                                                row + " as " + container,
                                                                () ->
                                                                        check.check(
                                                                                row, container))));
    }

    private Path fresh() throws IOException {
        return Files.createTempDirectory(folder, "written");
    }

    @TestFactory
    Stream<DynamicTest> write_activation_meansTheSameInEveryDialect() {
        List<Activation> activations = new ArrayList<>();
        for (String plain :
                List.of(
                        "sigmoid",
                        "tanh",
                        "softplus",
                        "softsign",
                        "selu",
                        "exponential",
                        "mish",
                        "silu",
                        "log_sigmoid",
                        "hard_tanh",
                        "tanh_shrink",
                        "squareplus",
                        "sparse_plus",
                        "sparse_sigmoid")) {
            activations.add(new Activation(plain, Map.of()));
        }
        for (double value : new double[] {0.3, 1.5}) {
            activations.add(new Activation("elu", Map.of("alpha", value)));
            activations.add(new Activation("celu", Map.of("alpha", value)));
            activations.add(new Activation("leaky_relu", Map.of("negative_slope", value)));
            activations.add(new Activation("soft_shrink", Map.of("threshold", value)));
            activations.add(new Activation("hard_shrink", Map.of("threshold", value)));
            activations.add(new Activation("threshold", Map.of("threshold", value, "value", 0.0)));
        }
        for (double slope : new double[] {0.2, 1.0 / 6}) {
            Map<String, Double> hard = Map.of("slope", slope, "offset", 0.5);
            activations.add(new Activation("hard_sigmoid", hard));
            activations.add(new Activation("hard_silu", hard));
        }
        activations.add(new Activation("gelu", Map.of("approximate", 0.0)));
        activations.add(new Activation("gelu", Map.of("approximate", 1.0)));
        activations.add(new Activation("softmax", Map.of("axis", -1.0)));
        activations.add(new Activation("softmax", Map.of("axis", 1.0)));
        activations.add(new Activation("log_softmax", Map.of("axis", -1.0)));
        activations.add(relu(6, 0, 0));
        activations.add(relu(2, 0.1, 0.4));
        activations.add(relu(Double.POSITIVE_INFINITY, 0, 0.7));
        return activations.stream()
                .map(
                        activation ->
                                DynamicTest.dynamicTest(
                                        activation.toString(), () -> checkActivation(activation)));
    }

    private void checkActivation(Activation activation) throws IOException {
        Shape shape = Shape.of(Shape.UNKNOWN, 3, 4, 2);
        TestModel test = new TestModel(shape);
        test.layer("conv", "Conv2D", conv(activation), shape, identityKernel(), bias());
        test.layer("again", "Activation", Map.of("activation", activation), shape);
        KerasModel model = test.model();
        List<KerasModel> written = new ArrayList<>();
        for (Container container : Container.values()) {
            written.add(container.roundTrip(writer, model, fresh()));
        }

        TestAnswers.assertSameAnswers(model, written);
        assertThat(written)
                .allMatch(other -> other.node(other.outputs().get(0)).name().equals("again"));
    }

    private static Activation relu(double maxValue, double negativeSlope, double threshold) {
        return new Activation(
                "relu",
                Map.of(
                        "max_value", maxValue,
                        "negative_slope", negativeSlope,
                        "threshold", threshold));
    }

    private static Map<String, Object> conv(Activation activation) {
        return Map.of(
                "filters",
                2L,
                "kernel_size",
                List.of(1L, 1L),
                "strides",
                List.of(1L, 1L),
                "padding",
                "valid",
                "use_bias",
                true,
                "activation",
                activation);
    }

    private static KerasWeight identityKernel() {
        return new KerasWeight("kernel", Tensor.of(Shape.of(1, 1, 2, 2), 1, 0, 0, 1));
    }

    private static KerasWeight bias() {
        return new KerasWeight("bias", Tensor.of(Shape.of(2), 0.25f, -0.5f));
    }

    @Test
    void write_namesThatKerasForbids_becomeUniqueOnes() throws IOException {
        Shape shape = Shape.of(Shape.UNKNOWN, 3, 4, 2);
        TestModel test = new TestModel(shape);
        test.layer(
                "base/conv 1", "Conv2D", conv(Activation.LINEAR), shape, identityKernel(), bias());
        test.layer(
                "base_conv 1", "Conv2D", conv(Activation.LINEAR), shape, identityKernel(), bias());
        test.layer("größe", "Conv2D", conv(Activation.LINEAR), shape, identityKernel(), bias());

        Function<Container, List<String>> names =
                container -> {
                    try {
                        return container.roundTrip(writer, test.model(), fresh()).layers().stream()
                                .map(KerasLayer::name)
                                .toList();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                };

        assertThat(names.apply(Container.ARCHIVE))
                .containsExactly("input", "base_conv 1", "base_conv 1_1", "größe");
        assertThat(names.apply(Container.BY_NAME))
                .containsExactly("input", "base_conv_1", "base_conv_1_1", "gr__e");
    }

    /** Each call of what becomes other layers needs layers with names of their own. */
    @Test
    void write_sharedLayersThatBecomeOthers_answerAsBefore() throws IOException {
        Shape shape = Shape.of(Shape.UNKNOWN, 3, 4, 2);
        TestModel test = new TestModel(shape);
        Activation hard = new Activation("hard_sigmoid", Map.of("slope", 0.3, "offset", 0.4));
        KerasLayer activation = layer("hard", "Activation", Map.of("activation", hard));
        KerasLayer conv = layer("conv", "Conv2D", conv(hard), identityKernel(), bias());
        KerasLayer negative = layer("minus", "Negative", Map.of());
        test.node(activation, List.of(0), shape).node(activation, List.of(1), shape);
        test.node(conv, List.of(2), shape).node(conv, List.of(3), shape);
        test.node(negative, List.of(4), shape).node(negative, List.of(5), shape);
        test.node(layer("sum", "Add", Map.of()), List.of(1, 3, 6), shape);
        KerasModel model = test.model();

        List<KerasModel> written = new ArrayList<>();
        for (Container container : Container.values()) {
            written.add(container.roundTrip(writer, model, fresh()));
        }

        TestAnswers.assertSameAnswers(model, written);
        assertThat(written)
                .allSatisfy(
                        other ->
                                assertThat(other.layers())
                                        .extracting(KerasLayer::name)
                                        .doesNotHaveDuplicates()
                                        .contains("conv"));
    }

    private static KerasLayer layer(
            String name, String className, Map<String, Object> config, KerasWeight... weights) {
        return new KerasLayer(name, className, new LayerConfig(name, config), List.of(weights));
    }

    @Test
    void write_layerOfOnesOwn_isReadBackByAReaderThatKnowsIt() {
        Shape shape = Shape.of(Shape.UNKNOWN, 3, 4, 2);
        TestModel test = new TestModel(shape);
        KerasWeight scale = new KerasWeight("scale", Tensor.of(Shape.of(2), 2, 3));
        test.layer("gate", "shop>Gate", Map.of("strength", 0.5), shape, scale);
        LayerDefinition gate =
                new LayerDefinition() {
                    @Override
                    public List<Shape> outputShapes(LayerCall call) {
                        return List.of(call.inputShape());
                    }

                    @Override
                    public List<WeightSpec> weights(LayerCall call) {
                        return List.of(WeightSpec.of("scale", call.inputShape().size(-1)));
                    }
                };
        KerasReader reader = KerasReader.builder().layer("shop>Gate", gate).build();
        Path file = folder.resolve("own.keras");

        KerasWriter.create(reader).writeArchive(test.model(), file);

        KerasLayer read = reader.load(file).layers().get(1);
        assertThat(read.className()).isEqualTo("shop>Gate");
        assertThat(read.config().number("strength", 0)).isEqualTo(0.5);
        assertThat(read.weights()).containsExactly(scale);
        assertThatThrownBy(() -> writer.writeArchive(test.model(), file))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("gate");
    }

    @Test
    void write_layerThatNobodyKnows_isRefusedByNameAndLeavesTheOldFile() throws IOException {
        Shape shape = Shape.of(Shape.UNKNOWN, 3, 4, 2);
        TestModel test = new TestModel(shape);
        test.layer("gate", "EmotionGate", Map.of(), shape);
        Path file = folder.resolve("old.keras");
        Files.writeString(file, "old");

        assertThatThrownBy(() -> writer.writeArchive(test.model(), file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("gate")
                .hasMessageContaining("EmotionGate");
        assertThat(file).hasContent("old");
        assertOnlyFile(file);
    }

    @Test
    void write_whatCannotBeReadBack_isAnErrorAndLeavesTheOldFile() throws IOException {
        Shape shape = Shape.of(Shape.UNKNOWN, 3, 4, 2);
        TestModel test = new TestModel(shape);
        KerasWeight notFinite =
                new KerasWeight("bias", Tensor.of(Shape.of(2), Float.NaN, Float.NaN));
        test.layer("conv", "Conv2D", conv(Activation.LINEAR), shape, identityKernel(), notFinite);
        Path file = folder.resolve("old.h5");
        Files.writeString(file, "old");

        assertThatThrownBy(() -> writer.writeHdf5(test.model(), file))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("old.h5 was not written");
        assertThat(file).hasContent("old");
        assertOnlyFile(file);
    }

    @Test
    void write_intoAFolderThatIsNotThere_isAnError() {
        KerasModel model = new TestModel(Shape.of(Shape.UNKNOWN, 3)).model();
        Path file = folder.resolve("absent/model.keras");

        assertThatThrownBy(() -> writer.writeArchive(model, file))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("absent");
    }

    private void assertOnlyFile(Path file) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void writeArchive_members_areStoredAsKerasStoresThem() throws IOException {
        Path file = folder.resolve("model.keras");
        writer.writeArchive(new TestModel(Shape.of(Shape.UNKNOWN, 3)).model(), file);

        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            assertThat(names).containsExactly("metadata.json", "config.json", "model.weights.h5");
            assertThat(zip.stream().allMatch(entry -> entry.getMethod() == ZipEntry.STORED))
                    .isTrue();
        }
    }

    @Test
    void writeJson_nameThatMeansTheOtherLayout_isRefused() {
        KerasModel model = new TestModel(Shape.of(Shape.UNKNOWN, 3)).model();
        Path json = folder.resolve("model.json");

        assertThatThrownBy(
                        () ->
                                writer.writeJson(
                                        model,
                                        json,
                                        folder.resolve("model.weights.h5"),
                                        WeightsLayout.BY_NAME))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                writer.writeJson(
                                        model,
                                        json,
                                        folder.resolve("model_weights.h5"),
                                        WeightsLayout.BY_POSITION))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(json).doesNotExist();
    }
}
