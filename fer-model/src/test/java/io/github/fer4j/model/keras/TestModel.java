package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.KerasArgument.TensorArgument;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Makes a small network by hand, one layer after the other. */
final class TestModel {
    private final List<KerasNode> nodes = new ArrayList<>();
    private final Map<KerasLayer, Integer> calls = new IdentityHashMap<>();

    TestModel(Shape input) {
        node(
                new KerasLayer(
                        "input",
                        "InputLayer",
                        new LayerConfig("input", Map.of("batch_shape", KerasJson.shape(input))),
                        List.of()),
                List.of(),
                input);
    }

    /** A layer on what the last one gives. */
    TestModel layer(
            String name,
            String className,
            Map<String, Object> config,
            Shape output,
            KerasWeight... weights) {
        KerasLayer layer =
                new KerasLayer(name, className, new LayerConfig(name, config), List.of(weights));
        return node(layer, List.of(nodes.size() - 1), output);
    }

    /** A call of a layer on the outputs of nodes. */
    TestModel node(KerasLayer layer, List<Integer> inputs, Shape output) {
        List<KerasArgument> tensors = new ArrayList<>();
        inputs.forEach(input -> tensors.add(new TensorArgument(new TensorRef(input, 0))));
        int calls = this.calls.merge(layer, 1, Integer::sum) - 1;
        nodes.add(
                new KerasNode(
                        calls == 0 ? layer.name() : layer.name() + ":" + calls,
                        layer,
                        tensors.size() < 2
                                ? tensors
                                : List.of(new KerasArgument.ListArgument(tensors)),
                        Map.of(),
                        List.of(output)));
        return this;
    }

    /** The network from the input to the last node. */
    KerasModel model() {
        return new KerasModel(
                "test",
                "",
                nodes,
                List.of(new TensorRef(0, 0)),
                List.of(new TensorRef(nodes.size() - 1, 0)));
    }
}
