package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.KerasArgument.ArrayArgument;
import io.github.fer4j.model.keras.KerasArgument.EllipsisArgument;
import io.github.fer4j.model.keras.KerasArgument.FlagArgument;
import io.github.fer4j.model.keras.KerasArgument.ListArgument;
import io.github.fer4j.model.keras.KerasArgument.NoneArgument;
import io.github.fer4j.model.keras.KerasArgument.NumberArgument;
import io.github.fer4j.model.keras.KerasArgument.SliceArgument;
import io.github.fer4j.model.keras.KerasArgument.TensorArgument;
import io.github.fer4j.model.keras.KerasArgument.TextArgument;
import io.github.fer4j.model.keras.WrittenDialect.NamedOperation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A functional model's configuration as Keras 2 writes it. */
final class Keras2Config {
    private final KerasModel model;
    private final List<KerasLayer> layers;
    private final CallIndex calls;

    private Keras2Config(KerasModel model, List<KerasLayer> layers) {
        this.model = model;
        this.layers = layers;
        this.calls = new CallIndex(model);
    }

    /**
     * @param model a network that was lowered for Keras 2
     * @param layers its layers in Keras' order
     */
    static Map<String, Object> of(KerasModel model, List<KerasLayer> layers) {
        return new Keras2Config(model, layers).model();
    }

