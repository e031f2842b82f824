package io.github.fer4j.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasArgument;
import io.github.fer4j.model.keras.KerasArgument.EllipsisArgument;
import io.github.fer4j.model.keras.KerasArgument.ListArgument;
import io.github.fer4j.model.keras.KerasArgument.NoneArgument;
import io.github.fer4j.model.keras.KerasArgument.NumberArgument;
import io.github.fer4j.model.keras.KerasArgument.SliceArgument;
import io.github.fer4j.model.keras.KerasArgument.TensorArgument;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasWeight;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers that few networks have, against values worked out by hand or by plain loops. */
class LayerArithmeticTest {
    private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

    /**
     * What Keras 3.15 gives for these sizes: its rule for the length, TensorFlow's for the rest.
     */
    @ParameterizedTest
    @CsvSource({
        "3, 2, same, 10, 0",
        "3, 2, valid, 11, 0",
        "5, 1, same, 5, 2",
        "5, 3, same, 15, 1",
        "1, 2, same, 10, 0",
        "1, 3, valid, 15, 0",
        "2, 3, valid, 15, 0"
    })
    void conv1dTranspose_strideAndPadding_spreadsEachValueByTheKernel(
            int size, int stride, String padding, int length, int cut) {
        Random random = new Random(7);
        Tensor x = TestNetworks.random(random, 1, 5, 1);
        Tensor kernel = TestNetworks.random(random, size, 1, 1);
        float[] expected = new float[length];
        for (int i = 0; i < 5; i++) {
            for (int k = 0; k < size; k++) {
                int place = i * stride + k - cut;
                if (place >= 0 && place < length) {
                    expected[place] += x.get(i) * kernel.get(k);
                }
            }
        }

        Tensor answer =
                run(
                        TestNetworks.layer(
                                "up",
                                "Conv1DTranspose",
                                Map.of("strides", (long) stride, "padding", padding),
                                new KerasWeight("kernel", kernel)),
                        3,
                        x,
                        5,
                        1);

        assertThat(answer.toArray()).containsExactly(expected, CLOSE);
    }

    @Test
    void resizing_padsToAspectRatio_addsTheSameOnBothSides() {
        Map<String, Object> config =
                Map.of(
                        "height",
                        2L,
                        "width",
                        4L,
                        "pad_to_aspect_ratio",
                        true,
                        "fill_value",
                        9.0,
                        "interpolation",
                        "nearest");
        Tensor x = Tensor.of(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);

        Tensor answer = run(TestNetworks.layer("resize", "Resizing", config), 4, x, 2, 2, 1);

        assertThat(answer.toArray()).containsExactly(9, 1, 2, 9, 9, 3, 4, 9);
    }

    @Test
    void layerNormalization_rmsScaling_dividesByTheDeviation() {
        KerasLayer layer =
                TestNetworks.layer(
                        "norm",
                        "LayerNormalization",
                        Map.of("rms_scaling", true, "epsilon", 0.0),
                        new KerasWeight("gamma", Tensor.of(Shape.of(2), 1, 10)));

        Tensor answer = run(layer, 2, Tensor.of(Shape.of(1, 2), 2, 6), 2);

        assertThat(answer.toArray()).containsExactly(new float[] {1, 30}, CLOSE);
    }

    @Test
    void getItem_negativeStepNewAxisAndEllipsis_isPythons() {
        TestNetworks networks = TestNetworks.input(4, 3);
        KerasArgument none = new NoneArgument();
        KerasArgument backwards =
                new SliceArgument(new NumberArgument(-1), new NumberArgument(0), number(-2));
        networks.add(
                TestNetworks.layer("item", "GetItem", Map.of()),
                List.of(
                        new TensorArgument(networks.input()),
                        new ListArgument(
                                List.of(
                                        new SliceArgument(none, none, none),
                                        backwards,
                                        none,
                                        new EllipsisArgument(),
                                        new NumberArgument(-1)))),
                Shape.of(Shape.UNKNOWN, 2, 1));
        Tensor x = Tensor.of(Shape.of(1, 4, 3), 0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32);

        Tensor answer = TestNetworks.predict(networks.build(), x);

        assertThat(answer).isEqualTo(Tensor.of(Shape.of(1, 2, 1), 32, 12));
    }

    @Test
    void attention_causal_looksAtNothingThatComesLater() {
        TestNetworks networks = TestNetworks.input(3, 1);
        networks.call(
                TestNetworks.layer("attention", "Attention", Map.of("causal", true)),
                3,
                networks.input(),
                networks.input());
        Tensor x = Tensor.of(Shape.of(1, 3, 1), 0, 1, 0);

        Tensor answer = TestNetworks.predict(networks.build(), x);

        float second = (float) (Math.E / (1 + Math.E));
        assertThat(answer.toArray())
                .containsExactly(new float[] {0, second, 1 / 3f}, Offset.offset(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({
        "Resizing, antialias",
        "Conv3D, class",
        "LSTM, class",
    })
    void load_whatCannotBeExpressed_namesClassLayerAndReason(String className, String reason) {
        KerasLayer layer =
                TestNetworks.layer(
                        "odd", className, Map.of("antialias", true, "height", 2L, "width", 2L));

        assertThatThrownBy(() -> run(layer, 4, Tensor.of(Shape.of(1, 1, 1, 1), 1), 1, 1, 1))
                .isExactlyInstanceOf(ModelFormatException.class)
                .hasMessageContaining("'odd' (" + className + ")")
                .hasMessageContaining(reason);
    }

    private static NumberArgument number(double value) {
        return new NumberArgument(value);
    }

    private static Tensor run(KerasLayer layer, int rank, Tensor x, int... inputSizes) {
        return TestNetworks.predict(TestNetworks.input(inputSizes).then(layer, rank).build(), x);
    }
}
