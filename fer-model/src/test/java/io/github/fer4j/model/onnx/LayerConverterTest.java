package io.github.fer4j.model.onnx;

import static io.github.fer4j.model.onnx.Nets.counting;
import static io.github.fer4j.model.onnx.Nets.filled;
import static io.github.fer4j.model.onnx.Nets.input;
import static io.github.fer4j.model.onnx.Nets.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.Activation;
import io.github.fer4j.model.keras.Fixtures;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import io.github.fer4j.model.keras.LayerCall;
import io.github.fer4j.model.keras.LayerDefinition;
import io.github.fer4j.model.keras.WeightSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A user's own layers, as the documentation shows them. */
class LayerConverterTest {
    /** In Python: {@code call(self, inputs): return inputs * self.scale}. */
    private static final LayerConverter GATE =
            call -> List.of(call.multiply(call.input(), call.weight("scale")));

    private static final LayerDefinition GATE_DEFINITION =
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

    private static Tensor predict(Nets net, LayerConverter converter, Tensor input) {
        OnnxOptions options =
                OnnxOptions.defaults().withThreads(1).withLayer("shop>Own", converter);
        try (OnnxNetwork network = OnnxNetwork.load(net.model(), options)) {
            return network.predict(input).get(0);
        }
    }

    @Test
    void converter_gateAfterConvolution_multipliesChannelsAndIsFolded() {
        Nets net =
                input(1, 1, 1)
                        .then(
                                "Conv2D",
                                Map.of("kernel_size", 1L),
                                "kernel",
                                tensor(Shape.of(1, 1, 1, 2), 1, 2))
                        .then("shop>Own", Map.of(), "scale", tensor(Shape.of(2), 3, 5));

        assertThat(predict(net, GATE, filled(1, 1, 1, 1, 1)).toArray()).containsExactly(3, 10);
        assertThat(Nets.operators(OnnxCompiler.compile(net.model(), Map.of("shop>Own", GATE))))
                .containsExactly("Conv", "Reshape");
    }

    @Test
    void converter_madeOfKerasLayers_computesTheirComposition() {
        LayerConverter squeeze =
                call -> {
                    Symbol x = call.input();
                    Symbol pooled = call.layer("GlobalAveragePooling2D", Map.of(), Map.of(), x);
                    Symbol gate =
                            call.layer(
                                    "Dense",
                                    Map.of("units", 2L),
                                    Map.of("kernel", call.layer().weight("kernel")),
                                    pooled);
                    return List.of(call.layer("Multiply", Map.of(), Map.of(), x, gate));
                };
        Nets net =
                input(1, 2, 2)
                        .then("shop>Own", Map.of(), "kernel", tensor(Shape.of(2, 2), 0, 1, 1, 0));
        // Means 2 and 3, swapped to the gates 3 and 2.
        assertThat(predict(net, squeeze, tensor(Shape.of(1, 1, 2, 2), 1, 2, 3, 4)).toArray())
                .containsExactly(3, 4, 9, 8);
    }

    @Test
    void converter_operatorOfOnnx_seesKerasAxes() {
        LayerConverter sums =
                call ->
                        List.of(
                                call.operator(
                                        "ReduceLogSumExp",
                                        Map.of("keepdims", 1L),
                                        Shape.of(1, 1, 1, 1),
                                        call.input()));
        Nets net =
                input(1, 1, 2)
                        .then(
                                "Conv2D",
                                Map.of("kernel_size", 1L),
                                "kernel",
                                tensor(Shape.of(1, 1, 2, 2), 1, 0, 0, 1))
                        .then("shop>Own", Map.of());
        assertThat(predict(net, sums, filled(0, 1, 1, 1, 2)).get(0)).isEqualTo((float) Math.log(2));
    }

    @Test
    void converter_arithmeticAndActivation_followKeras() {
        LayerConverter own =
                call -> {
                    Symbol shifted = call.subtract(call.input(), call.constant(2));
                    Symbol halved = call.divide(shifted, call.constant(2));
                    Symbol both = call.concatenate(List.of(halved, call.input()), -1);
                    Symbol flat = call.reshape(both, Shape.of(-1, 2));
                    return List.of(
                            call.activate(
                                    new Activation("tanh", Map.of()),
                                    call.add(flat, call.constant(tensor(Shape.of(2), 0, -6)))));
                };
        Nets net = input(1, 1, 1).then("shop>Own", Map.of());
        assertThat(predict(net, own, filled(6, 1, 1, 1, 1)).toArray())
                .containsExactly((float) Math.tanh(2), 0);
    }

    @Test
    void converter_thatRefuses_namesLayerAndClass() {
        Nets net = input(2).then("shop>Own", Map.of());
        assertThatThrownBy(
                        () ->
                                predict(
                                        net,
                                        call -> {
                                            throw call.unsupported("the mode is unknown");
                                        },
                                        filled(0, 1, 2)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("layer1")
                .hasMessageContaining("shop>Own")
                .hasMessageContaining("the mode is unknown");
    }

    @Test
    void fileWithAUsersLayer_readAndRunByItsDefinitionAndConverter_answers() {
        Path file = Fixtures.shipped().resolve("k3-unsupported-custom-layer/model.keras");
        KerasReader reader =
                KerasReader.builder().layer("fer>EmotionGate", GATE_DEFINITION).build();
        KerasModel model = reader.load(file);
        OnnxOptions gated = OnnxOptions.defaults().withLayer("fer>EmotionGate", GATE);
        // The same as a layer of Keras: each channel times its scale.
        OnnxOptions rescaled =
                OnnxOptions.defaults()
                        .withLayer(
                                "fer>EmotionGate",
                                call -> {
                                    List<Double> scale = new java.util.ArrayList<>();
                                    for (float value : call.layer().weight("scale").toArray()) {
                                        scale.add((double) value);
                                    }
                                    return List.of(
                                            call.layer(
                                                    "Rescaling",
                                                    Map.of("scale", scale),
                                                    Map.of(),
                                                    call.input()));
                                });
        Tensor input = counting(1e-3, 1, 48, 48, 1);
        try (OnnxNetwork first = OnnxNetwork.load(model, gated);
                OnnxNetwork second = OnnxNetwork.load(model, rescaled)) {
            Tensor answer = first.predict(input).get(0);
            assertThat(answer.shape()).isEqualTo(Shape.of(1, 7));
            assertThat(second.predict(input).get(0)).isEqualTo(answer);
        }
        assertThatThrownBy(() -> OnnxNetwork.load(model))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("fer>EmotionGate");
    }
}
