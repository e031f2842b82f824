package io.github.fer4j.model.keras;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order in which Keras lists the layers of a functional model, whatever the order in its file:
 * by their distance from the outputs, the farthest first, and of equals the one first that a walk
 * from the outputs meets first. Weights are stored by that order, so a file that is to be read by
 * Keras must be numbered by it.
 */
final class KerasLayerOrder {
    private final KerasModel model;
    private final List<List<Integer>> parents = new ArrayList<>();
    private final Map<KerasLayer, Integer> met = new IdentityHashMap<>();
    private final List<Integer> finished = new ArrayList<>();

    private KerasLayerOrder(KerasModel model) {
        this.model = model;
        for (KerasNode node : model.nodes()) {
            parents.add(parents(node));
        }
    }

    /** Every layer once; layers that no output depends on are left out, but for the inputs. */
    static List<KerasLayer> of(KerasModel model) {
        KerasLayerOrder order = new KerasLayerOrder(model);
        boolean[] visited = new boolean[model.nodes().size()];
        for (TensorRef output : model.outputs()) {
            order.walk(output.node(), visited);
        }
        return order.sorted();
    }

    /** Positional arguments in order, then the named ones by their names, as Python flattens. */
    private static List<Integer> parents(KerasNode node) {
        List<TensorRef> tensors = new ArrayList<>();
        node.arguments().forEach(argument -> argument.collectTensors(tensors));
        new TreeMap<>(node.keywords())
                .values()
                .forEach(argument -> argument.collectTensors(tensors));
        return tensors.stream().map(TensorRef::node).toList();
    }

    /** Depth first, but without recursion, since a network may be thousands of layers deep. */
    private void walk(int start, boolean[] visited) {
        record Step(int node, Iterator<Integer> rest) {}
        Deque<Step> path = new ArrayDeque<>();
        if (!visited[start]) {
            enter(start, visited);
            path.push(new Step(start, parents.get(start).iterator()));
        }
        while (!path.isEmpty()) {
            Step step = path.peek();
            if (!step.rest().hasNext()) {
                finished.add(step.node());
                path.pop();
                continue;
            }
            int parent = step.rest().next();
            if (!visited[parent]) {
                enter(parent, visited);
                path.push(new Step(parent, parents.get(parent).iterator()));
            }
        }
    }

    private void enter(int node, boolean[] visited) {
        visited[node] = true;
        met.putIfAbsent(model.nodes().get(node).layer(), met.size());
    }

    private List<KerasLayer> sorted() {
        int[] nodeDepths = new int[model.nodes().size()];
        Map<KerasLayer, Integer> depths = new IdentityHashMap<>();
        List<KerasLayer> layers = new ArrayList<>();
        for (int i = finished.size() - 1; i >= 0; i--) {
            int node = finished.get(i);
            KerasLayer layer = model.nodes().get(node).layer();
            int depth = Math.max(nodeDepths[node], depths.getOrDefault(layer, 0));
            if (depths.put(layer, depth) == null) {
                layers.add(layer);
            }
            nodeDepths[node] = depth;
            for (int parent : parents.get(node)) {
                nodeDepths[parent] = Math.max(nodeDepths[parent], depth + 1);
            }
        }
        for (TensorRef input : model.inputs()) {
            KerasLayer layer = model.node(input).layer();
            if (depths.putIfAbsent(layer, 0) == null) {
                met.put(layer, -1);
                layers.add(layer);
            }
        }
        layers.sort(
                Comparator.<KerasLayer>comparingInt(layer -> -depths.get(layer))
                        .thenComparingInt(met::get));
        return layers;
    }
}
