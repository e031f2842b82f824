package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Colours in reversed order become a reordering of the weights of the convolution that follows. */
final class ChannelFolding implements Optimizer.Pass {
    @Override
    public boolean apply(Graph graph, GraphNode node) {
        if (!node.is("Slice") || !reversesChannels(graph, node)) {
            return false;
        }
        List<GraphNode> users = List.copyOf(graph.users(node.output()));
        if (users.isEmpty()
                || graph.outputs.contains(node.output())
                || !users.stream().allMatch(user -> takes(graph, node, user))) {
            return false;
        }
        for (GraphNode user : users) {
            List<String> inputs = new ArrayList<>(user.inputs);
            inputs.set(0, node.input());
            inputs.set(
                    1,
                    graph.constant(reversed(graph.constants.get(user.inputs.get(1)).toTensor())));
            graph.replace(user, user.operator, inputs, user.attributes);
        }
        graph.remove(node);
        return true;
    }

    private static boolean reversesChannels(Graph graph, GraphNode node) {
        long[] axes = graph.integers.get(node.inputs.get(3));
        long[] steps = graph.integers.get(node.inputs.get(4));
        Shape from = graph.shape(node.input());
        return axes.length == 1
                && axes[0] == 1
                && steps[0] == -1
                && from.rank() > 2
                && from.equals(graph.shape(node.output()));
    }

    private static boolean takes(Graph graph, GraphNode node, GraphNode user) {
        return user.is("Conv")
                && user.input().equals(node.output())
                && user.integer("group", 1) == 1
                && graph.constants.containsKey(user.inputs.get(1));
    }

    private static Tensor reversed(Tensor weight) {
        int channels = weight.shape().size(1);
        int window = weight.count() / weight.shape().size(0) / channels;
        float[] values = new float[weight.count()];
        for (int i = 0; i < values.length; i++) {
            int channel = i / window % channels;
            values[i + (channels - 1 - 2 * channel) * window] = weight.get(i);
        }
        return Tensor.wrap(weight.shape(), values);
    }
}
