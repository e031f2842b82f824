package io.github.fer4j.examples.training.graph;

import io.github.fer4j.model.keras.KerasArgument;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.TensorRef;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes networks of networks. */
final class GraphEdits {
    private GraphEdits() {}

    /** The network with every layer changed; one that is called twice is changed once. */
    static KerasModel mapLayers(KerasModel model, UnaryOperator<KerasLayer> change) {
        Map<KerasLayer, KerasLayer> layers = new IdentityHashMap<>();
        List<KerasNode> nodes = new ArrayList<>();
        for (KerasNode node : model.nodes()) {
            nodes.add(
                    new KerasNode(
                            node.name(),
                            layers.computeIfAbsent(node.layer(), change),
                            node.arguments(),
                            node.keywords(),
                            node.outputShapes()));
        }
        return new KerasModel(
                model.name(), model.kerasVersion(), nodes, model.inputs(), model.outputs());
    }

    /** The part of a network that some of its tensors need. */
    static KerasModel prune(KerasModel model, List<TensorRef> outputs) {
        boolean[] needed = new boolean[model.nodes().size()];
        outputs.forEach(output -> needed[output.node()] = true);
        model.inputs().forEach(input -> needed[input.node()] = true);
        for (int i = needed.length - 1; i >= 0; i--) {
            if (needed[i]) {
                model.nodes().get(i).inputs().forEach(ref -> needed[ref.node()] = true);
            }
        }
        int[] moved = new int[needed.length];
        List<KerasNode> nodes = new ArrayList<>();
        for (int i = 0; i < needed.length; i++) {
            if (needed[i]) {
                moved[i] = nodes.size();
                nodes.add(moved(model.nodes().get(i), moved));
            }
        }
        return new KerasModel(
                model.name(),
                model.kerasVersion(),
                nodes,
                model.inputs().stream().map(ref -> moved(ref, moved)).toList(),
                outputs.stream().map(ref -> moved(ref, moved)).toList());
    }

    private static TensorRef moved(TensorRef ref, int[] moved) {
        return new TensorRef(moved[ref.node()], ref.output());
    }

    private static KerasNode moved(KerasNode node, int[] moved) {
        Map<String, KerasArgument> keywords = new LinkedHashMap<>();
        node.keywords().forEach((name, argument) -> keywords.put(name, moved(argument, moved)));
        return new KerasNode(
                node.name(),
                node.layer(),
                node.arguments().stream().map(argument -> moved(argument, moved)).toList(),
                keywords,
                node.outputShapes());
    }

    private static KerasArgument moved(KerasArgument argument, int[] moved) {
        if (argument instanceof KerasArgument.TensorArgument tensor) {
            return new KerasArgument.TensorArgument(moved(tensor.tensor(), moved));
        }
        if (argument instanceof KerasArgument.ListArgument list) {
            return new KerasArgument.ListArgument(
                    list.items().stream().map(item -> moved(item, moved)).toList());
        }
        return argument;
    }
}
