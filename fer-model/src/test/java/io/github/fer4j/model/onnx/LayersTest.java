package io.github.fer4j.model.onnx;

import static io.github.fer4j.model.onnx.Nets.counting;
import static io.github.fer4j.model.onnx.Nets.filled;
import static io.github.fer4j.model.onnx.Nets.input;
import static io.github.fer4j.model.onnx.Nets.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.Activation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One layer at a time against values worked out by hand. */
class LayersTest {
    private static void assertClose(Tensor found, Shape shape, double... expected) {
        assertThat(found.shape()).isEqualTo(shape);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found.get(i)).isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void einsumDense_dots_standForTheOtherAxes() {
        Tensor found =
                input(1, 2, 2)
                        .then(
                                "EinsumDense",
                                Map.of("equation", "...x,xy->...y", "output_shape", 1L),
                                "kernel",
                                tensor(Shape.of(2, 1), 10, 1))
                        .predict(tensor(Shape.of(1, 1, 2, 2), 1, 2, 3, 4));
        assertClose(found, Shape.of(1, 1, 2, 1), 12, 34);
    }

    @Test
    void conv2d_samePaddingAndStride2OnEvenSize_padsOnlyAfter() {
        // 4 × 4 of ones, a window of 3: the last window of each row and column is cut by one.
        Tensor found =
                input(4, 4, 1)
                        .then(
                                "Conv2D",
                                Map.of(
                                        "filters",
                                        1L,
                                        "kernel_size",
                                        3L,
                                        "strides",
                                        2L,
                                        "padding",
                                        "same"),
                                "kernel",
                                filled(1, 3, 3, 1, 1))
                        .predict(filled(1, 1, 4, 4, 1));
        assertClose(found, Shape.of(1, 2, 2, 1), 9, 6, 6, 4);
    }

    @Test
    void conv2d_dilatedSame_countsTheSpreadWindow() {
        Tensor found =
                input(3, 3, 1)
                        .then(
                                "Conv2D",
                                Map.of("kernel_size", 3L, "dilation_rate", 2L, "padding", "same"),
                                "kernel",
                                filled(1, 3, 3, 1, 1))
                        .predict(filled(1, 1, 3, 3, 1));
        assertClose(found, Shape.of(1, 3, 3, 1), 4, 2, 4, 2, 1, 2, 4, 2, 4);
    }

    @Test
    void conv2d_kernel_isRowsColumnsInOut() {
        // Channel 0 times 1 and 10 to the two filters, channel 1 times 100 and 1000.
        Tensor kernel = tensor(Shape.of(1, 1, 2, 2), 1, 10, 100, 1000);
        Tensor found =
                input(1, 1, 2)
                        .then(
                                "Conv2D",
                                Map.of("kernel_size", 1L),
                                "kernel",
                                kernel,
                                "bias",
                                tensor(Shape.of(2), 0.5, 0.25))
                        .predict(tensor(Shape.of(1, 1, 1, 2), 2, 3));
        assertClose(found, Shape.of(1, 1, 1, 2), 302.5, 3020.25);
    }

    @Test
    void conv1d_causal_looksBackOnly() {
        Tensor found =
                input(4, 1)
                        .then(
                                "Conv1D",
                                Map.of("kernel_size", 2L, "padding", "causal", "dilation_rate", 2L),
                                "kernel",
                                tensor(Shape.of(2, 1, 1), 10, 1))
                        .predict(tensor(Shape.of(1, 4, 1), 1, 2, 3, 4));
        assertClose(found, Shape.of(1, 4, 1), 1, 2, 13, 24);
    }

    @Test
    void depthwise_multiplier_keepsChannelsTogether() {
        Tensor found =
                input(1, 1, 2)
                        .then(
                                "DepthwiseConv2D",
                                Map.of("kernel_size", 1L, "depth_multiplier", 2L),
                                "kernel",
                                tensor(Shape.of(1, 1, 2, 2), 1, 2, 3, 4))
                        .predict(tensor(Shape.of(1, 1, 1, 2), 10, 100));
        assertClose(found, Shape.of(1, 1, 1, 4), 10, 20, 300, 400);
    }

