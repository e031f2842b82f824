package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network whose nested models are inlined and whose shapes are known, still without weights.
 *
 * @param parsed the model it came from
 * @param layers the layers by what they were parsed from
 * @param nodes the calls in topological order
 * @param inputs what goes in
 * @param outputs what comes out
 */
record BuiltModel(
        ParsedModel parsed,
        Map<ParsedLayer, BuiltLayer> layers,
        List<Node> nodes,
        List<TensorRef> inputs,
        List<TensorRef> outputs) {

    /**
     * @param name unique within the network
     * @param layer what is called
     * @param arguments the positional arguments
     * @param keywords the named arguments
     * @param outputShapes the shape of each output
     */
    record Node(
            String name,
            BuiltLayer layer,
            List<KerasArgument> arguments,
            Map<String, KerasArgument> keywords,
            List<Shape> outputShapes) {}

    /** Gives every weight its first values. */
    void initialize(WeightInitializer initializer) {
        Set<BuiltLayer> done = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Node node : nodes) {
            if (done.add(node.layer)) {
                node.layer.initialize(initializer);
            }
        }
    }

    KerasModel finish(String kerasVersion) {
        List<KerasNode> finished = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            finished.add(
                    new KerasNode(
                            node.name,
                            node.layer.finish(),
                            node.arguments,
                            node.keywords,
                            node.outputShapes));
        }
        return new KerasModel(parsed.name(), kerasVersion, finished, inputs, outputs);
    }
}
