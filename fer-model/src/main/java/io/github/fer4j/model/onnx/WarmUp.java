package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.Activation;
import io.github.fer4j.model.keras.KerasArgument;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.KerasWeight;
import io.github.fer4j.model.keras.LayerConfig;
import io.github.fer4j.model.keras.TensorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compiles a network of a few values, so that the classes of the compiler and of protobuf are
 * loaded while another thread reads the real one.
 */
final class WarmUp {
    private final List<KerasNode> nodes = new ArrayList<>();

    private WarmUp() {}

    static void run() {
        WarmUp net = new WarmUp();
        Map<String, Object> window = Map.of("kernel_size", 1L, "padding", "same");
        Tensor four = Tensor.of(Shape.of(1, 1, 2, 2), 1, 1, 1, 1);
        Tensor two = Tensor.of(Shape.of(2), 1, 1);
        net.add("InputLayer", Map.of());
        net.add("Conv2D", window, new KerasWeight("kernel", four));
        net.add(
                "BatchNormalization",
                Map.of(),
                new KerasWeight("moving_mean", two),
                new KerasWeight("moving_variance", two));
        net.add("ReLU", Map.of());
        net.add("MaxPooling2D", Map.of());
        net.add("GlobalAveragePooling2D", Map.of());
        net.add(
                "Dense",
                Map.of("activation", new Activation("softmax", Map.of("axis", -1.0))),
                new KerasWeight("kernel", four.reshape(Shape.of(2, 2))));
        OnnxCompiler.compile(net.model()).skeleton();
    }

    private void add(String className, Map<String, Object> config, KerasWeight... weights) {
        String name = className + nodes.size();
        List<KerasArgument> arguments =
                nodes.isEmpty()
                        ? List.of()
                        : List.of(
                                new KerasArgument.TensorArgument(
                                        new TensorRef(nodes.size() - 1, 0)));
        nodes.add(
                new KerasNode(
                        name,
                        new KerasLayer(
                                name, className, new LayerConfig(name, config), List.of(weights)),
                        arguments,
                        Map.of(),
                        List.of(Shape.of(Shape.UNKNOWN, 2, 2, 2))));
    }

    private KerasModel model() {
        return new KerasModel(
                "warm-up",
                "",
                nodes,
                List.of(new TensorRef(0, 0)),
                List.of(new TensorRef(nodes.size() - 1, 0)));
    }
}