    @Test
    void separable_appliesDepthwiseThenPointwise() {
        Tensor found =
                input(1, 1, 2)
                        .then(
                                "SeparableConv2D",
                                Map.of("kernel_size", 1L),
                                "depthwise_kernel",
                                tensor(Shape.of(1, 1, 2, 1), 2, 3),
                                "pointwise_kernel",
                                tensor(Shape.of(1, 1, 2, 1), 1, 10),
                                "bias",
                                tensor(Shape.of(1), 1))
                        .predict(tensor(Shape.of(1, 1, 1, 2), 5, 7));
        assertClose(found, Shape.of(1, 1, 1, 1), 10 + 210 + 1);
    }

    @Test
    void transposed_sameWithStride2_doublesAndCutsAtTheEnd() {
        // Full result of one pixel with kernel 3 has 2 · (n − 1) + 3 = 5 places; 'same' keeps 4.
        Tensor found =
                input(2, 1, 1)
                        .then(
                                "Conv2DTranspose",
                                Map.of(
                                        "kernel_size",
                                        List.of(3L, 1L),
                                        "strides",
                                        List.of(2L, 1L),
                                        "padding",
                                        "same"),
                                "kernel",
                                tensor(Shape.of(3, 1, 1, 1), 1, 10, 100))
                        .predict(tensor(Shape.of(1, 2, 1, 1), 1, 2));
        assertClose(found, Shape.of(1, 4, 1, 1), 1, 10, 102, 20);
    }

    @Test
    void transposed_strideBeyondKernel_leavesZerosAndBias() {
        Tensor found =
                input(2, 1)
                        .then(
                                "Conv1DTranspose",
                                Map.of("kernel_size", 1L, "strides", 3L),
                                "kernel",
                                tensor(Shape.of(1, 1, 1), 2),
                                "bias",
                                tensor(Shape.of(1), 0.5))
                        .predict(tensor(Shape.of(1, 2, 1), 1, 2));
        assertClose(found, Shape.of(1, 6, 1), 2.5, 0.5, 0.5, 4.5, 0.5, 0.5);
    }

    @Test
    void averagePooling_same_dividesByRealValues() {
        Tensor found =
                input(3, 3, 1)
                        .then(
                                "AveragePooling2D",
                                Map.of("pool_size", 2L, "strides", 2L, "padding", "same"))
                        .predict(filled(1, 1, 3, 3, 1));
        assertClose(found, Shape.of(1, 2, 2, 1), 1, 1, 1, 1);
    }

    @Test
    void maxPooling_afterZeroPaddingOfNegatives_answersZeroAtTheBorder() {
        Tensor found =
                input(2, 2, 1)
                        .then("ZeroPadding2D", Map.of("padding", 1L))
                        .then("MaxPooling2D", Map.of("pool_size", 2L, "strides", 1L))
                        .predict(filled(-5, 1, 2, 2, 1));
        assertClose(found, Shape.of(1, 3, 3, 1), 0, 0, 0, 0, -5, 0, 0, 0, 0);
    }

    @Test
    void batchNormalization_withoutGammaAndBeta_usesMeanVarianceEpsilon() {
        Tensor found =
                input(2).then(
                                "BatchNormalization",
                                Map.of("epsilon", 0.5, "scale", false, "center", false),
                                "moving_mean",
                                tensor(Shape.of(2), 1, 2),
                                "moving_variance",
                                tensor(Shape.of(2), 3.5, 0.5))
                        .predict(tensor(Shape.of(1, 2), 5, 5));
        assertClose(found, Shape.of(1, 2), 2, 3);
    }

    @Test
    void layerNormalization_overChannels_normalisesEachPixel() {
        Tensor found =
                input(1, 2, 2)
                        .then("LayerNormalization", Map.of("epsilon", 0.0))
                        .predict(tensor(Shape.of(1, 1, 2, 2), 1, 3, 10, 30));
        assertClose(found, Shape.of(1, 1, 2, 2), -1, 1, -1, 1);
    }

    @Test
    void groupNormalization_twoGroups_normalisesEach() {
        Tensor found =
                input(1, 1, 4)
                        .then("GroupNormalization", Map.of("groups", 2L, "epsilon", 0.0))
                        .predict(tensor(Shape.of(1, 1, 1, 4), 1, 3, 10, 50));
        assertClose(found, Shape.of(1, 1, 1, 4), -1, 1, -1, 1);
    }

