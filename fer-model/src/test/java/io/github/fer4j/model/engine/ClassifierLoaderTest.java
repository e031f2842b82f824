package io.github.fer4j.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.model.ColorOrder;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Npy;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.KerasReader;
import io.github.fer4j.model.keras.KerasWriter;
import io.github.fer4j.model.keras.LayerCall;
import io.github.fer4j.model.keras.LayerDefinition;
import io.github.fer4j.model.keras.TensorRef;
import io.github.fer4j.model.keras.WeightSpec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierLoaderTest {
    private static Path resource(String name) {
        try {
            return Path.of(ClassifierLoaderTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path fixture(String name) {
        return resource("/fixtures/" + name);
    }

    private static EmotionScores scores(ClassifierLoader loader, int side) {
        try (EmotionClassifier classifier = loader.load();
                Scalar level = new Scalar(90);
                Mat face = new Mat(side, side, opencv_core.CV_8UC1, level)) {
            return classifier.classify(List.of(face)).get(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void bundledNetworks_goldenInput_answerAsKeras(Engine engine) {
        for (BundledNetwork bundled : BundledNetwork.values()) {
            String folder = bundled == BundledNetwork.FER2013 ? "fer2013" : "ferplus";
            Tensor input = Npy.read(resource("/bundled/" + folder + "/input.npy"));
            Tensor expected = Npy.read(resource("/bundled/" + folder + "/output.npy"));
            try (Network network = engine.load(bundled.read())) {
                Tensor answer = network.predict(input).get(0);

                assertThat(answer.shape()).isEqualTo(expected.shape());
                for (int i = 0; i < expected.count(); i++) {
                    assertThat((double) answer.get(i)).isCloseTo(expected.get(i), within(1e-5));
                }
            }
        }
    }

    @Test
    void load_ferPlusLabels_choosesTheNetworkOfEightClasses() {
        EmotionScores scores = scores(new ClassifierLoader().labels(LabelOrder.FER_PLUS), 48);

        assertThat(scores.asMap()).hasSize(8).containsKey(Emotion.CONTEMPT);
    }

    @Test
    void load_otherLabelsForTheBundledNetwork_areRefused() {
        assertThatThrownBy(() -> new ClassifierLoader().labels(LabelOrder.ALPHABETICAL).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LabelOrder.FER2013");
    }

    @Test
    void load_labelsThatDoNotFit_namesBothCounts() {
        ClassifierLoader loader =
                new ClassifierLoader()
                        .model(fixture("k3-seed003/model.keras"))
                        .labels(LabelOrder.FER_PLUS);

        assertThatThrownBy(loader::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8 labels")
                .hasMessageContaining("7 values");
    }

    @Test
    void load_networkThatRescalesPixels_isNotScaledTwice() {
        ClassifierLoader plain =
                new ClassifierLoader().model(fixture("k3-augmentation/model.keras"));
        Tensor pixels;
        int side;
        try (EmotionClassifier classifier = plain.load()) {
            assertThat(classifier.spec().scaling()).isEqualTo(Scaling.NONE);
            side = classifier.spec().height();
            float[] values = new float[side * side * classifier.spec().channels()];
            java.util.Arrays.fill(values, 90);
            pixels = Tensor.wrap(Shape.of(1, side, side, classifier.spec().channels()), values);
        }
        float[] expected;
        try (Network network =
                Engine.ONNX.load(
                        io.github.fer4j.model.keras.KerasReader.read(
                                fixture("k3-augmentation/model.keras")))) {
            expected = network.predict(pixels).get(0).toArray();
        }

        EmotionScores scores = scores(plain.scaling(Scaling.UNIT), side);

        for (int i = 0; i < expected.length; i++) {
            assertThat(scores.of(LabelOrder.FER2013.emotions().get(i)))
                    .isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void load_layerOfOnesOwn_runs() {
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
        Path file = fixture("k3-unsupported-custom-layer/model.keras");
        ClassifierLoader with =
                new ClassifierLoader()
                        .model(file)
                        .layer(
                                "fer>EmotionGate",
                                gate,
                                call -> List.of(call.multiply(call.input(), call.weight("scale"))));

        assertThat(scores(with, 48).asMap()).hasSize(7);
        assertThatThrownBy(() -> new ClassifierLoader().model(file).load())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("EmotionGate")
                .hasMessageContaining("gate");
    }

    @Test
    void load_missingOutput_namesThoseThatAreThere() {
        assertThatThrownBy(
                        () ->
                                new ClassifierLoader()
                                        .model(fixture("k3-seed003/model.keras"))
                                        .output("valence")
                                        .load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("valence");
        assertThatThrownBy(
                        () ->
                                new ClassifierLoader()
                                        .model(fixture("k3-seed003/model.keras"))
                                        .output(1)
                                        .load())
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The trunk of a bundled network with both heads; writes it as a file. */
    private static Path twoHeads(Path folder) {
        KerasModel seven = BundledNetwork.FER2013.read();
        KerasModel eight = BundledNetwork.FER_PLUS.read();
        KerasNode head = eight.node(eight.outputs().get(0));
        KerasNode other = seven.node(seven.outputs().get(0));
        List<KerasNode> nodes = new ArrayList<>(seven.nodes());
        nodes.set(seven.outputs().get(0).node(), renamed(other, "fer2013", other));
        nodes.add(renamed(head, "ferplus", other));
        Path file = folder.resolve("two-heads.keras");
        KerasWriter.create()
                .writeArchive(
                        new KerasModel(
                                "two-heads",
                                seven.kerasVersion(),
                                nodes,
                                seven.inputs(),
                                List.of(
                                        seven.outputs().get(0),
                                        new TensorRef(nodes.size() - 1, 0))),
                        file);
        return file;
    }

    private static KerasNode renamed(KerasNode node, String name, KerasNode inputs) {
        KerasLayer layer = node.layer();
        return new KerasNode(
                name,
                new KerasLayer(name, layer.className(), layer.config(), layer.weights()),
                inputs.arguments(),
                node.keywords(),
                node.outputShapes());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void load_twoHeads_readsTheOneThatFitsTheLabels(Engine engine, @TempDir Path folder) {
        Path file = twoHeads(folder);

        EmotionScores seven = scores(new ClassifierLoader().model(file).engine(engine), 48);
        EmotionScores eight =
                scores(
                        new ClassifierLoader()
                                .model(file)
                                .engine(engine)
                                .labels(LabelOrder.FER_PLUS),
                        48);
        EmotionScores named =
                scores(new ClassifierLoader().model(file).engine(engine).output("ferplus"), 48);

        assertThat(seven.asMap()).hasSize(7);
        assertThat(eight.asMap()).hasSize(8);
        assertThat(named).isEqualTo(eight);
        EmotionScores bundled = scores(new ClassifierLoader().temperature(1), 48);
        for (Emotion emotion : LabelOrder.FER2013.emotions()) {
            assertThat(seven.of(emotion)).isCloseTo(bundled.of(emotion), within(1e-5));
        }
        assertThat(KerasReader.read(file).withOutput("fer2013").parameterCount())
                .isEqualTo(BundledNetwork.FER2013.read().parameterCount());
    }

    @Test
    void load_labelsThatFitNoOutput_listsTheOutputs(@TempDir Path folder) {
        Path file = twoHeads(folder);

        assertThatThrownBy(
                        () ->
                                new ClassifierLoader()
                                        .model(file)
                                        .labels(LabelOrder.of(Emotion.HAPPY, Emotion.SAD))
                                        .load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 labels [happy, sad]")
                .hasMessageContaining("fer2013 (None, 7), ferplus (None, 8)");
        assertThatThrownBy(() -> new ClassifierLoader().model(file).output("age").load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'age'")
                .hasMessageContaining("fer2013 (None, 7), ferplus (None, 8)");
    }

    private static ModelSpec spec(LabelOrder labels, Scaling scaling, double temperature) {
        return new ModelSpec(48, 48, 1, ColorOrder.RGB, scaling, labels, temperature);
    }

    @Test
    void load_specFileBesideTheNetwork_needsNoNaming(@TempDir Path folder) throws IOException {
        Path file = twoHeads(folder);
        LabelOrder other =
                LabelOrder.of(
                        Emotion.HAPPY,
                        Emotion.SAD,
                        Emotion.FEAR,
                        Emotion.ANGRY,
                        Emotion.DISGUST,
                        Emotion.SURPRISE,
                        Emotion.NEUTRAL);
        ModelSpec seven = spec(other, Scaling.SYMMETRIC, 2);
        ModelSpec eight = spec(LabelOrder.FER_PLUS, Scaling.UNIT, 0.5);

        Path written =
                SpecFile.write(
                        file, KerasReader.read(file), Map.of("fer2013", seven, "ferplus", eight));

        assertThat(written).isEqualTo(folder.resolve("two-heads.fer.json")).isRegularFile();
        try (EmotionClassifier classifier = new ClassifierLoader().model(file).load()) {
            assertThat(classifier.spec()).isEqualTo(seven);
        }
        try (EmotionClassifier classifier =
                new ClassifierLoader().model(file).labels(LabelOrder.FER_PLUS).load()) {
            assertThat(classifier.spec()).isEqualTo(eight);
        }
        try (EmotionClassifier classifier =
                new ClassifierLoader()
                        .model(file)
                        .scaling(Scaling.NONE)
                        .labels(LabelOrder.FER2013)
                        .temperature(3)
                        .load()) {
            assertThat(classifier.spec()).isEqualTo(spec(LabelOrder.FER2013, Scaling.NONE, 3));
        }
        Files.delete(written);
        try (EmotionClassifier classifier = new ClassifierLoader().model(file).load()) {
            assertThat(classifier.spec()).isEqualTo(spec(LabelOrder.FER2013, Scaling.UNIT, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"fer2013\": 3}",
                "{\"fer2013\": {\"fer.labels\": [1]}}",
                "{\"fer2013\": {\"fer.labels\": \"happy,glad\"}}",
                "{\"fer2013\": {\"fer.temperature\": \"0\"}}",
                "{\"fer2013\""
            })
    void load_damagedSpecFile_isNamed(String content, @TempDir Path folder) throws IOException {
        Path file = twoHeads(folder);
        Files.writeString(SpecFile.beside(file), content);

        assertThatThrownBy(() -> new ClassifierLoader().model(file).load())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("two-heads.fer.json");
    }
}
