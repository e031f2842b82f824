package io.github.fer4j.model.keras;

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

/** A functional model's configuration as Keras 3 writes it. */
final class Keras3Config {
    private final KerasModel model;
    private final List<KerasLayer> layers;
    private final CallIndex calls;

    private Keras3Config(KerasModel model, List<KerasLayer> layers) {
        this.model = model;
        this.layers = layers;
        this.calls = new CallIndex(model);
    }

    /**
     * @param model a network that was lowered for Keras 3
     * @param layers its layers in Keras' order
     */
    static Map<String, Object> of(KerasModel model, List<KerasLayer> layers) {
        return new Keras3Config(model, layers).model();
    }

    private Map<String, Object> model() {
        List<Object> entries = new ArrayList<>();
        for (KerasLayer layer : layers) {
            entries.add(entry(layer));
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("name", model.name());
        config.put("trainable", true);
        config.put("layers", entries);
        config.put("input_layers", calls.histories(model.inputs()));
        config.put("output_layers", calls.histories(model.outputs()));
        Map<String, Object> object =
                object("keras.src.models.functional", "Functional", config, "Functional");
        Map<String, Object> build = new LinkedHashMap<>();
        build.put("input_shape", null);
        object.put("build_config", build);
        return object;
    }

    private Map<String, Object> entry(KerasLayer layer) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("name", layer.name());
        Map<String, Object> object;
        KerasNode call = calls.nodes(layer).get(0);
        if (KerasOperations.isOperation(call, WrittenDialect.KERAS3)) {
            NamedOperation operation = operation(layer);
            config.putAll(operation.config());
            String module = "keras.src.ops." + KerasOperations.module(operation.name());
            object = object(module, operation.name(), config, operation.name());
        } else if (layer.className().contains(">")) {
            config.putAll(CustomLayers.config(layer));
            String className = CustomLayers.simpleName(layer.className());
            object = object(null, className, config, layer.className());
        } else {
            config.put("dtype", "float32");
            config.putAll(LayerKeys.spelled(layer, WrittenDialect.KERAS3));
            config.putAll(TrainingKeys.kept(layer));
            object = object("keras.layers", layer.className(), config, null);
        }
        object.put("name", layer.name());
        List<Object> inbound = new ArrayList<>();
        for (KerasNode node : calls.nodes(layer)) {
            if (!layer.className().equals("InputLayer")) {
                inbound.add(inbound(node));
            }
        }
        object.put("inbound_nodes", inbound);
        return object;
    }

    private static NamedOperation operation(KerasLayer layer) {
        if (layer.className().equals("Activation")) {
            Activation activation = layer.config().activation("activation");
            return WrittenDialect.KERAS3.activationOperation(activation).orElseThrow();
        }
        Map<String, Object> config = new LinkedHashMap<>(layer.config().asMap());
        for (String key : List.of("transpose_a", "transpose_b")) {
            Object transposed = config.remove(key);
            if (Boolean.TRUE.equals(transposed)) {
                throw layer.config().wrong(key, true, "false for Keras 3");
            }
        }
        return new NamedOperation(layer.className(), config);
    }

    private static Map<String, Object> object(
            String module, String className, Map<String, Object> config, String registeredName) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("module", module);
        object.put("class_name", className);
        object.put("config", config);
        object.put("registered_name", registeredName);
        return object;
    }

    private Map<String, Object> inbound(KerasNode node) {
        List<Object> positional = new ArrayList<>();
        node.arguments().forEach(argument -> positional.add(value(argument)));
        Map<String, Object> named = new LinkedHashMap<>();
        node.keywords().forEach((key, argument) -> named.put(key, value(argument)));
        Map<String, Object> inbound = new LinkedHashMap<>();
        inbound.put("args", positional);
        inbound.put("kwargs", named);
        return inbound;
    }

    private Object value(KerasArgument argument) {
        if (argument instanceof TensorArgument tensor) {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("shape", KerasJson.shape(model.shape(tensor.tensor())));
            config.put("dtype", "float32");
            config.put("keras_history", calls.history(tensor.tensor()));
            return special("__keras_tensor__", config);
        } else if (argument instanceof ListArgument list) {
            List<Object> items = new ArrayList<>();
            list.items().forEach(item -> items.add(value(item)));
            return items;
        } else if (argument instanceof ArrayArgument array) {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("value", KerasJson.nested(array.value()));
            config.put("dtype", "float32");
            return special("__tensor__", config);
        } else if (argument instanceof NumberArgument number) {
            return KerasJson.number(number.value());
        } else if (argument instanceof TextArgument text) {
            return text.value();
        } else if (argument instanceof FlagArgument flag) {
            return flag.value();
        } else if (argument instanceof SliceArgument slice) {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("start", value(slice.start()));
            config.put("stop", value(slice.stop()));
            config.put("step", value(slice.step()));
            return special("__slice__", config);
        } else if (argument instanceof EllipsisArgument) {
            return special("__ellipsis__", Map.of());
        } else if (argument instanceof NoneArgument) {
            return null;
        }
        throw new IllegalStateException("no such argument: " + argument);
    }

    private static Map<String, Object> special(String className, Map<String, Object> config) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("class_name", className);
        object.put("config", config);
        return object;
    }
}
