package io.github.fer4j.model.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Zeros around a picture become a part of the convolution or pooling that follows. */
final class PaddingFolding implements Optimizer.Pass {
    @Override
    public boolean apply(Graph graph, GraphNode node) {
        if (!node.is("Pad") || !addsZeros(graph, node)) {
            return false;
        }
        List<GraphNode> users = List.copyOf(graph.users(node.output()));
        long[] pads = graph.integers.get(node.inputs.get(1));
        if (users.isEmpty()
                || graph.outputs.contains(node.output())
                || !users.stream().allMatch(user -> takes(graph, node, user, pads))) {
            return false;
        }
        for (GraphNode user : users) {
            Map<String, Object> attributes = new LinkedHashMap<>(user.attributes);
            attributes.put("pads", sum(user, pads));
            if (user.is("AveragePool")) {
                attributes.put("count_include_pad", 1L);
            }
            List<String> inputs =
                    user.inputs.stream()
                            .map(input -> input.equals(node.output()) ? node.input() : input)
                            .toList();
            graph.replace(user, user.operator, inputs, attributes);
        }
        graph.remove(node);
        return true;
    }

    private static boolean addsZeros(Graph graph, GraphNode node) {
        Weight value = node.inputs.size() > 2 ? graph.constants.get(node.inputs.get(2)) : null;
        return node.attributes.get("mode").equals("constant")
                && value != null
                && value.value() == 0;
    }

    private static boolean takes(Graph graph, GraphNode pad, GraphNode user, long[] pads) {
        int rank = pads.length / 2;
        if (!user.is("Conv", "AveragePool", "MaxPool")
                || !user.input().equals(pad.output())
                || user.attributes.containsKey("auto_pad")
                || pads[0] + pads[1] + pads[rank] + pads[rank + 1] != 0) {
            return false;
        }
        if (user.is("Conv")) {
            return true;
        }
        // A pooling window must reach beyond what is padded, and that must count as before: as a
        // zero in an average, as no more than the largest in a maximum.
        long[] window = user.integers("kernel_shape");
        for (int i = 0; i < window.length; i++) {
            if (pads[i + 2] >= window[i] || pads[rank + i + 2] >= window[i]) {
                return false;
            }
        }
        return !user.hasPadding() && (user.is("AveragePool") || isNotNegative(graph, pad.input()));
    }

    private static boolean isNotNegative(Graph graph, String name) {
        GraphNode producer = graph.producer(name);
        if (producer == null) {
            return false;
        }
        if (producer.is("Clip")) {
            Weight low = graph.constants.get(producer.inputs.get(1));
            return low != null && low.value() >= 0;
        }
        return producer.is("Relu", "Sigmoid", "HardSigmoid", "Softplus", "Exp")
                || producer.is("MaxPool", "AveragePool") && isNotNegative(graph, producer.input());
    }

    private static long[] sum(GraphNode user, long[] pads) {
        int rank = pads.length / 2;
        int spatial = rank - 2;
        long[] own = user.integers("pads");
        long[] sum = new long[2 * spatial];
        for (int i = 0; i < spatial; i++) {
            sum[i] = pads[i + 2] + (own.length == 0 ? 0 : own[i]);
            sum[spatial + i] = pads[rank + i + 2] + (own.length == 0 ? 0 : own[spatial + i]);
        }
        return sum;
    }
}
