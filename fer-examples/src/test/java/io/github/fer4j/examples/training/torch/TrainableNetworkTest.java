package io.github.fer4j.examples.training.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.examples.training.network.NetworkCatalog;
import io.github.fer4j.examples.training.network.NetworkHead;
import io.github.fer4j.examples.training.network.NetworkInput;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.KerasInitializers;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasModelBuilder;
import io.github.fer4j.model.keras.KerasReader;
import io.github.fer4j.model.keras.KerasWriter;
import io.github.fer4j.model.keras.LayerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("try") // Scopes and guards work by being open.
class TrainableNetworkTest {
    private static final int BATCH = 12;

    @TempDir private Path folder;

    @BeforeAll
    static void useOneThread() {
        torch.set_num_threads(1);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void forward_trainedOnFewPictures_learnsThem(Precision precision) {
        torch.manual_seed(1);
        try (TrainableNetwork network = TrainableNetwork.of(small(), precision)) {
            double before = loss(network);
            for (int i = 0; i < 60; i++) {
                step(network, 0.05);
            }

            assertThat(before).isGreaterThan(0.9);
            assertThat(loss(network)).isLessThan(0.25);
        }
    }

    @Test
    void backward_everyParameter_hasTheGradientThatDifferencesShow() {
        KerasModel model = everyKindOfLayer();
        try (TrainableNetwork network = TrainableNetwork.of(model, Precision.FLOAT32)) {
            Map<String, float[]> state = network.state();
            Map<String, float[]> gradients = new HashMap<>();
            try (PointerScope scope = new PointerScope()) {
                loss(network, true).backward();
                for (Parameter parameter : network.parameters()) {
                    gradients.put(
                            parameter.name(),
                            network.toKerasLayout(parameter.name(), parameter.tensor().grad()));
                }
            }
            assertThat(network.parameters()).hasSizeGreaterThan(12);
            for (Parameter parameter : network.parameters()) {
                float[] gradient = gradients.get(parameter.name());
                int at = steepest(gradient);
                double slope = slope(network, state, parameter.name(), at);
                assertThat((double) gradient[at])
                        .as(parameter.name())
                        .isCloseTo(slope, within(0.002 + 0.05 * Math.abs(slope)));
            }
        }
    }

    @Test
    void forward_learning_movesStatisticsAsKerasDoes() {
        KerasModelBuilder builder = new KerasModelBuilder("statistics");
        String x = builder.input("in", 2, 2, 2);
        x = builder.layer("BatchNormalization", "bn", Map.of("momentum", 0.75), x);
        KerasModel model = builder.build(new KerasInitializers(1), x);
        float[] values = {1, 10, 2, 20, 3, 30, 6, 40};
        try (TrainableNetwork network = TrainableNetwork.of(model, Precision.FLOAT32)) {
            try (PointerScope scope = new PointerScope()) {
                network.forward(Tensors.of(values, 1, 2, 2, 2), true);
            }
            // The mean is 3, the variance of the batch itself (4 + 1 + 0 + 9) / 4 = 3.5.
            float[] mean = network.state().get("bn/moving_mean");
            float[] variance = network.state().get("bn/moving_variance");
            assertThat(mean[0]).isCloseTo(0.25f * 3, within(1e-6f));
            assertThat(variance[0]).isCloseTo(0.75f + 0.25f * 3.5f, within(1e-6f));
            assertThat(mean[1]).isCloseTo(0.25f * 25, within(1e-5f));
            assertThat(variance[1]).isCloseTo(0.75f + 0.25f * 125, within(1e-4f));
        }
    }

    @Test
    void measure_batches_leavesTheMeanOfTheirStatisticsAndDropsNothing() {
        KerasModelBuilder builder = new KerasModelBuilder("measured");
        String x = builder.input("in", 2, 1, 1);
        x = builder.layer("Dropout", "drop", Map.of("rate", 0.9), x);
        x = builder.layer("BatchNormalization", "bn", Map.of("momentum", 0.75), x);
        KerasModel model = builder.build(new KerasInitializers(1), x);
        try (TrainableNetwork network = TrainableNetwork.of(model, Precision.FLOAT32);
                PointerScope scope = new PointerScope()) {
            network.forward(Tensors.of(new float[] {90, -20}, 1, 2, 1, 1), true);
            // Twice, for nothing of what was before may count.
            for (int i = 0; i < 2; i++) {
                network.measure(Tensors.of(new float[] {1, 3}, 1, 2, 1, 1), 0);
                network.measure(Tensors.of(new float[] {4, 12}, 1, 2, 1, 1), 1);
                network.measure(Tensors.of(new float[] {6, 10}, 1, 2, 1, 1), 2);
            }

            // Means 2, 8, 8; variances 1, 16, 4.
            assertThat(network.state().get("bn/moving_mean")[0]).isCloseTo(6, within(1e-5f));
            assertThat(network.state().get("bn/moving_variance")[0]).isCloseTo(7, within(1e-5f));
            assertThat(network.state().get("bn/gamma")).containsExactly(1);
        }
    }

    @Test
    void forward_learningFromOneFace_keepsStatisticsFinite() {
        KerasModelBuilder builder = new KerasModelBuilder("one");
        String x = builder.input("in", 2);
        x = builder.layer("BatchNormalization", "bn", Map.of("momentum", 0.75), x);
        KerasModel model = builder.build(new KerasInitializers(1), x);
        try (TrainableNetwork network = TrainableNetwork.of(model, Precision.FLOAT32)) {
            try (PointerScope scope = new PointerScope()) {
                Tensor y = network.forward(Tensors.of(new float[] {4, 8}, 1, 2), true).get(0);
                assertThat(Tensors.toArray(y)).containsExactly(0, 0);
                y.sum().backward();
            }
            assertThat(network.state().get("bn/moving_mean")).containsExactly(1, 2);
            assertThat(network.state().get("bn/moving_variance")).containsExactly(0.75f, 0.75f);
        }
    }

    @Test
    void forward_frozenNormalization_answersByItsMovingStatistics() {
        KerasModelBuilder builder = new KerasModelBuilder("frozen");
        String x = builder.input("in", 2);
        x = builder.layer("BatchNormalization", "bn", Map.of("trainable", false), x);
        KerasModel model = builder.build(new KerasInitializers(1), x);
        try (TrainableNetwork network = TrainableNetwork.of(model, Precision.FLOAT32);
                PointerScope scope = new PointerScope()) {
            Tensor batch = Tensors.of(new float[] {4, 8, 1, 2}, 2, 2);

            float[] learning = Tensors.toArray(network.forward(batch, true).get(0));

            assertThat(learning).isEqualTo(Tensors.toArray(network.forward(batch, false).get(0)));
            assertThat(network.state().get("bn/moving_mean")).containsExactly(0, 0);
        }
    }

    @Test
    void toKerasModel_trainedAndWritten_answersAsTheNetworkThatLearned() {
        try (TrainableNetwork network = TrainableNetwork.of(small(), Precision.FLOAT32)) {
            for (int i = 0; i < 3; i++) {
                step(network, 0.05);
            }
            Path file = folder.resolve("learnt.keras");
            KerasWriter.create().writeArchive(network.toKerasModel(), file);

            try (TrainableNetwork read =
                            TrainableNetwork.of(KerasReader.read(file), Precision.FLOAT32);
                    PointerScope scope = new PointerScope()) {
                float[] before = Tensors.toArray(network.predict(pictures()).get(0));
                assertThat(Tensors.toArray(read.predict(pictures()).get(0))).isEqualTo(before);
            }
        }
    }

    @Test
    void load_stateOfAnother_makesBothAlike() {
        KerasModel model = NetworkCatalog.create("mini-xception", NetworkInput.FER_2013, 7, 1);
        KerasModel other = NetworkCatalog.create("mini-xception", NetworkInput.FER_2013, 7, 2);
        try (TrainableNetwork one = TrainableNetwork.of(model, Precision.FLOAT32);
                TrainableNetwork two = TrainableNetwork.of(other, Precision.FLOAT32)) {
            two.load(one.state());

            assertThat(two.toKerasModel().layers().get(1).weights())
                    .isEqualTo(model.layers().get(1).weights());
            assertThat(one.state().values().stream().mapToLong(values -> values.length).sum())
                    .isEqualTo(model.parameterCount());
        }
    }

    @Test
    void load_incompleteState_isRefusedAndChangesNothing() {
        try (TrainableNetwork network = TrainableNetwork.of(small(), Precision.FLOAT32)) {
            Map<String, float[]> state = new HashMap<>(network.state());
            state.put("conv/kernel", new float[72]);
            state.remove("out/bias");

            assertThatThrownBy(() -> network.load(state))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("out/bias");
            assertThat(network.state().get("conv/kernel")).isNotEqualTo(new float[72]);
        }
    }

    @Test
    void forward_twoHeads_givesTheLogitsOfBoth() {
        List<NetworkHead> heads =
                List.of(new NetworkHead("emotion", 7), new NetworkHead("ferplus", 8));
        KerasModel model = NetworkCatalog.create("mini-xception", NetworkInput.FER_2013, heads, 1);
        try (TrainableNetwork network = TrainableNetwork.of(model, Precision.FLOAT32);
                PointerScope scope = new PointerScope()) {
            Tensor faces = torch.rand(3, 48, 48, 1);
            List<Tensor> logits = network.forward(faces, true);

            assertThat(logits).hasSize(2);
            assertThat(logits.get(1).size(1)).isEqualTo(8);
            assertThat(network.outputs().get(1).name()).isEqualTo("ferplus");
            assertThat(network.outputs().get(1).activation().name()).isEqualTo("softmax");
            logits.get(0).sum().add(logits.get(1).sum()).backward();
            float[] probabilities = Tensors.toArray(network.predict(faces).get(0));
            float sum = 0;
            for (int i = 0; i < 7; i++) {
                sum += probabilities[i];
            }
            assertThat(sum).isCloseTo(1, within(1e-5f));
        }
    }

    @Test
    void parameters_kernelsAlone_decay() {
        try (TrainableNetwork network = TrainableNetwork.of(small(), Precision.FLOAT32)) {
            assertThat(network.parameters().stream().filter(Parameter::decayed))
                    .extracting(Parameter::name)
                    .containsExactly("conv/kernel", "out/kernel");
            assertThat(network.parameters())
                    .extracting(Parameter::name)
                    .containsExactly(
                            "conv/kernel",
                            "conv/bias",
                            "bn/gamma",
                            "bn/beta",
                            "out/kernel",
                            "out/bias");
            assertThat(network.buffers().keySet())
                    .containsExactly("bn/moving_mean", "bn/moving_variance");
        }
    }

    @Test
    void parameters_frozenLayer_areNotTrainable() {
        KerasModelBuilder builder = new KerasModelBuilder("frozen");
        String x = builder.input("in", 4);
        x = builder.layer("Dense", "a", Map.of("units", 3, "trainable", false), x);
        x = builder.layer("Dense", "b", Map.of("units", 2), x);
        KerasModel model = builder.build(new KerasInitializers(1), x);
        try (TrainableNetwork network = TrainableNetwork.of(model, Precision.FLOAT32)) {
            assertThat(network.parameters())
                    .extracting(Parameter::trainable)
                    .containsExactly(false, false, true, true);
            assertThat(network.parameters().get(0).tensor().requires_grad()).isFalse();
        }
    }

    @Test
    void penalty_regularizedKernel_isKerasFormula() {
        KerasModelBuilder builder = new KerasModelBuilder("regularized");
        String x = builder.input("in", 2);
        Map<String, ?> l2 = Map.of("class_name", "L2", "config", Map.of("l2", 0.5));
        x =
                builder.layer(
                        "Dense",
                        "a",
                        Map.of(
                                "units",
                                2,
                                "kernel_regularizer",
                                l2,
                                "kernel_initializer",
                                Map.of("class_name", "Constant", "config", Map.of("value", 3))),
                        x);
        KerasModel model = builder.build(new KerasInitializers(1), x);
        try (TrainableNetwork network = TrainableNetwork.of(model, Precision.FLOAT32);
                PointerScope scope = new PointerScope()) {
            assertThat(network.penalty().orElseThrow().item_float()).isEqualTo(0.5f * 4 * 9);
        }
        try (TrainableNetwork network = TrainableNetwork.of(small(), Precision.FLOAT32)) {
            assertThat(network.penalty()).isEmpty();
        }
    }

    @Test
    void forward_manySteps_keepNoNativeMemory() {
        try (TrainableNetwork network = TrainableNetwork.of(small(), Precision.FLOAT32)) {
            for (int i = 0; i < 20; i++) {
                step(network, 0.01);
            }
            long count = Pointer.totalCount();
            for (int i = 0; i < 200; i++) {
                step(network, 0.01);
                loss(network);
                network.state();
            }
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(count + 5);
        }
    }

    @Test
    void of_layerThatCannotBeTrained_isNamedAndNothingStays() {
        KerasModelBuilder builder = new KerasModelBuilder("constrained");
        String x = builder.input("in", 4);
        x = builder.layer("Dense", "fine", Map.of("units", 512), x);
        x = builder.layer("Dense", "bound", Map.of("units", 2, "kernel_constraint", "MaxNorm"), x);
        KerasModel model = builder.build(new KerasInitializers(1), x);
        long count = Pointer.totalCount();

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> TrainableNetwork.of(model, Precision.FLOAT32))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("layer 'bound' (Dense)")
                    .hasMessageContaining("kernel_constraint");
        }
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(count + 5);
    }

    @Test
    void close_twice_isFineAndUseAfterwardsIsRefused() {
        TrainableNetwork network = TrainableNetwork.of(small(), Precision.FLOAT32);
        network.close();

        assertThatCode(network::close).doesNotThrowAnyException();
        List<Consumer<TrainableNetwork>> uses =
                List.of(
                        TrainableNetwork::state,
                        TrainableNetwork::parameters,
                        TrainableNetwork::buffers,
                        TrainableNetwork::penalty,
                        TrainableNetwork::toKerasModel,
                        closed -> closed.load(Map.of()),
                        closed -> {
                            try (Tensor batch = torch.rand(1, 8, 8, 1)) {
                                closed.forward(batch, false);
                            }
                        });
        for (Consumer<TrainableNetwork> use : uses) {
            assertThatThrownBy(() -> use.accept(network))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void training_configOfALayer_isKeptApart() {
        LayerConfig config =
                small().layers().stream()
                        .filter(layer -> layer.name().equals("bn"))
                        .map(KerasLayer::config)
                        .findFirst()
                        .orElseThrow();

        assertThat(config.training().number("momentum", 0)).isEqualTo(0.8);
        assertThat(config.has("momentum")).isFalse();
    }

    private static KerasModel small() {
        KerasModelBuilder builder = new KerasModelBuilder("small");
        String x = builder.input("in", 8, 8, 1);
        x =
                builder.layer(
                        "Conv2D",
                        "conv",
                        Map.of("filters", 8, "kernel_size", 3, "padding", "same"),
                        x);
        x = builder.layer("BatchNormalization", "bn", Map.of("momentum", 0.8), x);
        x = builder.layer("ReLU", "relu", Map.of(), x);
        x = builder.layer("MaxPooling2D", "pool", Map.of("pool_size", 2), x);
        x = builder.layer("Flatten", "flat", Map.of(), x);
        x = builder.layer("Dense", "out", Map.of("units", 3, "activation", "softmax"), x);
        return builder.build(new KerasInitializers(3), x);
    }

    /** Smooth where it can be, so that differences tell gradients. */
    private static KerasModel everyKindOfLayer() {
        KerasModelBuilder builder = new KerasModelBuilder("every");
        String in = builder.input("in", 8, 8, 1);
        Map<String, ?> conv =
                Map.of(
                        "filters",
                        4,
                        "kernel_size",
                        3,
                        "strides",
                        2,
                        "padding",
                        "same",
                        "activation",
                        "tanh");
        String x = builder.layer("Conv2D", "conv", conv, in);
        String y =
                builder.layer(
                        "SeparableConv2D",
                        "separable",
                        Map.of("filters", 4, "kernel_size", 3, "padding", "same"),
                        x);
        y = builder.layer("BatchNormalization", "bn", Map.of(), y);
        x = builder.layer("Add", "add", Map.of(), x, y);
        // Nearly straight, since a difference across its kink is no gradient.
        Map<String, ?> slope = Map.of("class_name", "Constant", "config", Map.of("value", 0.9));
        x =
                builder.layer(
                        "PReLU",
                        "prelu",
                        Map.of("shared_axes", List.of(1, 2), "alpha_initializer", slope),
                        x);
        x =
                builder.layer(
                        "DepthwiseConv2D",
                        "depthwise",
                        Map.of("kernel_size", 3, "depth_multiplier", 2, "activation", "silu"),
                        x);
        x = builder.layer("LayerNormalization", "ln", Map.of(), x);
        x = builder.layer("AveragePooling2D", "average", Map.of("padding", "same"), x);
        x = builder.layer("Flatten", "flat", Map.of(), x);
        x = builder.layer("Dense", "hidden", Map.of("units", 5, "activation", "gelu"), x);
        x = builder.layer("Dense", "out", Map.of("units", 3, "activation", "softmax"), x);
        return builder.build(new KerasInitializers(5), x);
    }

    /** Three kinds of pictures: bright above, bright below, bright at the left. */
    private static Tensor pictures() {
        Random random = new Random(7);
        float[] values = new float[BATCH * 64];
        for (int i = 0; i < values.length; i++) {
            int row = i / 8 % 8;
            int column = i % 8;
            boolean bright =
                    switch (i / 64 % 3) {
                        case 0 -> row < 4;
                        case 1 -> row >= 4;
                        default -> column < 4;
                    };
            values[i] = (bright ? 0.6f : 0.3f) + 0.3f * random.nextFloat();
        }
        return Tensors.of(values, BATCH, 8, 8, 1);
    }

    private static Tensor labels() {
        long[] labels = new long[BATCH];
        for (int i = 0; i < BATCH; i++) {
            labels[i] = i % 3;
        }
        return torch.tensor(labels);
    }

    private static Tensor loss(TrainableNetwork network, boolean training) {
        return torch.cross_entropy_loss(network.forward(pictures(), training).get(0), labels());
    }

    private static double loss(TrainableNetwork network) {
        try (PointerScope scope = new PointerScope()) {
            return loss(network, false).item_float();
        }
    }

    private static void step(TrainableNetwork network, double rate) {
        try (PointerScope scope = new PointerScope()) {
            loss(network, true).backward();
            try (NoGradGuard guard = new NoGradGuard()) {
                for (Parameter parameter : network.parameters()) {
                    parameter.tensor().sub_(parameter.tensor().grad(), new Scalar(rate));
                    parameter.tensor().mutable_grad().reset();
                }
            }
        }
    }

    private static int steepest(float[] gradient) {
        int at = 0;
        for (int i = 0; i < gradient.length; i++) {
            if (Math.abs(gradient[i]) > Math.abs(gradient[at])) {
                at = i;
            }
        }
        return at;
    }

    private static double slope(
            TrainableNetwork network, Map<String, float[]> state, String name, int at) {
        double step = 5e-3;
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
            Map<String, float[]> moved = new HashMap<>(state);
            float[] values = state.get(name).clone();
            values[at] += (float) (side == 0 ? step : -step);
            moved.put(name, values);
            network.load(moved);
            try (PointerScope scope = new PointerScope()) {
                losses[side] = loss(network, true).item_float();
            }
        }
        return (losses[0] - losses[1]) / (2 * step);
    }
}
