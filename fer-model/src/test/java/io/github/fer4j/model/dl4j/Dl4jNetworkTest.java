package io.github.fer4j.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasWeight;
import io.github.fer4j.model.keras.TensorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class Dl4jNetworkTest {
    private static final KerasLayer DOUBLE =
            TestNetworks.layer("double", "Rescaling", Map.of("scale", 2.0, "offset", 0.0));

    private static KerasModel dense(int size) {
        Random random = new Random(4);
        return TestNetworks.input(size)
                .then(
                        TestNetworks.layer(
                                "dense",
                                "Dense",
                                Map.of(),
                                new KerasWeight("kernel", TestNetworks.random(random, size, 3)),
                                new KerasWeight("bias", TestNetworks.random(random, 3))),
                        2)
                .build();
    }

    @Test
    void isAvailable_jarsOnTheClassPath_isTrue() {
        assertThat(Dl4jNetwork.isAvailable()).isTrue();
    }

    @Test
    void predict_severalThreads_givesTheAnswersOfOne() throws Exception {
        Random random = new Random(5);
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            inputs.add(TestNetworks.random(random, 1 + i % 3, 20));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Network network = Dl4jNetwork.load(dense(20))) {
            List<Tensor> expected =
                    inputs.stream().map(input -> network.predict(input).get(0)).toList();
            List<Future<Tensor>> answers = new ArrayList<>();
            for (Tensor input : inputs) {
                answers.add(threads.submit(() -> network.predict(input).get(0)));
            }
            for (int i = 0; i < inputs.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(expected.get(i));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void predict_afterClose_isIllegalState() {
        Network network = Dl4jNetwork.load(dense(2));
        network.close();
        network.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> network.predict(Tensor.of(Shape.of(1, 2), 1, 2)))
                .withMessageContaining("closed");
    }

    @Test
    void predict_wrongShape_namesBothShapes() {
        try (Network network = Dl4jNetwork.load(dense(2))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.predict(Tensor.of(Shape.of(1, 3), 1, 2, 3)))
                    .withMessageContaining("(None, 2)")
                    .withMessageContaining("(1, 3)");
        }
    }

    @Test
    void predict_pictureSmallerThanTheWindow_isIllegalArgumentAndLeavesTheNetworkUsable() {
        KerasLayer pool = TestNetworks.layer("pool", "MaxPooling2D", Map.of("pool_size", 3L));
        KerasModel model =
                TestNetworks.input(Shape.UNKNOWN, Shape.UNKNOWN, 1).then(pool, 4).build();
        try (Network network = Dl4jNetwork.load(model)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> network.predict(Tensor.of(Shape.of(1, 2, 2, 1), new float[4])))
                    .withMessageContaining("[1, 2, 2, 1]");
            assertThat(network.predict(Tensor.of(Shape.of(1, 3, 3, 1), new float[9]))).hasSize(1);
        }
    }

    @Test
    void predict_interruptedThread_answersAndStaysInterrupted() {
        try (Network network = Dl4jNetwork.load(dense(2))) {
            Thread.currentThread().interrupt();
            assertThat(network.predict(Tensor.of(Shape.of(1, 2), 1, 2))).hasSize(1);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void load_unknownLayer_namesClassAndLayer() {
        KerasModel model =
                TestNetworks.input(4)
                        .then(TestNetworks.layer("gate", "fer>EmotionGate", Map.of()), 2)
                        .build();

        assertThatThrownBy(() -> Dl4jNetwork.load(model))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("'gate'")
                .hasMessageContaining("fer>EmotionGate");
    }

    @Test
    void load_weightOfTheWrongRank_isModelFormatException() {
        KerasModel model =
                TestNetworks.input(4, 4, 1)
                        .then(
                                TestNetworks.layer(
                                        "conv",
                                        "Conv2D",
                                        Map.of(),
                                        new KerasWeight("kernel", Tensor.of(Shape.of(1), 1))),
                                4)
                        .build();

        assertThatThrownBy(() -> Dl4jNetwork.load(model))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("'conv'");
    }

    @Test
    void predict_outputIsTheInput_passesItOn() {
        TestNetworks networks = TestNetworks.input(2);
        TensorRef twice = networks.call(DOUBLE, 2, networks.input());
        TensorRef same = networks.call(TestNetworks.layer("drop", "Dropout", Map.of()), 2, twice);
        Tensor x = Tensor.of(Shape.of(1, 2), 3, 4);

        try (Network network = Dl4jNetwork.load(networks.build(networks.input(), twice, same))) {
            assertThat(network.outputs())
                    .extracting(Network.Output::name)
                    .containsExactly("input", "double", "drop");
            Tensor doubled = Tensor.of(Shape.of(1, 2), 6, 8);
            assertThat(network.predict(x)).containsExactly(x, doubled, doubled);
        }
    }

    @Test
    void predict_outputThatOthersRead_givesBoth() {
        TestNetworks networks = TestNetworks.input(2);
        TensorRef twice = networks.call(DOUBLE, 2, networks.input());
        TensorRef four = networks.call(DOUBLE, 2, twice);
        TensorRef sum = networks.call(TestNetworks.layer("add", "Add", Map.of()), 2, four, four);

        try (Network network = Dl4jNetwork.load(networks.build(twice, sum))) {
            for (int batch = 1; batch < 4; batch++) {
                float[] values = new float[2 * batch];
                java.util.Arrays.fill(values, 1);
                List<Tensor> answers = network.predict(Tensor.of(Shape.of(batch, 2), values));
                assertThat(answers.get(0).toArray()).containsOnly(2);
                assertThat(answers.get(1).toArray()).containsOnly(8);
            }
        }
    }
}
