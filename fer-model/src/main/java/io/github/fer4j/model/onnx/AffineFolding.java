package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        Weight weight = graph.constants.get(before.inputs.get(1));
        Optional<Tensor> bias = bias(graph, before);
        int outputs = graph.shape(before.output()).size(axis);
        List<String> inputs = new ArrayList<>(before.inputs.subList(0, 1));
        inputs.add(
                affine.scalesNothing()
                        ? before.inputs.get(1)
                        : graph.constant(
                                weight.scaled(affine.scale(), innerOfOutput(before, weight))));
        float[] biases = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            double value = bias.isPresent() ? bias.get().get(o) : 0;
            biases[o] = (float) (value * affine.scale(o) + affine.shift(o));
        }
        inputs.add(graph.constant(Tensor.wrap(Shape.of(outputs), biases)));
        graph.remove(before);
        graph.replace(node, before.operator, inputs, before.attributes);
        return true;
    }

    private static Optional<Tensor> bias(Graph graph, GraphNode node) {
        return node.inputs.size() > 2
                ? Optional.of(graph.constants.get(node.inputs.get(2)).toTensor())
                : Optional.empty();
    }

    /** How many values of the weight follow each other that belong to one output. */
    private static int innerOfOutput(GraphNode node, Weight weight) {
        int inner = 1;
        for (int i = node.is("Conv") ? 1 : 2; i < weight.shape().rank(); i++) {
            inner *= weight.shape().size(i);
        }
        return inner;
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
        Weight weight = graph.constants.get(user.inputs.get(1));
        boolean dense = user.is(GraphNode.DENSE);
        List<String> inputs = new ArrayList<>(List.of(node.input()));
        inputs.add(
                affine.scalesNothing()
                        ? user.inputs.get(1)
                        : graph.constant(scaledInputs(user, weight, affine)));
        if (affine.hasNoShift()) {
            inputs.addAll(user.inputs.subList(2, user.inputs.size()));
        } else {
            Tensor values = weight.toTensor();
            int outputs = weight.shape().size(dense ? 1 : 0);
            int perOutput = weight.count() / outputs;
            int window = dense ? 1 : perOutput / weight.shape().size(1);
            Optional<Tensor> bias = bias(graph, user);
            float[] biases = new float[outputs];
            for (int o = 0; o < outputs; o++) {
                int first = dense ? 0 : firstInput(user, weight, o);
                double sum = bias.isPresent() ? bias.get().get(o) : 0;
                for (int i = 0; i < perOutput; i++) {
                    int index = dense ? i * outputs + o : o * perOutput + i;
                    sum += values.get(index) * affine.shift(first + i / window);
                }
                biases[o] = (float) sum;
            }
            inputs.add(graph.constant(Tensor.wrap(Shape.of(outputs), biases)));
        }
        graph.replace(user, user.operator, inputs, user.attributes);
    }

    /** The first input channel that an output of a convolution in groups sees. */
    private static int firstInput(GraphNode node, Weight weight, int output) {
        int groups = (int) node.integer("group", 1);
        return output / (weight.shape().size(0) / groups) * weight.shape().size(1);
    }

    private static Weight scaledInputs(GraphNode node, Weight weight, Affine affine) {
        if (affine.scale().length == 1) {
            return weight.scaled(affine.scale(), 1);
        }
        if (node.is(GraphNode.DENSE)) {
            return weight.scaled(affine.scale(), weight.shape().size(1));
        }
        int outputs = weight.shape().size(0);
        int perGroup = weight.shape().size(1);
        int window = weight.count() / outputs / perGroup;
        if (node.integer("group", 1) == 1) {
            return weight.scaled(affine.scale(), window);
        }
        double[] factors = new double[outputs * perGroup];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = affine.scale(firstInput(node, weight, i / perGroup) + i % perGroup);
        }
        return weight.scaled(factors, window);
    }
}
