package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import java.util.List;
import java.util.Map;

/** Reshapes and transposes that follow each other, or change nothing. */
final class ReshapeFolding implements Optimizer.Pass {
    @Override
    public boolean apply(Graph graph, GraphNode node) {
        if (node.is("Reshape")) {
            return reshape(graph, node);
        }
        return node.is("Transpose") && transpose(graph, node);
    }

    private static boolean reshape(Graph graph, GraphNode node) {
        Shape to = graph.shape(node.output());
        Shape from = graph.shape(node.input());
        if (to.equals(from) && openSizes(to) <= 1) {
            graph.replaceUses(node.output(), node.input());
            graph.remove(node);
            return true;
        }
        GraphNode before = graph.producer(node.input());
        long[] sizes = graph.integers.get(node.inputs.get(1));
        if (before == null || !before.is("Reshape") || sizes == null) {
            return false;
        }
        // 0 copies a size of the input, which is now another.
        long[] first = graph.integers.get(before.inputs.get(1));
        boolean copies = sizes.length > 0 && sizes[0] == 0;
        if (copies && (first == null || first.length == 0 || first[0] != 0)) {
            return false;
        }
        graph.replace(
                node, "Reshape", List.of(before.input(), node.inputs.get(1)), node.attributes);
        return true;
    }

    private static int openSizes(Shape shape) {
        return (int) shape.dimensions().stream().filter(size -> size == Shape.UNKNOWN).count();
    }

    private static boolean transpose(Graph graph, GraphNode node) {
        GraphNode before = graph.producer(node.input());
        if (before == null || !before.is("Transpose")) {
            return false;
        }
        long[] first = before.integers("perm");
        long[] second = node.integers("perm");
        long[] both = new long[first.length];
        boolean nothing = true;
        for (int i = 0; i < both.length; i++) {
            both[i] = first[(int) second[i]];
            nothing &= both[i] == i;
        }
        if (nothing) {
            graph.replaceUses(node.output(), before.input());
            graph.remove(node);
        } else {
            graph.replace(node, "Transpose", List.of(before.input()), Map.of("perm", both));
        }
        return true;
    }
}
