package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The graph that is being compiled: operations in order, constants, the shapes as they lie. */
final class Graph {
    /** A weight as one use of it needs it; layers that are called twice share it. */
    private record WeightKey(Identity tensor, String form) {}

    private record Identity(Tensor tensor) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Identity identity && identity.tensor == tensor;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(tensor);
        }
    }

    private final Set<GraphNode> nodes = new LinkedHashSet<>();
    private final Map<String, GraphNode> producers = new HashMap<>();
    private final Map<String, Set<GraphNode>> users = new HashMap<>();
    final Map<String, Weight> constants = new LinkedHashMap<>();
    final Map<String, long[]> integers = new LinkedHashMap<>();
    final List<String> outputs = new ArrayList<>();
    String input;

    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<WeightKey, String> weights = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private String scope = "";

    /** Names that follow begin with this. */
    void enter(String layer) {
        scope = layer;
    }

    String freshName(String hint) {
        String base = scope.isEmpty() ? hint : hint.isEmpty() ? scope : scope + "/" + hint;
        String name = base;
        for (int i = 1; !names.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }

    /** Reserves a name for an input or an output. */
    String exactName(String wanted) {
        String name = wanted;
        for (int i = 1; !names.add(name); i++) {
            name = wanted + ":" + i;
        }
        return name;
    }

    String add(String operator, List<String> inputs, Map<String, ?> attributes, Shape physical) {
        String output = freshName(operator.substring(operator.lastIndexOf('.') + 1));
        addNamed(operator, inputs, attributes, output, physical);
        return output;
    }

    void addNamed(
            String operator,
            List<String> inputs,
            Map<String, ?> attributes,
            String output,
            Shape physical) {
        insert(new GraphNode(output, operator, inputs, List.of(output), attributes));
        shapes.put(output, physical);
    }

    List<String> addMany(
            String operator, List<String> inputs, Map<String, ?> attributes, List<Shape> physical) {
        List<String> results = new ArrayList<>();
        for (Shape shape : physical) {
            String name = freshName(operator);
            results.add(name);
            shapes.put(name, shape);
        }
        insert(new GraphNode(results.get(0), operator, inputs, results, attributes));
        return results;
    }

    void addInput(String name, Shape shape) {
        input = exactName(name);
        shapes.put(input, shape);
    }

    String constant(Tensor value) {
        return constant(Weight.of(value));
    }

    String constant(Weight value) {
        String name = freshName("constant");
        constants.put(name, value);
        return name;
    }

    String constant(float value) {
        return constant(Tensor.of(Shape.of(), value));
    }

    /** A weight in the form that an operation needs; computed once for each weight and form. */
    String weight(Tensor original, String form, Supplier<Weight> inForm) {
        return weights.computeIfAbsent(
                new WeightKey(new Identity(original), form),
                key -> {
                    String name = freshName("weight");
                    constants.put(name, inForm.get());
                    return name;
                });
    }

    /** A vector of integers: a shape, axes, bounds. */
    String integers(long... values) {
        String name = freshName("integers");
        integers.put(name, values);
        return name;
    }

    boolean isConstant(String name) {
        return constants.containsKey(name) || integers.containsKey(name);
    }

    /** The shape of a tensor as it lies. */
    Shape shape(String name) {
        Weight constant = constants.get(name);
        if (constant != null) {
            return constant.shape();
        }
        long[] vector = integers.get(name);
        return vector != null ? Shape.of(vector.length) : shapes.get(name);
    }

    void setShape(String name, Shape physical) {
        shapes.put(name, physical);
    }

    /** A copy: the graph may be rewritten while it is walked. */
    List<GraphNode> nodes() {
        return List.copyOf(nodes);
    }

    int size() {
        return nodes.size();
    }

    boolean contains(GraphNode node) {
        return nodes.contains(node);
    }

    /** The operation that computes a tensor; null for an input or a constant. */
    GraphNode producer(String name) {
        return producers.get(name);
    }

    Set<GraphNode> users(String name) {
        return users.getOrDefault(name, Set.of());
    }

    /** The one operation that uses a tensor; null if it is an output or several use it. */
    GraphNode onlyUser(String name) {
        Set<GraphNode> all = users(name);
        return all.size() == 1 && !outputs.contains(name) ? all.iterator().next() : null;
    }

    private void insert(GraphNode node) {
        nodes.add(node);
        node.outputs.forEach(output -> producers.put(output, node));
        node.inputs.forEach(
                name -> users.computeIfAbsent(name, key -> new LinkedHashSet<>(2)).add(node));
    }

    void remove(GraphNode node) {
        nodes.remove(node);
        node.outputs.forEach(output -> producers.remove(output, node));
        node.inputs.forEach(name -> users(name).remove(node));
    }

    /** Lets everything that used one tensor use another. */
    void replaceUses(String name, String other) {
        for (GraphNode user : List.copyOf(users(name))) {
            replaceInput(user, name, other);
        }
        outputs.replaceAll(output -> output.equals(name) ? other : output);
    }

    void replaceInput(GraphNode node, String name, String other) {
        node.inputs.replaceAll(input -> input.equals(name) ? other : input);
        users(name).remove(node);
        users.computeIfAbsent(other, key -> new LinkedHashSet<>(2)).add(node);
    }

    /** Puts another operation with the same result in the place of one. */
    void replace(GraphNode node, String operator, List<String> inputs, Map<String, ?> attributes) {
        Shape shape = shape(node.output());
        remove(node);
        addNamed(operator, inputs, attributes, node.output(), shape);
    }

    /** What the outputs need, each operation after those it depends on. */
    List<GraphNode> sorted() {
        List<GraphNode> sorted = new ArrayList<>(nodes.size());
        Set<GraphNode> done = new HashSet<>();
        Deque<GraphNode> open = new ArrayDeque<>();
        for (String output : outputs) {
            if (producer(output) != null) {
                open.push(producer(output));
            }
            while (!open.isEmpty()) {
                GraphNode node = open.peek();
                boolean ready = true;
                for (int i = node.inputs.size() - 1; i >= 0; i--) {
                    GraphNode before = producer(node.inputs.get(i));
                    if (before != null && !done.contains(before)) {
                        open.push(before);
                        ready = false;
                    }
                }
                if (ready) {
                    open.pop();
                    if (done.add(node)) {
                        sorted.add(node);
                    }
                }
            }
        }
        return sorted;
    }

    /** Drops what no output needs. */
    void prune() {
        Set<GraphNode> needed = new HashSet<>(sorted());
        nodes().stream().filter(node -> !needed.contains(node)).forEach(this::remove);
        constants.keySet().removeIf(name -> users(name).isEmpty() && !outputs.contains(name));
        integers.keySet().removeIf(name -> users(name).isEmpty());
    }
}
