package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Scale and shift become a part of the weights before or after them, where that is exact. */
final class AffineFolding implements Optimizer.Pass {
    @Override
    public boolean apply(Graph graph, GraphNode node) {
        if (!node.is(GraphNode.AFFINE)) {
            return false;
        }
        Affine affine = Affine.of(node);
        if (affine.isIdentity()) {
            graph.replaceUses(node.output(), node.input());
            graph.remove(node);
            return true;
        }
        return intoProducer(graph, node, affine) || intoUsers(graph, node, affine);
    }

    private static boolean intoProducer(Graph graph, GraphNode node, Affine affine) {
        GraphNode before = graph.producer(node.input());
        if (before == null || graph.onlyUser(node.input()) != node) {
            return false;
        }
        if (before.is(GraphNode.AFFINE)) {
            Affine first = Affine.of(before);
            if (!first.isUniform() && !affine.isUniform() && first.axis() != affine.axis()) {
                return false;
            }
            graph.remove(before);
            graph.replace(
                    node,
                    GraphNode.AFFINE,
                    List.of(before.input()),
                    first.then(affine).attributes());
            return true;
        }
        int axis = before.is(GraphNode.DENSE) ? graph.shape(before.output()).rank() - 1 : 1;
        if (!before.is("Conv", "ConvTranspose", GraphNode.DENSE)
                || !affine.isUniform() && affine.axis() != axis
                || !graph.constants.containsKey(before.inputs.get(1))) {
            return false;
        }
        Tensor weight = graph.constants.get(before.inputs.get(1));
        Tensor bias = before.inputs.size() > 2 ? graph.constants.get(before.inputs.get(2)) : null;
        int outputs = graph.shape(before.output()).size(axis);
        List<String> inputs = new ArrayList<>(before.inputs.subList(0, 1));
        inputs.add(graph.constant(scaledOutputs(before, weight, outputs, affine)));
        float[] biases = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            biases[o] =
                    (float) ((bias == null ? 0 : bias.get(o)) * affine.scale(o) + affine.shift(o));
        }
        inputs.add(graph.constant(Tensor.wrap(Shape.of(outputs), biases)));
        graph.remove(before);
        graph.replace(node, before.operator, inputs, before.attributes);
        return true;
    }

    private static Tensor scaledOutputs(GraphNode node, Tensor weight, int outputs, Affine affine) {
        float[] values = weight.toArray();
        int[] sizes = weight.shape().toArray();
        int inner = 1;
        for (int i = node.is("Conv") ? 1 : 2; i < sizes.length; i++) {
            inner *= sizes[i];
        }
        boolean transposed = node.is("ConvTranspose", GraphNode.DENSE);
        int group = transposed ? sizes[1] : outputs;
        if (affine.scale().length == 1 && affine.scale()[0] == 1) {
            return weight;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * affine.scale(i / inner % group));
        }
        return Tensor.wrap(weight.shape(), values);
    }

    private static boolean intoUsers(Graph graph, GraphNode node, Affine affine) {
        List<GraphNode> users = List.copyOf(graph.users(node.output()));
        if (users.isEmpty()
                || graph.outputs.contains(node.output())
                || !users.stream().allMatch(user -> takes(graph, node, user, affine))) {
            return false;
        }
        for (GraphNode user : users) {
            fold(graph, node, user, affine);
        }
        graph.remove(node);
        return true;
    }

    private static boolean takes(Graph graph, GraphNode node, GraphNode user, Affine affine) {
        if (!user.input().equals(node.output())
                || user.inputs.size() > 2 && user.inputs.get(2).equals(node.output())
                || user.inputs.size() < 2
                || !graph.constants.containsKey(user.inputs.get(1))) {
            return false;
        }
        int rank = graph.shape(node.output()).rank();
        if (user.is(GraphNode.DENSE)) {
            return affine.isUniform() || affine.axis() == rank - 1;
        }
        // What lies around the picture is 0 after the shift.
        return user.is("Conv")
                && (affine.isUniform() || affine.axis() == 1)
                && (affine.hasNoShift() || !user.hasPadding());
    }

    private static void fold(Graph graph, GraphNode node, GraphNode user, Affine affine) {
        Tensor weight = graph.constants.get(user.inputs.get(1));
        Tensor bias = user.inputs.size() > 2 ? graph.constants.get(user.inputs.get(2)) : null;
        boolean dense = user.is(GraphNode.DENSE);
        int[] sizes = weight.shape().toArray();
        int outputs = dense ? sizes[1] : sizes[0];
        int perOutput = weight.count() / outputs;
        int window = dense ? 1 : perOutput / sizes[1];
        int groups = (int) user.integer("group", 1);
        float[] values = weight.toArray();
        float[] biases = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            double shift = bias == null ? 0 : bias.get(o);
            int firstInput = dense ? 0 : o / (outputs / groups) * sizes[1];
            for (int i = 0; i < perOutput; i++) {
                int index = dense ? i * outputs + o : o * perOutput + i;
                int input = firstInput + i / window;
                shift += values[index] * affine.shift(input);
                values[index] = (float) (values[index] * affine.scale(input));
            }
            biases[o] = (float) shift;
        }
        List<String> inputs = new ArrayList<>(List.of(node.input()));
        inputs.add(graph.constant(Tensor.wrap(weight.shape(), values)));
        if (bias != null || !affine.hasNoShift()) {
            inputs.add(graph.constant(Tensor.wrap(Shape.of(outputs), biases)));
        }
        graph.replace(user, user.operator, inputs, user.attributes);
    }
}