    @Test
    void unitNormalization_zeroVector_staysZero() {
        Tensor found =
                input(2).then("UnitNormalization", Map.of())
                        .predict(tensor(Shape.of(2, 2), 3, 4, 0, 0));
        assertClose(found, Shape.of(2, 2), 0.6, 0.8, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "hard_sigmoid, slope, 0.2, 0.7",
        "leaky_relu, negative_slope, 0.2, 1",
        "elu, alpha, 1, 1",
        "gelu, approximate, 0, 0.8413447",
        "gelu, approximate, 1, 0.841192",
        "hard_shrink, threshold, 2, 0",
        "soft_shrink, threshold, 0.25, 0.75",
        "celu, alpha, 1, 1",
    })
    void activation_atOne_hasItsValue(String name, String key, double parameter, double expected) {
        Map<String, Double> parameters =
                name.equals("hard_sigmoid")
                        ? Map.of(key, parameter, "offset", 0.5)
                        : Map.of(key, parameter);
        Tensor found =
                input(1).then("Activation", Map.of("activation", new Activation(name, parameters)))
                        .predict(tensor(Shape.of(1, 1), 1));
        assertClose(found, Shape.of(1, 1), expected);
    }

    @ParameterizedTest
    @CsvSource({
        "silu, 0.7310586",
        "mish, 0.8650984",
        "softplus, 1.3132617",
        "softsign, 0.5",
        "selu, 1.050701",
        "squareplus, 1.618034",
        "log_sigmoid, -0.3132617",
        "tanh_shrink, 0.2384058",
        "sparse_plus, 1",
        "hard_tanh, 1",
        "exponential, 2.7182818",
    })
    void plainActivation_atOne_hasItsValue(String name, double expected) {
        Tensor found =
                input(1).then("Activation", Map.of("activation", new Activation(name, Map.of())))
                        .predict(tensor(Shape.of(1, 1), 1));
        assertClose(found, Shape.of(1, 1), expected);
    }

    @Test
    void relu_withAllOptions_followsKerasFormula() {
        Tensor found =
                input(5).then(
                                "ReLU",
                                Map.of("max_value", 2.0, "negative_slope", 0.5, "threshold", 1.0))
                        .predict(tensor(Shape.of(1, 5), -1, 0.5, 1.5, 2, 7));
        assertClose(found, Shape.of(1, 5), -1, -0.25, 1.5, 2, 2);
    }

    @Test
    void prelu_ofAConvolution_hasOneSlopeForEachPlace() {
        Tensor alpha = tensor(Shape.of(1, 2, 2), 0.1, 0.2, 0.3, 0.4);
        Tensor found =
                input(1, 2, 2)
                        .then(
                                "Conv2D",
                                Map.of("kernel_size", 1L),
                                "kernel",
                                tensor(Shape.of(1, 1, 2, 2), 1, 0, 0, 1))
                        .then("PReLU", Map.of(), "alpha", alpha)
                        .predict(filled(-10, 1, 1, 2, 2));
        assertClose(found, Shape.of(1, 1, 2, 2), -1, -2, -3, -4);
    }

    @Test
    void flatten_afterAConvolution_keepsKerasOrder() {
        Nets net =
                input(2, 2, 2)
                        .then(
                                "Conv2D",
                                Map.of("kernel_size", 1L),
                                "kernel",
                                tensor(Shape.of(1, 1, 2, 2), 1, 0, 0, 1))
                        .then("Flatten", Map.of());
        assertThat(net.predict(counting(1, 1, 2, 2, 2))).isEqualTo(counting(1, 1, 8));
    }

    @Test
    void flattenThenDense_permutesTheWeightsAndTransposesNothing() {
        Nets net =
                input(2, 2, 1)
                        .then(
                                "Conv2D",
                                Map.of("kernel_size", 1L),
                                "kernel",
                                tensor(Shape.of(1, 1, 1, 2), 1, 100))
                        .then("Flatten", Map.of())
                        .then("Dense", Map.of("units", 1L), "kernel", counting(1, 8, 1));
        // Columns: (pixel, channel); channel 1 counts a hundredfold.
        double expected = 0;
        for (int pixel = 0; pixel < 4; pixel++) {
            expected += pixel * (2 * pixel + 100.0 * (2 * pixel + 1));
        }
        assertClose(net.predict(counting(1, 1, 2, 2, 1)), Shape.of(1, 1), expected);
        assertThat(Nets.operators(net.compile()))
                .containsExactly("Reshape", "Conv", "Reshape", "Gemm");
    }

