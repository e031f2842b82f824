package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.KerasArgument.NumberArgument;
import io.github.fer4j.model.keras.KerasArgument.TensorArgument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spellings of which no file is at hand, as Keras' sources have them. */
class DialectTest {
    private static BuiltModel build(int kerasMajor, String layers, String output) {
        String json =
                """
                {"class_name": "Functional", "config": {"name": "m", "layers": [
                  {"class_name": "InputLayer", "name": "in", "inbound_nodes": [],
                   "config": {"batch_input_shape": [null, 8, 8, 3], "name": "in"}},
                  %s],
                 "input_layers": [["in", 0, 0]], "output_layers": [["%s", 0, 0]]}}
                """
                        .formatted(layers, output);
        return ModelBuilder.build(
                ModelParser.parse(Json.parseObject(json), kerasMajor), new LayerCatalog(Map.of()));
    }

    private static BuiltModel.Node last(BuiltModel model) {
        return model.nodes().get(model.outputs().get(0).node());
    }

    @Test
    void parse_nodeOfTensorFlowsGraph_isKeras3sOperation() {
        BuiltModel model =
                build(
                        2,
                        """
                        {"class_name": "TensorFlowOpLayer", "name": "tf_op_layer_sub",
                         "config": {"name": "sub", "constants": {"0": 1.0},
                          "node_def": {"name": "sub", "op": "Sub", "input": ["sub/x", "in"],
                                       "attr": {"T": {"type": "DT_FLOAT"}}}},
                         "inbound_nodes": [[["in", 0, 0, {}]]]},
                        {"class_name": "TensorFlowOpLayer", "name": "tf_op_layer_mean",
                         "config": {"name": "mean", "constants": {"1": [1, 2]},
                          "node_def": {"op": "Mean", "attr": {"keep_dims": {"b": true}}}},
                         "inbound_nodes": [[["tf_op_layer_sub", 0, 0, {}]]]}
                        """,
                        "tf_op_layer_mean");

        BuiltModel.Node difference = model.nodes().get(1);
        assertThat(difference.layer().parsed().className()).isEqualTo("Subtract");
        assertThat(difference.arguments())
                .containsExactly(new NumberArgument(1), new TensorArgument(new TensorRef(0, 0)));
        assertThat(last(model).layer().parsed().className()).isEqualTo("Mean");
        assertThat(last(model).outputShapes()).containsExactly(Shape.of(Shape.UNKNOWN, 1, 1, 3));
    }

    @Test
    void parse_functionThatIsAnActivation_isAnActivationLayer() {
        BuiltModel model =
                build(
                        2,
                        """
                        {"class_name": "TFOpLambda", "name": "tf.nn.leaky_relu",
                         "config": {"name": "x", "function": "nn.leaky_relu"},
                         "inbound_nodes": [["in", 0, 0, {"alpha": 0.05}]]}
                        """,
                        "tf.nn.leaky_relu");

        ParsedLayer layer = last(model).layer().parsed();
        assertThat(layer.className()).isEqualTo("Activation");
        assertThat(layer.config().activation("activation"))
                .isEqualTo(new Activation("leaky_relu", Map.of("negative_slope", 0.05)));
    }

    @Test
    void parse_unknownFunctionOfTensorFlow_isNamed() {
        assertThatThrownBy(
                        () ->
                                build(
                                        2,
                                        """
                                        {"class_name": "TFOpLambda", "name": "tf.fft",
                                         "config": {"function": "signal.fft"},
                                         "inbound_nodes": [["in", 0, 0, {}]]}
                                        """,
                                        "tf.fft"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("'tf.fft'")
                .hasMessageContaining("signal.fft");
    }

    @ParameterizedTest
    @CsvSource({"2, 0.2", "3, 0.16666666666666666"})
    void activation_hardSigmoid_dependsOnTheVersion(int kerasMajor, double slope) {
        assertThat(new Activations(kerasMajor).parse("l", "hard_sigmoid").parameter("slope"))
                .isEqualTo(slope);
    }

    @Test
    void activation_serialisedLayer_keepsItsParameters() {
        Map<String, Object> value =
                Map.of("class_name", "LeakyReLU", "config", Map.of("name", "leaky", "alpha", 0.1));

        assertThat(new Activations(2).parse("l", value))
                .isEqualTo(new Activation("leaky_relu", Map.of("negative_slope", 0.1)));
    }

    @Test
    void parse_timeDistributedConvolution_isReshapedAroundAPlainOne() {
        BuiltModel model =
                build(
                        2,
                        """
                        {"class_name": "TimeDistributed", "name": "td",
                         "config": {"name": "td", "layer": {"class_name": "Conv1D",
                           "config": {"name": "c", "filters": 5, "kernel_size": [3]}}},
                         "inbound_nodes": [[["in", 0, 0, {}]]]}
                        """,
                        "td");

        assertThat(model.nodes())
                .extracting(node -> node.layer().parsed().className())
                .isEqualTo(List.of("InputLayer", "Reshape", "Conv1D", "Reshape"));
        assertThat(last(model).outputShapes()).containsExactly(Shape.of(Shape.UNKNOWN, 8, 6, 5));
    }
}