    private Map<String, Object> model() {
        List<Object> entries = new ArrayList<>();
        for (KerasLayer layer : layers) {
            entries.add(entry(layer));
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("name", model.name());
        config.put("layers", entries);
        config.put("input_layers", calls.histories(model.inputs()));
        config.put("output_layers", calls.histories(model.outputs()));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("class_name", "Functional");
        object.put("config", config);
        object.put("keras_version", KerasWriter.KERAS2_VERSION);
        object.put("backend", "tensorflow");
        return object;
    }

    private Map<String, Object> entry(KerasLayer layer) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("name", layer.name());
        String className = layer.className();
        KerasNode call = calls.nodes(layer).get(0);
        boolean operation = KerasOperations.isOperation(call, WrittenDialect.KERAS2);
        if (operation) {
            boolean slicing = className.equals("GetItem");
            className = slicing ? "SlicingOpLambda" : "TFOpLambda";
            config.put("dtype", "float32");
            config.put("function", slicing ? "__operators__.getitem" : operation(layer).name());
        } else if (className.contains(">")) {
            config.putAll(CustomLayers.config(layer));
        } else {
            config.put("dtype", "float32");
            config.putAll(LayerKeys.spelled(layer, WrittenDialect.KERAS2));
            config.putAll(TrainingKeys.of(layer));
            if (className.equals("InputLayer")) {
                config.put("sparse", false);
            } else if (className.equals("MultiHeadAttention")) {
                attentionShapes(call, config);
            }
        }
        List<Object> inbound = new ArrayList<>();
        for (KerasNode node : calls.nodes(layer)) {
            if (!className.equals("InputLayer")) {
                inbound.add(operation ? operationNode(node) : layerNode(node));
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("class_name", className);
        object.put("config", config);
        object.put("name", layer.name());
        object.put("inbound_nodes", inbound);
        return object;
    }

    /** The function and what it is called with beside tensors. */
    private static NamedOperation operation(KerasLayer layer) {
        if (layer.className().equals("Activation")) {
            Activation activation = layer.config().activation("activation");
            return WrittenDialect.KERAS2.activationOperation(activation).orElseThrow();
        }
        TensorFlowFunction function = function(layer);
        Map<String, Object> named = new LinkedHashMap<>();
        layer.config()
                .asMap()
                .forEach(
                        (key, value) -> {
                            if (function.config().containsKey(key)) {
                                named.put(function.config().get(key), value);
                            } else if (value != null) {
                                throw layer.config().wrong(key, value, "absent for Keras 2");
                            }
                        });
        return new NamedOperation(function.name(), named);
    }

    private static TensorFlowFunction function(KerasLayer operation) {
        return TensorFlowFunction.find(operation.className())
                .orElseThrow(
                        () ->
                                new ModelFormatException(
                                        ("layer '%s': the operation %s cannot be written for Keras"
                                                        + " 2; write .keras or .onnx instead")
                                                .formatted(
                                                        operation.name(), operation.className())));
    }

    /** Keras 2 builds it from the shapes in its configuration. */
    private void attentionShapes(KerasNode node, Map<String, Object> config) {
        List<TensorRef> inputs = node.inputs();
        TensorRef query = inputs.get(0);
        TensorRef value = inputs.size() > 1 ? inputs.get(1) : query;
        config.put("query_shape", KerasJson.shape(model.shape(query)));
        config.put(
                "key_shape",
                KerasJson.shape(model.shape(inputs.size() > 2 ? inputs.get(2) : value)));
        config.put("value_shape", KerasJson.shape(model.shape(value)));
    }

    /** A list of {@code [layer, call, output, {named arguments}]}, one for each tensor. */
    private List<Object> layerNode(KerasNode node) {
        Map<String, Object> named = new LinkedHashMap<>();
        node.keywords().forEach((key, argument) -> named.put(key, value(node, argument)));
        List<KerasArgument> positional = node.arguments();
        if (positional.size() > 1) {
            List<String> names =
                    node.layer().className().equals("MultiHeadAttention")
                            ? List.of("query", "value", "key")
                            : List.of();
            if (positional.size() > names.size()) {
                throw new ModelFormatException(
                        "layer '%s' (%s) is called with %d arguments, which Keras 2 cannot write"
                                .formatted(
                                        node.layer().name(),
                                        node.layer().className(),
                                        positional.size()));
            }
            for (int i = 1; i < positional.size(); i++) {
                named.put(names.get(i), value(node, positional.get(i)));
            }
        }
        return tensors(node, positional.get(0), named);
    }

    private List<Object> tensors(
            KerasNode node, KerasArgument argument, Map<String, Object> named) {
        List<KerasArgument> items =
                argument instanceof ListArgument list ? list.items() : List.of(argument);
        List<Object> entries = new ArrayList<>();
        for (KerasArgument item : items) {
            if (!(item instanceof TensorArgument tensor)) {
                throw new ModelFormatException(
                        "layer '%s' (%s) is called with a constant, which Keras 2 cannot write"
                                .formatted(node.layer().name(), node.layer().className()));
            }
            List<Object> entry = calls.history(tensor.tensor());
            entry.add(named);
            entries.add(entry);
        }
        return entries;
    }

    private List<Object> operationNode(KerasNode node) {
        KerasLayer layer = node.layer();
        Map<String, Object> named = new LinkedHashMap<>();
        List<KerasArgument> positional = node.arguments();
        if (layer.className().equals("GetItem")) {
            KerasArgument key =
                    node.argument(1, "key")
                            .orElseThrow(() -> layer.config().wrong("key", "absent", "an index"));
            List<KerasArgument> items =
                    key instanceof ListArgument list ? list.items() : List.of(key);
            named.put("slice_spec", items.stream().map(Keras2Config::index).toList());
        } else {
            named.putAll(operation(layer).config());
            node.keywords().forEach((key, argument) -> named.put(key, value(node, argument)));
            for (int i = 1; i < positional.size(); i++) {
                List<String> parameters = function(layer).parameters();
                if (i >= parameters.size()) {
                    throw layer.config().wrong("arguments", positional.size(), "fewer for Keras 2");
                }
                named.put(parameters.get(i), value(node, positional.get(i)));
            }
        }
        KerasArgument first = positional.get(0);
        if (first instanceof ListArgument) {
            return tensors(node, first, named);
        }
        List<Object> entry = new ArrayList<>();
        if (first instanceof TensorArgument tensor) {
            entry.addAll(calls.history(tensor.tensor()));
        } else {
            entry.add("_CONSTANT_VALUE");
            entry.add(-1L);
            entry.add(value(node, first));
        }
        entry.add(named);
        return entry;
    }

    private static Object index(KerasArgument item) {
        Map<String, Object> index = new LinkedHashMap<>();
        if (item instanceof SliceArgument slice) {
            index.put("start", bound(slice.start()));
            index.put("stop", bound(slice.stop()));
            index.put("step", bound(slice.step()));
            return index;
        } else if (item instanceof EllipsisArgument) {
            index.put("class_name", "__ellipsis__");
            return index;
        }
        return bound(item);
    }

    private static Object bound(KerasArgument bound) {
        return bound instanceof NumberArgument number ? KerasJson.number(number.value()) : null;
    }

    private Object value(KerasNode node, KerasArgument argument) {
        if (argument instanceof TensorArgument tensor) {
            return calls.history(tensor.tensor());
        } else if (argument instanceof ListArgument list) {
            List<Object> items = new ArrayList<>();
            list.items().forEach(item -> items.add(value(node, item)));
            return items;
        } else if (argument instanceof ArrayArgument array) {
            return KerasJson.nested(array.value());
        } else if (argument instanceof NumberArgument number) {
            return KerasJson.number(number.value());
        } else if (argument instanceof TextArgument text) {
            return text.value();
        } else if (argument instanceof FlagArgument flag) {
            return flag.value();
        } else if (argument instanceof NoneArgument) {
            return null;
        }
        throw new ModelFormatException(
                "layer '%s' (%s): an argument cannot be written for Keras 2"
                        .formatted(node.layer().name(), node.layer().className()));
    }
}
