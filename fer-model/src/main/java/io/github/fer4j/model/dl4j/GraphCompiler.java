package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.TensorRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;

/**
 * Turns a Keras network into the configuration of a {@code ComputationGraph}. Only what the outputs
 * depend on becomes a vertex; what changes nothing (dropout) does not.
 */
final class GraphCompiler {
    private final KerasModel model;
    private final ComputationGraphConfiguration.GraphBuilder builder;
    private final Map<TensorRef, String> vertices = new HashMap<>();
    private final Map<String, Vertex> planned = new LinkedHashMap<>();
    private final Map<TensorRef, Integer> readers = new HashMap<>();
    private final Set<TensorRef> exclusive = new HashSet<>();

    private GraphCompiler(KerasModel model) {
        this.model = model;
        this.builder =
                new NeuralNetConfiguration.Builder()
                        .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                        .graphBuilder()
                        .allowDisconnected(true)
                        .validateOutputLayerConfig(false);
    }

    /**
     * A vertex to be.
     *
     * @param layer the layer that it begins with
     * @param step what it computes
     * @param inputs the vertices that go in, for each operand
     * @param shape the shape of its result
     */
    private record Vertex(String layer, Step step, List<String> inputs, Shape shape) {}

    /**
     * A graph's configuration.
     *
     * @param graph the configuration
     * @param outputs for each output of the network, which of the graph's outputs it is
     */
    record Compiled(ComputationGraphConfiguration graph, List<Integer> outputs) {}

    /**
     * @param model a network with one input
     * @return the configuration of its graph
     * @throws ModelFormatException if a layer cannot be expressed; names it
     */
    static Compiled compile(KerasModel model) {
        return new GraphCompiler(model).compile();
    }

    private Compiled compile() {
        TensorRef input = model.inputs().get(0);
        String inputName = name(input);
        builder.addInputs(inputName);
        vertices.put(input, inputName);
        Set<TensorRef> needed = needed();
        for (int i = 0; i < model.nodes().size(); i++) {
            for (int output = 0; output < model.nodes().get(i).outputShapes().size(); output++) {
                TensorRef tensor = new TensorRef(i, output);
                if (needed.contains(tensor) && !vertices.containsKey(tensor)) {
                    addVertex(tensor);
                }
            }
        }
        List<String> outputs = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (TensorRef tensor : model.outputs()) {
            String vertex = vertices.get(tensor);
            if (vertex.equals(inputName)) {
                vertex = passed(tensor, inputName);
            }
            if (!outputs.contains(vertex)) {
                outputs.add(vertex);
            }
            positions.add(outputs.indexOf(vertex));
        }
        planned.forEach(this::add);
        builder.setOutputs(outputs.toArray(String[]::new));
        return new Compiled(builder.build(), positions);
    }

    /** Unique whatever the layers are called. */
    private String name(TensorRef tensor) {
        return "%d.%d %s".formatted(tensor.node(), tensor.output(), model.node(tensor).name());
    }

    /** What the outputs depend on; counts, too, how often each is read. */
    private Set<TensorRef> needed() {
        Set<TensorRef> needed = new HashSet<>();
        Deque<TensorRef> open = new ArrayDeque<>(model.outputs());
        // An output counts as read twice, so that it stays a vertex of its own.
        model.outputs().forEach(output -> readers.merge(output, 2, Integer::sum));
        while (!open.isEmpty()) {
            TensorRef tensor = open.pop();
            if (needed.add(tensor)) {
                List<TensorRef> inputs = model.node(tensor).inputs();
                inputs.forEach(input -> readers.merge(input, 1, Integer::sum));
                open.addAll(inputs);
            }
        }
        return needed;
    }

    private void addVertex(TensorRef tensor) {
        KerasNode node = model.node(tensor);
        if (node.layer().className().equals("InputLayer")) {
            throw Call.refusal(node.layer(), "the network has more than one input");
        }
        if (node.inputs().isEmpty()) {
            throw Call.refusal(node.layer(), "it is called without a tensor");
        }
        Step step = convert(new Call(model, node, tensor.output()));
        List<String> inputs = node.inputs().stream().map(vertices::get).toList();
        TensorRef first = node.inputs().get(0);
        boolean alone = readers.get(tensor) == 1;
        if (step == Step.IDENTITY) {
            vertices.put(tensor, inputs.get(0));
            if (alone && exclusive.contains(first)) {
                exclusive.add(tensor);
            }
            return;
        }
        if (alone) {
            exclusive.add(tensor);
        }
        Vertex before = planned.get(inputs.get(0));
        Optional<Step> both =
                before != null && inputs.size() == 1 && exclusive.contains(first)
                        ? before.step().combined(step)
                        : Optional.empty();
        String name = both.isPresent() ? inputs.get(0) : name(tensor);
        planned.put(
                name,
                both.isPresent()
                        ? new Vertex(
                                before.layer(), both.get(), before.inputs(), model.shape(tensor))
                        : new Vertex(node.layer().name(), step, inputs, model.shape(tensor)));
        vertices.put(tensor, name);
    }

    private void add(String name, Vertex vertex) {
        List<String> distinct = vertex.inputs().stream().distinct().toList();
        List<Integer> operands = vertex.inputs().stream().map(distinct::indexOf).toList();
        builder.addVertex(
                name,
                new OpVertex(vertex.layer(), vertex.step(), operands, vertex.shape()),
                distinct.toArray(String[]::new));
    }

    private static Step convert(Call call) {
        try {
            return LayerConverters.convert(call);
        } catch (ModelFormatException e) {
            throw e;
        } catch (RuntimeException e) {
            // A shape or an argument that no reader should let through.
            throw new ModelFormatException(
                    call.refuse(String.valueOf(e.getMessage())).getMessage(), e);
        }
    }

    /** A graph's output must be a vertex, also where the network passes its input on. */
    private String passed(TensorRef tensor, String input) {
        String name = "output " + name(tensor);
        Step copy = Step.of((in, w) -> Ops.copy(in[0]));
        planned.put(name, new Vertex(name, copy, List.of(input), model.shape(tensor)));
        return name;
    }
}
