package io.github.fer4j.model.onnx;

import static io.github.fer4j.model.onnx.Nets.counting;
import static io.github.fer4j.model.onnx.Nets.filled;
import static io.github.fer4j.model.onnx.Nets.input;
import static io.github.fer4j.model.onnx.Nets.operators;
import static io.github.fer4j.model.onnx.Nets.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.Activation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is folded into the weights, what stays, and that the answers do not change. */
class OptimizerTest {
    private static final Map<String, Object> CONV = Map.of("kernel_size", 3L);
    private static final Map<String, Object> CONV_SAME =
            Map.of("kernel_size", 3L, "padding", "same");

    private static Object[] normalisation(int channels) {
        return new Object[] {
            "gamma", counting(0.5, channels),
            "beta", counting(1, channels),
            "moving_mean", filled(2, channels),
            "moving_variance", filled(4, channels)
        };
    }

    private static void assertClose(Tensor found, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found.get(i)).isCloseTo(expected[i], within(1e-4));
        }
    }

    @Test
    void normalisationAfterConvolution_isFolded() {
        Nets net =
                input(3, 3, 1)
                        .then("Conv2D", CONV, "kernel", filled(1, 3, 3, 1, 2))
                        .then("BatchNormalization", Map.of("epsilon", 0.0), normalisation(2))
                        .then("Dropout", Map.of("rate", 0.5));
        CompiledModel model = net.compile();

        assertThat(operators(model)).containsExactly("Reshape", "Conv", "Reshape");
        assertThat(model.nodesBefore()).isEqualTo(5);
        assertThat(model.nodesAfter()).isEqualTo(3);
        // (9 − 2) / 2 · gamma + beta, gamma 0 and 0.5, beta 0 and 1.
        assertClose(net.predict(filled(1, 1, 3, 3, 1)), 0, 2.75);
    }

    @Test
    void normalisationAfterTransposedConvolutionAndDense_isFolded() {
        Nets net =
                input(1, 1, 1)
                        .then(
                                "Conv2DTranspose",
                                Map.of("kernel_size", 1L),
                                "kernel",
                                tensor(Shape.of(1, 1, 2, 1), 4, 8))
                        .then("BatchNormalization", Map.of("epsilon", 0.0), normalisation(2))
                        .then("Flatten", Map.of())
                        .then("Dense", Map.of(), "kernel", tensor(Shape.of(2, 2), 1, 0, 0, 1))
                        .then("BatchNormalization", Map.of("epsilon", 0.0), normalisation(2));
        assertThat(operators(net.compile())).containsExactly("ConvTranspose", "Reshape", "Gemm");
        // 8 → (8 − 2) / 2 · 0.5 + 1 = 2.5 → (2.5 − 2) / 2 · 0.5 + 1
        assertClose(net.predict(filled(1, 1, 1, 1, 1)), 0, 1.125);
    }

    @Test
    void normalisationBeforeUnpaddedConvolution_isFolded_beforePaddedOneItStays() {
        Nets valid =
                input(3, 3, 2)
                        .then("BatchNormalization", Map.of("epsilon", 0.0), normalisation(2))
                        .then("Conv2D", CONV, "kernel", filled(1, 3, 3, 2, 1));
        Nets same =
                input(3, 3, 2)
                        .then("BatchNormalization", Map.of("epsilon", 0.0), normalisation(2))
                        .then("Conv2D", CONV_SAME, "kernel", filled(1, 3, 3, 2, 1));

        assertThat(operators(valid.compile())).containsExactly("Transpose", "Conv");
        assertThat(operators(same.compile()))
                .containsExactly("Transpose", "BatchNormalization", "Conv", "Reshape");
        // Channel 0 becomes 0, channel 1 becomes (4 − 2) / 2 · 0.5 + 1 = 1.5.
        assertClose(valid.predict(filled(4, 1, 3, 3, 2)), 9 * 1.5);
        assertClose(same.predict(filled(4, 1, 3, 3, 2)), 4 * 1.5, 6 * 1.5, 4 * 1.5);
    }

    @Test
    void scaleBeforePaddedConvolutionInGroups_isFolded() {
        Nets net =
                input(1, 1, 4)
                        .then("Rescaling", Map.of("scale", List.of(1.0, 2.0, 3.0, 4.0)))
                        .then(
                                "Conv2D",
                                Map.of("kernel_size", 1L, "groups", 2L, "padding", "same"),
                                "kernel",
                                filled(1, 1, 1, 2, 2));
        assertThat(operators(net.compile())).containsExactly("Reshape", "Conv", "Reshape");
        assertClose(net.predict(filled(1, 1, 1, 1, 4)), 3, 7);
    }

    @Test
    void normalisationBehindPoolingAndFlatten_reachesTheDense() {
        Nets net =
                input(2, 2, 2)
                        .then(
                                "Conv2D",
                                Map.of("kernel_size", 1L, "activation", relu()),
                                "kernel",
                                tensor(Shape.of(1, 1, 2, 2), 1, 0, 0, 1))
                        .then("BatchNormalization", Map.of("epsilon", 0.0), normalisation(2))
                        .then("MaxPooling2D", Map.of("pool_size", List.of(1L, 2L)))
                        .then("Flatten", Map.of())
                        .then("Dense", Map.of(), "kernel", counting(1, 4, 1));
        assertThat(operators(net.compile()))
                .containsExactly("Transpose", "Conv", "Relu", "MaxPool", "Reshape", "Gemm");
        // Channel 1 of the pixels is 3 and 7 after pooling: 1.25 and 2.25; channel 0 is 0.
        assertClose(net.predict(counting(1, 1, 2, 2, 2)), 1 * 1.25 + 3 * 2.25);
    }

    @Test
    void negativeScaleBeforeMaxPooling_staysBefore() {
        Nets net =
                input(1, 2, 1)
                        .then("Rescaling", Map.of("scale", -1.0))
                        .then("MaxPooling2D", Map.of("pool_size", List.of(1L, 2L)));
        assertClose(net.predict(counting(1, 1, 1, 2, 1)), 0);
    }

    @Test
    void normalisationWithTwoUsers_isNotFoldedIntoTheConvolutionBefore() {
        Nets net =
                input(1, 1, 1)
                        .then("Conv2D", Map.of("kernel_size", 1L), "kernel", filled(3, 1, 1, 1, 1))
                        .then("Rescaling", Map.of("scale", 10.0))
                        .call("Add", Map.of(), new int[] {1, 2});
        assertClose(net.predict(filled(1, 1, 1, 1, 1)), 33);
    }

    @Test
    void sharedConvolution_isFoldedForOneCallAlone() {
        Tensor kernel = filled(2, 1, 1, 1, 1);
        Nets net =
                input(1, 1, 1)
                        .then("Conv2D", Map.of("kernel_size", 1L), "kernel", kernel)
                        .then("Rescaling", Map.of("scale", 10.0))
                        .call("Conv2D", Map.of("kernel_size", 1L), new int[] {0}, "kernel", kernel)
                        .call("Add", Map.of(), new int[] {2, 3});
        assertClose(net.predict(filled(1, 1, 1, 1, 1)), 22);
    }

    @Test
    void zeroPadding_becomesPartOfTheConvolution() {
        Nets net =
                input(2, 2, 1)
                        .then(
                                "ZeroPadding2D",
                                Map.of("padding", List.of(List.of(0L, 1L), List.of(1L, 0L))))
                        .then("Conv2D", Map.of("kernel_size", 2L), "kernel", filled(1, 2, 2, 1, 1));
        assertThat(operators(net.compile())).containsExactly("Reshape", "Conv", "Reshape");
        assertClose(net.predict(counting(1, 1, 2, 2, 1)), 2, 6, 2, 5);
    }

    @Test
    void reversedColours_becomePartOfTheConvolution() {
        Nets net =
                input(1, 1, 3)
                        .then("Flip", Map.of("axis", -1L))
                        .then(
                                "Conv2D",
                                Map.of("kernel_size", 1L),
                                "kernel",
                                tensor(Shape.of(1, 1, 3, 1), 1, 10, 100));
        assertThat(operators(net.compile())).containsExactly("Reshape", "Conv");
        assertClose(net.predict(tensor(Shape.of(1, 1, 1, 3), 7, 8, 9)), 9 + 80 + 700);
    }

    private static Activation relu() {
        return new Activation(
                "relu",
                Map.of(
                        "max_value", Double.POSITIVE_INFINITY,
                        "negative_slope", 0.0,
                        "threshold", 0.0));
    }
}
