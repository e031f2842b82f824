package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.ParsedLayer.Storage;
import io.github.fer4j.model.keras.ParsedLayer.Wrapping;
import io.github.fer4j.model.keras.ParsedModel.ParsedCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One layer's entry of a configuration, nested models apart, into a {@link ParsedLayer}. */
final class LayerParser {
    private final Dialect dialect;
    private final Activations activations;

    LayerParser(int kerasMajor) {
        activations = new Activations(kerasMajor);
        dialect = new Dialect(kerasMajor, activations);
    }

    /** An input layer that the file does not have. */
    ParsedLayer input(String name, Map<String, Object> config) {
        return new ParsedLayer(
                name,
                "InputLayer",
                dialect.layer(name, "InputLayer", config).layerConfig(name),
                Storage.plain("InputLayer", true),
                null,
                List.of(new ParsedCall(List.of(), Map.of())));
    }

    ParsedLayer parse(Map<String, Object> entry, String name, List<ParsedCall> calls) {
        String className = (String) entry.get("class_name");
        Map<String, Object> config = objectOrEmpty(entry.get("config"), name);
        boolean trainable = !Boolean.FALSE.equals(config.get("trainable"));
        Wrapping wrapping =
                switch (className) {
                    case "TimeDistributed" -> Wrapping.TIME_DISTRIBUTED;
                    case "SpectralNormalization" -> Wrapping.SPECTRAL;
                    default -> Wrapping.NONE;
                };
        if (wrapping != Wrapping.NONE) {
            return wrapped(name, className, config, wrapping, trainable, calls);
        }
        Optional<TensorOperations.Operation> operation =
                operation(entry, name, className, config, calls);
        if (operation.isPresent()) {
            TensorOperations.Operation found = operation.get();
            return new ParsedLayer(
                    name,
                    found.className(),
                    new LayerConfig(name, found.config()),
                    new Storage(className, trainable, false, isOperation(entry), Wrapping.NONE),
                    null,
                    found.calls());
        }
        Dialect.Spelled spelled = dialect.layer(name, registeredName(entry, className), config);
        return new ParsedLayer(
                name,
                spelled.className(),
                spelled.layerConfig(name),
                new Storage(
                        className,
                        trainable,
                        Keras1.isTheano(config.get("dim_ordering")),
                        isOperation(entry),
                        Wrapping.NONE),
                null,
                spelled.className().equals("MultiHeadAttention")
                        ? calls.stream().map(LayerParser::attentionByPosition).toList()
                        : calls);
    }

    private ParsedLayer wrapped(
            String name,
            String className,
            Map<String, Object> config,
            Wrapping wrapping,
            boolean trainable,
            List<ParsedCall> calls) {
        Map<String, Object> inner = objectOrEmpty(config.get("layer"), name);
        if (!(inner.get("class_name") instanceof String innerClass)
                || objectOrEmpty(inner.get("config"), name).containsKey("layers")) {
            throw new ModelFormatException(
                    "layer '%s' is a %s around a model; only layers can be wrapped here"
                            .formatted(name, className));
        }
        Dialect.Spelled spelled =
                dialect.layer(
                        name,
                        registeredName(inner, innerClass),
                        objectOrEmpty(inner.get("config"), name));
        return new ParsedLayer(
                name,
                spelled.className(),
                spelled.layerConfig(name),
                new Storage(className, trainable, false, false, wrapping),
                null,
                calls);
    }

    private Optional<TensorOperations.Operation> operation(
            Map<String, Object> entry,
            String name,
            String className,
            Map<String, Object> config,
            List<ParsedCall> calls) {
        if (TensorOperations.isTensorFlow(className)) {
            return Optional.of(
                    TensorOperations.ofTensorFlow(name, className, config, calls, activations));
        }
        boolean keras =
                !(entry.get("module") instanceof String module) || module.startsWith("keras");
        return keras
                ? TensorOperations.ofKeras3(name, className, config, calls, activations)
                : Optional.empty();
    }

    /** Keras 3 keeps its operations apart from its layers. */
    private static boolean isOperation(Map<String, Object> entry) {
        return entry.get("module") instanceof String module && module.startsWith("keras.src.ops");
    }

    /** Query, value and key in this order, however they were given. */
    private static ParsedCall attentionByPosition(ParsedCall call) {
        List<Object> arguments = new java.util.ArrayList<>(call.arguments());
        Map<String, Object> keywords = new LinkedHashMap<>(call.keywords());
        for (String keyword : List.of("query", "value", "key")) {
            Object given = keywords.remove(keyword);
            if (given != null) {
                arguments.add(given);
            }
        }
        return new ParsedCall(arguments, keywords);
    }

    /** A user's class by the name it was registered under, {@code shop>SquareMask}. */
    private static String registeredName(Map<String, Object> entry, String className) {
        return entry.get("registered_name") instanceof String registered && registered.contains(">")
                ? registered
                : className;
    }

    static String name(Map<String, Object> entry, String otherwise) {
        if (entry.get("name") instanceof String name) {
            return name;
        }
        return entry.get("config") instanceof Map<?, ?> config
                        && config.get("name") instanceof String name
                ? name
                : otherwise;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> objectOrEmpty(Object config, String layer) {
        if (config == null) {
            return Map.of();
        }
        if (config instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new ModelFormatException(
                "layer '%s': config must be an object, found %s"
                        .formatted(layer, Json.kind(config)));
    }
}
