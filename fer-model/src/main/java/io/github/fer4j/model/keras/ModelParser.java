package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.ParsedModel.ParsedCall;
import io.github.fer4j.model.keras.ParsedModel.ParsedTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A network's configuration, as JSON has it, into a {@link ParsedModel}. */
final class ModelParser {
    private static final int MAX_MODELS_INSIDE_EACH_OTHER = 100;
    private static final int MAX_LAYERS = 100_000;

    private final LayerParser layerParser;
    private int layers;

    private ModelParser(int kerasMajor) {
        layerParser = new LayerParser(kerasMajor);
    }

    /**
     * @param entry {@code class_name}, {@code config} and what else is there
     * @param kerasMajor the major version of the Keras that wrote it
     */
    static ParsedModel parse(Map<String, Object> entry, int kerasMajor) {
        if (!(entry.get("class_name") instanceof String className)) {
            throw new ModelFormatException(
                    "no Keras network: class_name is missing, found only the keys "
                            + new ArrayList<>(entry.keySet()).stream().limit(10).toList());
        }
        if (!isModel(entry)) {
            throw new ModelFormatException(
                    ("class %s is no Sequential or Functional model; a subclassed model's file does"
                                    + " not hold its layers' configuration, so rebuild it as a"
                                    + " Functional model and save that")
                            .formatted(className));
        }
        return new ModelParser(kerasMajor)
                .model(entry, className.toLowerCase(java.util.Locale.ROOT), 0);
    }

    /** A subclass of Model that was built by Functional's way has a Functional's configuration. */
    private static boolean isModel(Map<String, Object> entry) {
        Object config = entry.get("config");
        if ("Sequential".equals(entry.get("class_name"))) {
            return true;
        }
        if (config instanceof Map<?, ?> map) {
            return map.get("layers") instanceof List
                    && (map.containsKey("input_layers") || map.containsKey("output_layers"));
        }
        return false;
    }

    private ParsedModel model(Map<String, Object> entry, String otherwiseNamed, int depth) {
        if (depth > MAX_MODELS_INSIDE_EACH_OTHER) {
            throw new ModelFormatException(
                    "more than %d models inside each other"
                            .formatted(MAX_MODELS_INSIDE_EACH_OTHER));
        }
        Object config = entry.get("config");
        // Keras before 2.2 wrote a Sequential's layers as a bare list.
        Map<?, ?> map =
                config instanceof Map<?, ?> given ? given : Map.of("layers", orEmpty(config));
        String name = map.get("name") instanceof String given ? given : otherwiseNamed;
        boolean trainable = !Boolean.FALSE.equals(map.get("trainable"));
        if (!(map.get("layers") instanceof List<?> list)) {
            throw new ModelFormatException(
                    "model '%s' has no list of layers, found %s"
                            .formatted(name, Json.kind(map.get("layers"))));
        }
        if (list.isEmpty()) {
            throw new ModelFormatException("model '%s' has no layers".formatted(name));
        }
        return "Sequential".equals(entry.get("class_name"))
                ? sequential(name, trainable, list, entry, map, depth)
                : functional(name, trainable, list, map, depth);
    }

    private static List<?> orEmpty(Object config) {
        return config instanceof List<?> list ? list : List.of();
    }

    private ParsedModel functional(
            String name, boolean trainable, List<?> list, Map<?, ?> config, int depth) {
        List<ParsedLayer> parsed = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object item : list) {
            Map<String, Object> entry = entry(item, name);
            ParsedLayer layer =
                    layer(entry, depth, InboundNodes.parse(LayerParser.name(entry, ""), entry));
            if (!names.add(layer.name())) {
                throw new ModelFormatException(
                        "model '%s' has two layers named '%s'".formatted(name, layer.name()));
            }
            parsed.add(layer);
        }
        List<ParsedTensor> inputs = InboundNodes.tensors(config.get("input_layers"));
        List<ParsedTensor> outputs = InboundNodes.tensors(config.get("output_layers"));
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new ModelFormatException(
                    "model '%s' names no %s"
                            .formatted(name, inputs.isEmpty() ? "input layers" : "output layers"));
        }
        return new ParsedModel(name, false, trainable, parsed, inputs, outputs);
    }

    private ParsedModel sequential(
            String name,
            boolean trainable,
            List<?> list,
            Map<String, Object> modelEntry,
            Map<?, ?> config,
            int depth) {
        List<ParsedLayer> parsed = new ArrayList<>();
        Set<String> names = new HashSet<>();
        ParsedTensor last = null;
        for (Object item : list) {
            Map<String, Object> entry = entry(item, name);
            if (last == null && !"InputLayer".equals(entry.get("class_name"))) {
                ParsedLayer input = impliedInput(name, entry, modelEntry, config);
                parsed.add(input);
                names.add(input.name());
                last = new ParsedTensor(input.name(), 0, 0);
            }
            List<ParsedCall> calls =
                    last == null
                            ? List.of(new ParsedCall(List.of(), Map.of()))
                            : List.of(new ParsedCall(List.of(last), Map.of()));
            ParsedLayer layer = layer(entry, depth, calls);
            if (last != null && layer.isInput()) {
                throw new ModelFormatException(
                        "model '%s' has a second input layer '%s'".formatted(name, layer.name()));
            }
            if (!names.add(layer.name())) {
                throw new ModelFormatException(
                        "model '%s' has two layers named '%s'".formatted(name, layer.name()));
            }
            parsed.add(layer);
            last = new ParsedTensor(layer.name(), 0, 0);
        }
        ParsedTensor first = new ParsedTensor(parsed.get(0).name(), 0, 0);
        return new ParsedModel(name, true, trainable, parsed, List.of(first), List.of(last));
    }

    /** The input of a Sequential that says its input's shape elsewhere, or nowhere. */
    private ParsedLayer impliedInput(
            String model, Map<String, Object> first, Map<String, Object> entry, Map<?, ?> config) {
        Object shape =
                InputShapes.ofLayer(first)
                        .or(() -> Optional.ofNullable(config.get("build_input_shape")))
                        .or(() -> InputShapes.ofBuildConfig(entry))
                        .orElse(null);
        Map<String, Object> values = new LinkedHashMap<>();
        if (shape != null) {
            values.put("batch_shape", shape);
        }
        return layerParser.input(LayerParser.name(first, "layer") + "_input", values);
    }

    private ParsedLayer layer(Map<String, Object> entry, int depth, List<ParsedCall> calls) {
        if (++layers > MAX_LAYERS) {
            throw new ModelFormatException("more than %,d layers".formatted(MAX_LAYERS));
        }
        String className = (String) entry.get("class_name");
        if (isModel(entry)) {
            String name = LayerParser.name(entry, "sequential_" + layers);
            ParsedModel model = model(entry, name, depth + 1);
            return new ParsedLayer(
                    name,
                    className(className),
                    new LayerConfig(name, Map.of()),
                    ParsedLayer.Storage.plain(className, model.trainable()),
                    model,
                    calls);
        }
        String otherwise = className.toLowerCase(java.util.Locale.ROOT) + "_" + layers;
        return layerParser.parse(entry, LayerParser.name(entry, otherwise), calls);
    }

    private static String className(String fileClassName) {
        return fileClassName.equals("Sequential") ? fileClassName : "Functional";
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> entry(Object item, String model) {
        if (item instanceof Map<?, ?> map && map.get("class_name") instanceof String) {
            return (Map<String, Object>) map;
        }
        throw new ModelFormatException(
                "model '%s': a layer must be an object with a class_name, found %s"
                        .formatted(model, Json.kind(item)));
    }
}
