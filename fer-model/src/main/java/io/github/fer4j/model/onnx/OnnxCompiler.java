package io.github.fer4j.model.onnx;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.TensorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Translates a Keras network into an ONNX graph that computes the same, with less work: channels
 * second, normalisation folded into the weights, nothing that does nothing.
 */
public final class OnnxCompiler {
    private final LayerConverters converters;

    private OnnxCompiler(LayerConverters converters) {
        this.converters = converters;
    }

    /**
     * @param model a network with one input, of Keras' own layers
     * @return its graph
     * @throws ModelFormatException if a layer or one of its options is not supported; names it
     */
    public static CompiledModel compile(KerasModel model) {
        return compile(model, Map.of());
    }

    /**
     * @param model a network with one input
     * @param custom how layers of a user's own classes are computed, by class name as the file
     *     registers it: {@code shop>Gate}; they go before Keras' own
     * @return its graph
     * @throws ModelFormatException if a layer or one of its options is not supported; names it
     */
    public static CompiledModel compile(KerasModel model, Map<String, LayerConverter> custom) {
        return new OnnxCompiler(new LayerConverters(custom)).translate(model);
    }

    private CompiledModel translate(KerasModel model) {
        if (model.inputs().size() != 1) {
            throw new ModelFormatException(
                    "network '%s' takes %d inputs, which cannot be run; one picture is accepted"
                            .formatted(model.name(), model.inputs().size()));
        }
        Graph graph = new Graph();
        Ops ops = new Ops(graph);
        TensorRef input = model.inputs().get(0);
        Shape inputShape = model.shape(input).with(0, Shape.UNKNOWN);
        graph.addInput(model.node(input).name(), inputShape);
        Map<TensorRef, Symbol> symbols = new HashMap<>();
        symbols.put(input, Symbol.of(graph.input, inputShape, Layout.logical(inputShape.rank())));
        int unchanged = 0;
        for (int i = 0; i < model.nodes().size(); i++) {
            KerasNode node = model.nodes().get(i);
            if (i != input.node()) {
                unchanged += convert(node, i, symbols, ops);
            }
        }
        List<Network.Output> outputs = new ArrayList<>();
        for (TensorRef output : model.outputs()) {
            Symbol symbol = ops.logical(symbols.get(output));
            graph.outputs.add(ops.name(symbol));
            String name = graph.exactName(model.node(output).name());
            outputs.add(new Network.Output(name, symbol.shape()));
        }
        int before = graph.size() + unchanged;
        Optimizer.run(graph);
        return new CompiledModel(graph, model.name(), inputShape, outputs, before);
    }

    /** Returns how many operations a plain translation would have had for nothing. */
    private int convert(KerasNode node, int index, Map<TensorRef, Symbol> symbols, Ops ops) {
        int before = ops.graph.size();
        ops.graph.enter(node.name());
        Conversion call = new Conversion(node, symbols::get, ops, converters);
        List<Symbol> results = converters.convert(call);
        for (int output = 0; output < results.size(); output++) {
            symbols.put(new TensorRef(index, output), results.get(output));
        }
        return ops.graph.size() == before ? 1 : 0;
    }
}
