package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.ParsedModel.ParsedTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Inlines nested models, orders the calls and works out every shape. */
final class ModelBuilder {
    /** Values of one picture that one layer gives out: 1 GiB. */
    private static final long MAX_OUTPUT_VALUES = 1L << 28;

    private static final long MAX_NODES = 200_000;

    private final LayerCatalog catalog;
    private final Map<ParsedLayer, BuiltLayer> layers = new IdentityHashMap<>();
    private final List<BuiltModel.Node> nodes = new ArrayList<>();
    private final Map<BuiltLayer, Integer> calls = new IdentityHashMap<>();
    private final Set<String> layerNames = new HashSet<>();
    private final Set<String> nodeNames = new HashSet<>();

    private ModelBuilder(LayerCatalog catalog) {
        this.catalog = catalog;
    }

    static BuiltModel build(ParsedModel model, LayerCatalog catalog) {
        ModelBuilder builder = new ModelBuilder(catalog);
        List<TensorRef> inputs = builder.inputs(model);
        List<TensorRef> outputs = builder.inline(model, "", inputs);
        return new BuiltModel(model, builder.layers, builder.nodes, inputs, outputs);
    }

    private List<TensorRef> inputs(ParsedModel model) {
        CallOrder order = new CallOrder(model);
        List<TensorRef> inputs = new ArrayList<>();
        for (ParsedTensor tensor : model.inputs()) {
            ParsedLayer layer = order.resolve(tensor, "").layer();
            if (!layer.isInput()) {
                throw new ModelFormatException(
                        "model '%s': its input '%s' is no InputLayer but %s"
                                .formatted(model.name(), layer.name(), layer.className()));
            }
            inputs.add(call(layer, layer.name(), List.of(), Map.of()).get(0));
        }
        return inputs;
    }

