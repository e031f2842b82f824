package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Spells our own operations out in ONNX'. */
final class Lowering {
    private Lowering() {}

    static void run(Graph graph) {
        for (GraphNode node : graph.nodes()) {
            if (node.is(GraphNode.AFFINE)) {
                affine(graph, node);
            } else if (node.is(GraphNode.DENSE)) {
                dense(graph, node);
            }
        }
    }

    private static void dense(Graph graph, GraphNode node) {
        Shape shape = graph.shape(node.output());
        if (shape.rank() == 2) {
            graph.replace(node, "Gemm", node.inputs, Map.of());
        } else if (node.inputs.size() == 2) {
            graph.replace(node, "MatMul", node.inputs, Map.of());
        } else {
            String product = graph.add("MatMul", node.inputs.subList(0, 2), Map.of(), shape);
            graph.replace(node, "Add", List.of(product, node.inputs.get(2)), Map.of());
        }
    }

    private static void affine(Graph graph, GraphNode node) {
        Affine affine = Affine.of(node);
        Shape shape = graph.shape(node.output());
        boolean scales = Arrays.stream(affine.scale()).anyMatch(value -> value != 1);
        boolean shifts = !affine.hasNoShift();
        if (scales && shifts && affine.axis() == 1 && shape.rank() > 2 && !affine.isUniform()) {
            batchNormalization(graph, node, affine, shape.size(1));
            return;
        }
        String scaled = node.input();
        if (scales) {
            String factor = graph.constant(spread(affine.scale(), affine.axis(), shape.rank()));
            if (!shifts) {
                graph.replace(node, "Mul", List.of(scaled, factor), Map.of());
                return;
            }
            scaled = graph.add("Mul", List.of(scaled, factor), Map.of(), shape);
        }
        String summand = graph.constant(spread(affine.shift(), affine.axis(), shape.rank()));
        graph.replace(node, "Add", List.of(scaled, summand), Map.of());
    }

    /** One node, which ONNX Runtime computes with the channels in blocks. */
    private static void batchNormalization(
            Graph graph, GraphNode node, Affine affine, int channels) {
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        float[] ones = new float[channels];
        for (int i = 0; i < channels; i++) {
            scale[i] = (float) affine.scale(i);
            shift[i] = (float) affine.shift(i);
            ones[i] = 1;
        }
        Shape vector = Shape.of(channels);
        graph.replace(
                node,
                "BatchNormalization",
                List.of(
                        node.input(),
                        graph.constant(Tensor.wrap(vector, scale)),
                        graph.constant(Tensor.wrap(vector, shift)),
                        graph.constant(Tensor.wrap(vector, new float[channels])),
                        graph.constant(Tensor.wrap(vector, ones))),
                Map.of("epsilon", 0f));
    }

    private static Tensor spread(double[] values, int axis, int rank) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        if (floats.length == 1) {
            return Tensor.wrap(Shape.of(), floats);
        }
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        sizes[axis] = floats.length;
        return Tensor.wrap(Shape.of(sizes), floats);
    }
}