    @Test
    void reshapeAndPermute_ofAConvolution_keepKerasOrder() {
        Tensor found =
                input(2, 3, 2)
                        .then(
                                "Conv2D",
                                Map.of("kernel_size", 1L),
                                "kernel",
                                tensor(Shape.of(1, 1, 2, 2), 1, 0, 0, 1))
                        .then("Permute", Map.of("dims", List.of(3L, 1L, 2L)))
                        .then("Reshape", Map.of("target_shape", List.of(3L, -1L)))
                        .predict(counting(1, 1, 2, 3, 2));
        assertClose(found, Shape.of(1, 3, 4), 0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11);
    }

    @Test
    void multiply_ofPictureAndVector_putsTheMissingAxesAfterTheBatch() {
        Tensor found =
                input(1, 2, 2)
                        .then("GlobalMaxPooling2D", Map.of())
                        .call("Multiply", Map.of(), new int[] {0, 1})
                        .predict(tensor(Shape.of(1, 1, 2, 2), 1, 2, 3, 4));
        assertClose(found, Shape.of(1, 1, 2, 2), 3, 8, 9, 16);
    }

    @Test
    void resizing_nearest_takesTheCellUnderTheCentre() {
        Tensor found =
                input(1, 4, 1)
                        .then(
                                "Resizing",
                                Map.of("height", 1L, "width", 2L, "interpolation", "nearest"))
                        .predict(counting(1, 1, 1, 4, 1));
        assertClose(found, Shape.of(1, 1, 2, 1), 1, 3);
    }

    @Test
    void resizing_bilinear_hasHalfPixelCentres() {
        Tensor found =
                input(1, 2, 1)
                        .then("Resizing", Map.of("height", 1L, "width", 4L))
                        .predict(tensor(Shape.of(1, 1, 2, 1), 0, 8));
        assertClose(found, Shape.of(1, 1, 4, 1), 0, 2, 6, 8);
    }

    @Test
    void centerCrop_oddDifference_startsRoundedDown() {
        Tensor found =
                input(1, 5, 1)
                        .then("CenterCrop", Map.of("height", 1L, "width", 2L))
                        .predict(counting(1, 1, 1, 5, 1));
        assertClose(found, Shape.of(1, 1, 2, 1), 1, 2);
    }

    @Test
    void normalization_smallVariance_isBoundedBelow() {
        Tensor found =
                input(1).then("Normalization", Map.of("mean", 1.0, "variance", 4.0, "axis", -1L))
                        .predict(tensor(Shape.of(1, 1), 5));
        assertClose(found, Shape.of(1, 1), 2);
    }

    @Test
    void attention_ofOneHead_mixesValuesBySoftmax() {
        Tensor eye = tensor(Shape.of(2, 1, 2), 1, 0, 0, 1);
        Tensor back = tensor(Shape.of(1, 2, 2), 1, 0, 0, 1);
        Nets net = input(2, 2);
        // Called with query and value, both the input.
        io.github.fer4j.model.keras.TensorRef in = new io.github.fer4j.model.keras.TensorRef(0, 0);
        Tensor found =
                net.callWith(
                                "MultiHeadAttention",
                                Map.of("num_heads", 1L, "key_dim", 2L),
                                List.of(in, in),
                                "query/kernel",
                                eye,
                                "key/kernel",
                                eye,
                                "value/kernel",
                                eye,
                                "output/kernel",
                                back)
                        .predict(tensor(Shape.of(1, 2, 2), 1, 0, 0, 1));
        double near = Math.exp(1 / Math.sqrt(2));
        double share = near / (near + 1);
        assertClose(found, Shape.of(1, 2, 2), share, 1 - share, 1 - share, share);
    }

    @Test
    void unknownLayer_isRefusedByNameAndClass() {
        Nets net = input(2).then("LSTM", Map.of());
        assertThatThrownBy(net::compile)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("layer1")
                .hasMessageContaining("LSTM")
                .hasMessageContaining("LayerConverter");
    }

    @Test
    void wrongWeightShape_isRefusedByName() {
        Nets net = input(3).then("Dense", Map.of("units", 1L), "kernel", filled(1, 2, 1));
        assertThatThrownBy(net::compile)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("layer1")
                .hasMessageContaining("(2, 1)")
                .hasMessageContaining("(None, 3)");
    }
}
