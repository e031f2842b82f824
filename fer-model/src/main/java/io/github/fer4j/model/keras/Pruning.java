package io.github.fer4j.model.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Drops what an output does not need. */
final class Pruning {
    private final List<KerasNode> nodes;
    private final boolean[] needed;
    private final int[] positions;

    private Pruning(KerasModel model, TensorRef output) {
        nodes = model.nodes();
        needed = new boolean[nodes.size()];
        needed[output.node()] = true;
        // Each node comes after those it depends on.
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (needed[i]) {
                nodes.get(i).inputs().forEach(tensor -> needed[tensor.node()] = true);
            }
        }
        positions = new int[nodes.size()];
        int position = 0;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position;
            position += needed[i] ? 1 : 0;
        }
    }

    /**
     * @param model a network
     * @param output a tensor of it
     * @return the network that computes this tensor alone
     */
    static KerasModel to(KerasModel model, TensorRef output) {
        Pruning pruning = new Pruning(model, output);
        return new KerasModel(
                model.name(),
                model.kerasVersion(),
                pruning.kept(),
                model.inputs().stream()
                        .filter(input -> pruning.needed[input.node()])
                        .map(pruning::moved)
                        .toList(),
                List.of(pruning.moved(output)));
    }

    private List<KerasNode> kept() {
        List<KerasNode> kept = new ArrayList<>();
        for (int i = 0; i < needed.length; i++) {
            if (needed[i]) {
                kept.add(moved(nodes.get(i)));
            }
        }
        return kept;
    }

    private KerasNode moved(KerasNode node) {
        Map<String, KerasArgument> keywords = new LinkedHashMap<>();
        node.keywords().forEach((name, argument) -> keywords.put(name, moved(argument)));
        return new KerasNode(
                node.name(),
                node.layer(),
                node.arguments().stream().map(this::moved).toList(),
                keywords,
                node.outputShapes());
    }

    private KerasArgument moved(KerasArgument argument) {
        if (argument instanceof KerasArgument.TensorArgument tensor) {
            return new KerasArgument.TensorArgument(moved(tensor.tensor()));
        }
        if (argument instanceof KerasArgument.ListArgument list) {
            return new KerasArgument.ListArgument(list.items().stream().map(this::moved).toList());
        }
        return argument;
    }

    private TensorRef moved(TensorRef tensor) {
        return new TensorRef(positions[tensor.node()], tensor.output());
    }
}
