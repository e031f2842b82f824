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
import java.util.List;
import java.util.Map;
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
        builder.setOutputs(outputs.toArray(String[]::new));
        return new Compiled(builder.build(), positions);
    }

    /** Unique whatever the layers are called. */
    private String name(TensorRef tensor) {
        return "%d.%d %s".formatted(tensor.node(), tensor.output(), model.node(tensor).name());
    }

    /** What the outputs depend on. */
    private Set<TensorRef> needed() {
        Set<TensorRef> needed = new HashSet<>();
        Deque<TensorRef> open = new ArrayDeque<>(model.outputs());
        while (!open.isEmpty()) {
            TensorRef tensor = open.pop();
            if (needed.add(tensor)) {
                open.addAll(model.node(tensor).inputs());
            }
        }
        return needed;
    }

    private void addVertex(TensorRef tensor) {
        KerasNode node = model.node(tensor);
        if (node.layer().className().equals("InputLayer")) {
            throw Call.refusal(node.layer(), "the network has more than one input");
        }
        Step step = convert(new Call(model, node, tensor.output()));
        List<String> inputs = node.inputs().stream().map(vertices::get).toList();
        if (step == Step.IDENTITY) {
            vertices.put(tensor, inputs.get(0));
            return;
        }
        List<String> distinct = inputs.stream().distinct().toList();
        List<Integer> operands = inputs.stream().map(distinct::indexOf).toList();
        String name = name(tensor);
        builder.addVertex(
                name,
                new OpVertex(node.layer().name(), step, operands, model.shape(tensor)),
                distinct.toArray(String[]::new));
        vertices.put(tensor, name);
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
        Shape shape = model.shape(tensor);
        builder.addVertex(
                name,
                new OpVertex(name, Step.of((in, w) -> Ops.copy(in[0])), List.of(0), shape),
                input);
        return name;
    }
}
