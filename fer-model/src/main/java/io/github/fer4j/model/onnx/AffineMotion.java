package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Moves scale and shift behind what does not mind: behind pooling, where there is less to compute,
 * and behind a flattening, where the matrix that follows takes them in.
 */
final class AffineMotion implements Optimizer.Pass {
    @Override
    public boolean apply(Graph graph, GraphNode node) {
        if (!node.is(GraphNode.AFFINE)) {
            return false;
        }
        GraphNode user = graph.onlyUser(node.output());
        if (user == null || !user.input().equals(node.output())) {
            return false;
        }
        Affine affine = Affine.of(node);
        Affine after = behind(graph, affine, node, user);
        if (after == null) {
            return false;
        }
        Shape pooled = graph.shape(user.output());
        graph.remove(node);
        graph.remove(user);
        List<String> inputs =
                user.inputs.stream()
                        .map(input -> input.equals(node.output()) ? node.input() : input)
                        .toList();
        String first = graph.add(user.operator, inputs, user.attributes, pooled);
        graph.addNamed(GraphNode.AFFINE, List.of(first), after.attributes(), user.output(), pooled);
        return true;
    }

    private static Affine behind(Graph graph, Affine affine, GraphNode node, GraphNode user) {
        boolean byChannel = affine.isUniform() || affine.axis() <= 1;
        boolean keepsOrder = Arrays.stream(affine.scale()).allMatch(value -> value >= 0);
        switch (user.operator) {
            case "GlobalAveragePool":
                return byChannel ? affine : null;
            case "AveragePool":
                return byChannel && user.integer("count_include_pad", 0) == 0 ? affine : null;
            case "GlobalMaxPool", "MaxPool":
                return byChannel && keepsOrder ? affine : null;
            case "Transpose":
                return affine.along(position(user.integers("perm"), affine.axis()));
            case "Reshape":
                return flattened(graph, affine, node, user);
            default:
                return null;
        }
    }

    /** Where an axis is after a reshape that only adds, drops or moves axes of size 1. */
    private static int sameAxis(Shape from, Shape to, int axis) {
        int p = 0;
        int found = -1;
        for (int q = 0; q < to.rank(); q++) {
            if (to.size(q) == 1) {
                continue;
            }
            while (p < from.rank() && from.size(p) == 1) {
                p++;
            }
            if (p == from.rank() || from.size(p) != to.size(q)) {
                return -1;
            }
            found = p++ == axis ? q : found;
        }
        while (p < from.rank() && from.size(p) == 1) {
            p++;
        }
        return p == from.rank() ? found : -1;
    }

    private static long rest(Shape shape) {
        long product = 1;
        for (int p = 1; p < shape.rank(); p++) {
            product *= shape.size(p);
        }
        return product;
    }

    private static int position(long[] permutation, int axis) {
        for (int p = 0; p < permutation.length; p++) {
            if (permutation[p] == axis) {
                return p;
            }
        }
        return axis;
    }

    private static Affine flattened(Graph graph, Affine affine, GraphNode node, GraphNode user) {
        if (affine.isUniform()) {
            return affine;
        }
        Shape from = graph.shape(node.output());
        Shape to = graph.shape(user.output());
        int axis = sameAxis(from, to, affine.axis());
        if (axis >= 0) {
            return affine.along(axis);
        }
        GraphNode next = graph.onlyUser(user.output());
        if (to.rank() != 2
                || from.size(0) != to.size(0)
                || rest(from) != to.size(1)
                || to.size(1) == Shape.UNKNOWN
                || affine.axis() == 0
                || next == null
                || !next.is(GraphNode.DENSE)) {
            return null;
        }
        int inner = 1;
        for (int p = affine.axis() + 1; p < from.rank(); p++) {
            inner *= from.size(p);
        }
        int size = from.size(affine.axis());
        double[] scale = new double[to.size(1)];
        double[] shift = new double[to.size(1)];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = affine.scale(i / inner % size);
            shift[i] = affine.shift(i / inner % size);
        }
        return new Affine(1, scale, shift);
    }
}