    /**
     * @param prefix the names of the models around, each with a slash after it
     * @param inputs what the model is called with
     * @return what comes out
     */
    private List<TensorRef> inline(ParsedModel model, String prefix, List<TensorRef> inputs) {
        if (inputs.size() != model.inputs().size()) {
            throw new ModelFormatException(
                    "model '%s' takes %d tensors, is called with %d"
                            .formatted(model.name(), model.inputs().size(), inputs.size()));
        }
        CallOrder order = new CallOrder(model);
        Map<CallOrder.Call, List<TensorRef>> computed = new IdentityHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            computed.put(order.resolve(model.inputs().get(i), ""), List.of(inputs.get(i)));
        }
        for (CallOrder.Call call : order.calls()) {
            if (computed.containsKey(call)) {
                continue;
            }
            ParsedLayer layer = call.layer();
            if (layer.isInput()) {
                throw new ModelFormatException(
                        "model '%s': InputLayer '%s' is not among its inputs"
                                .formatted(model.name(), layer.name()));
            }
            Arguments resolver =
                    new Arguments(
                            layer.name(),
                            tensor -> lookUp(order, model, computed, tensor, layer.name()));
            List<KerasArgument> arguments = resolver.resolve(call.arguments().arguments());
            Map<String, KerasArgument> keywords = resolver.resolve(call.arguments().keywords());
            computed.put(call, called(layer, prefix, arguments, keywords));
        }
        List<TensorRef> outputs = new ArrayList<>();
        for (ParsedTensor tensor : model.outputs()) {
            outputs.add(lookUp(order, model, computed, tensor, ""));
        }
        return outputs;
    }

    private List<TensorRef> called(
            ParsedLayer layer,
            String prefix,
            List<KerasArgument> arguments,
            Map<String, KerasArgument> keywords) {
        String name = prefix + layer.name();
        if (ScaledSum.is(layer)) {
            return scaledSum(layer, name, arguments);
        }
        if (layer.model().isEmpty()) {
            return layer.storage().wrapping() == ParsedLayer.Wrapping.TIME_DISTRIBUTED
                    ? eachStep(layer, name, arguments)
                    : call(layer, name, arguments, keywords);
        }
        List<TensorRef> inputs = new ArrayList<>();
        arguments.forEach(argument -> argument.collectTensors(inputs));
        keywords.values().forEach(argument -> argument.collectTensors(inputs));
        return inline(layer.model().get(), name + "/", inputs);
    }

    /** Steps become pictures of a longer batch and steps again. */
    private List<TensorRef> eachStep(
            ParsedLayer layer, String name, List<KerasArgument> arguments) {
        List<TensorRef> inputs = new ArrayList<>();
        arguments.forEach(argument -> argument.collectTensors(inputs));
        if (inputs.size() != 1) {
            throw new ModelFormatException(
                    "layer '%s' is TimeDistributed and takes one tensor, got %d"
                            .formatted(name, inputs.size()));
        }
        Shape input = shape(inputs.get(0));
        if (TimeSteps.isAlongLastAxis(layer)) {
            return call(layer, name, arguments, Map.of());
        }
        TensorRef joined =
                call(TimeSteps.join(layer, input), name + "/join", arguments, Map.of()).get(0);
        TensorRef answer =
                call(layer, name, List.of(new KerasArgument.TensorArgument(joined)), Map.of())
                        .get(0);
        return call(
                TimeSteps.part(layer, input, shape(answer)),
                name + "/part",
                List.of(new KerasArgument.TensorArgument(answer)),
                Map.of());
    }

    private List<TensorRef> scaledSum(
            ParsedLayer layer, String name, List<KerasArgument> arguments) {
        List<TensorRef> inputs = new ArrayList<>();
        arguments.forEach(argument -> argument.collectTensors(inputs));
        if (inputs.size() != 2) {
            throw new ModelFormatException(
                    "layer '%s' adds two tensors, got %d".formatted(name, inputs.size()));
        }
        TensorRef scaled =
                call(
                                ScaledSum.scale(layer),
                                name + "/scaled",
                                List.of(new KerasArgument.TensorArgument(inputs.get(1))),
                                Map.of())
                        .get(0);
        return call(
                ScaledSum.add(layer),
                name,
                List.of(
                        new KerasArgument.ListArgument(
                                List.of(
                                        new KerasArgument.TensorArgument(inputs.get(0)),
                                        new KerasArgument.TensorArgument(scaled)))),
                Map.of());
    }

    private Shape shape(TensorRef tensor) {
        return nodes.get(tensor.node()).outputShapes().get(tensor.output());
    }

    private static TensorRef lookUp(
            CallOrder order,
            ParsedModel model,
            Map<CallOrder.Call, List<TensorRef>> computed,
            ParsedTensor tensor,
            String askedBy) {
        List<TensorRef> outputs = computed.get(order.resolve(tensor, askedBy));
        if (outputs == null || tensor.output() < 0 || tensor.output() >= outputs.size()) {
            throw new ModelFormatException(
                    "model '%s': output %d of layer '%s' is asked for, it has %d"
                            .formatted(
                                    model.name(),
                                    tensor.output(),
                                    tensor.layer(),
                                    outputs == null ? 0 : outputs.size()));
        }
        return outputs.get(tensor.output());
    }

    private List<TensorRef> call(
            ParsedLayer parsed,
            String name,
            List<KerasArgument> arguments,
            Map<String, KerasArgument> keywords) {
        if (nodes.size() >= MAX_NODES) {
            throw new ModelFormatException("more than %,d calls of layers".formatted(MAX_NODES));
        }
        LayerDefinition definition = catalog.find(name, parsed);
        LayerCall call =
                new LayerCall(
                        name,
                        parsed.className(),
                        parsed.config(),
                        arguments,
                        keywords,
                        this::shape);
        BuiltLayer layer = layers.get(parsed);
        List<Shape> shapes;
        List<WeightSpec> specs;
        try {
            shapes = definition.outputShapes(call);
            specs = weights(definition, call, parsed);
        } catch (ArithmeticException | IndexOutOfBoundsException | IllegalArgumentException e) {
            // Products of absurd sizes overflow, and negative ones are no shape.
            ModelFormatException error =
                    call.error("cannot take %s: %s".formatted(call.inputShapes(), e.getMessage()));
            error.initCause(e);
            throw error;
        }
        if (layer == null) {
            layer = new BuiltLayer(parsed, unique(name, layerNames, "_"), specs);
            layers.put(parsed, layer);
        } else if (!layer.specs().equals(specs)) {
            throw call.error(
                    "is called with %s, which does not fit its weights from an earlier call"
                            .formatted(call.inputShapes()));
        }
        for (Shape shape : shapes) {
            check(call, shape);
        }
        int count = calls.merge(layer, 1, Integer::sum);
        String nodeName = count == 1 ? layer.name() : layer.name() + ":" + (count - 1);
        nodes.add(
                new BuiltModel.Node(
                        unique(nodeName, nodeNames, "_"), layer, arguments, keywords, shapes));
        List<TensorRef> outputs = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            outputs.add(new TensorRef(nodes.size() - 1, i));
        }
        return outputs;
    }

    private static List<WeightSpec> weights(
            LayerDefinition definition, LayerCall call, ParsedLayer parsed) {
        List<WeightSpec> specs = definition.weights(call);
        if (parsed.storage().wrapping() == ParsedLayer.Wrapping.NONE || specs.isEmpty()) {
            return specs;
        }
        List<WeightSpec> wrapped = new ArrayList<>();
        for (WeightSpec spec : specs) {
            wrapped.add(spec.in(spec.part().isEmpty() ? "layer" : "layer/" + spec.part()));
        }
        if (parsed.storage().wrapping() == ParsedLayer.Wrapping.SPECTRAL) {
            int last = specs.get(0).shape().size(-1);
            wrapped.add(WeightSpec.of(BuiltLayer.TRAINING_ONLY, 1, last).notTrainable());
        }
        return wrapped;
    }

    private static void check(LayerCall call, Shape shape) {
        long values = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            int size = shape.size(axis);
            if (size == 0) {
                throw call.error(
                        "has an empty output %s for the input %s"
                                .formatted(shape, call.inputShapes()));
            }
            values =
                    Math.multiplyHigh(values, Math.max(1, size)) != 0
                            ? Long.MAX_VALUE
                            : values * Math.max(1, size);
            if (values < 0 || values > MAX_OUTPUT_VALUES) {
                throw call.error(
                        "has an output of the shape %s, more than the %,d values that are accepted"
                                .formatted(shape, MAX_OUTPUT_VALUES));
            }
        }
    }

    private static String unique(String name, Set<String> taken, String separator) {
        String unique = name;
        for (int i = 1; !taken.add(unique); i++) {
            unique = name + separator + i;
        }
        return unique;
    }
}
