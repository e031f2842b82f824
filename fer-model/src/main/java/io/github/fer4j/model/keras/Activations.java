package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every Keras means by the name of an activation. */
final class Activations {
    private static final double LEAKY_RELU_FUNCTION_SLOPE = 0.2;

    /** Names with nothing left open. */
    private static final List<String> PLAIN =
            List.of(
                    "linear",
                    "sigmoid",
                    "tanh",
                    "softplus",
                    "softsign",
                    "selu",
                    "exponential",
                    "silu",
                    "mish",
                    "log_sigmoid",
                    "hard_tanh",
                    "tanh_shrink",
                    "squareplus",
                    "sparse_plus",
                    "sparse_sigmoid",
                    "glu");

    private static final Map<String, String> ALIASES =
            Map.of(
                    "swish", "silu",
                    "hard_swish", "hard_silu",
                    "exp", "exponential",
                    "leakyrelu", "leaky_relu",
                    "logsigmoid", "log_sigmoid");

    private final boolean keras3;

    /**
     * @param kerasMajor the major version of the Keras that wrote the network
     */
    Activations(int kerasMajor) {
        keras3 = kerasMajor >= 3;
    }

    /**
     * @param layer the layer's name, for the error
     * @param value a string, or a serialised function or layer
     */
    Activation parse(String layer, Object value) {
        Object unwrapped = value;
        // A layer as an activation may hold an activation again.
        for (int depth = 0; depth < 4; depth++) {
            if (unwrapped == null) {
                return Activation.LINEAR;
            }
            if (unwrapped instanceof String name) {
                return named(name).orElseThrow(() -> unknown(layer, name));
            }
            if (!(unwrapped instanceof Map<?, ?> object)) {
                break;
            }
            Object className = object.get("class_name");
            Object config = object.get("config");
            if (config instanceof Map<?, ?> parameters && className instanceof String name) {
                if (name.equals("Activation")) {
                    unwrapped = parameters.get("activation");
                    continue;
                }
                return ofLayer(name, parameters)
                        .or(() -> named(name))
                        .orElseThrow(() -> unknown(layer, name));
            }
            unwrapped = config == null ? className : config;
        }
        throw new ModelFormatException(
                "layer '%s': activation must be a name or a serialised function, was %s"
                        .formatted(layer, Json.kind(value)));
    }

    private static ModelFormatException unknown(String layer, String name) {
        return new ModelFormatException(
                ("layer '%s': activation '%s' is none of Keras' own; a user's own function is not"
                                + " in the file and cannot be run")
                        .formatted(layer, name));
    }

    /** The function of that name with Keras' default parameters. */
    Optional<Activation> named(String given) {
        String name = ALIASES.getOrDefault(given, given);
        if (PLAIN.contains(name)) {
            return Optional.of(
                    name.equals("linear") ? Activation.LINEAR : new Activation(name, Map.of()));
        }
        return Optional.ofNullable(
                switch (name) {
                    case "relu" -> relu(Double.POSITIVE_INFINITY, 0, 0);
                    case "relu6" -> relu(6, 0, 0);
                    case "leaky_relu" -> of(name, "negative_slope", LEAKY_RELU_FUNCTION_SLOPE);
                    case "elu", "celu" -> of(name, "alpha", 1);
                    case "gelu" -> of(name, "approximate", 0);
                    case "softmax", "log_softmax" -> of(name, "axis", -1);
                    case "hard_sigmoid", "hard_silu" -> hard(name);
                    case "hard_shrink", "soft_shrink" -> of(name, "threshold", 0.5);
                    case "threshold" ->
                            new Activation(name, Map.of("threshold", 0.0, "value", 0.0));
                    default -> null;
                });
    }

    /** Keras 2 has 0.2 x + 0.5, Keras 3 x / 6 + 0.5. */
    private Activation hard(String name) {
        return new Activation(name, Map.of("slope", keras3 ? 1.0 / 6.0 : 0.2, "offset", 0.5));
    }

    static Activation relu(double maxValue, double negativeSlope, double threshold) {
        return new Activation(
                "relu",
                Map.of(
                        "max_value", maxValue,
                        "negative_slope", negativeSlope,
                        "threshold", threshold));
    }

    private static Activation of(String name, String parameter, double value) {
        return new Activation(name, Map.of(parameter, value));
    }

    /** An activation layer's class and configuration as an activation. */
    private static Optional<Activation> ofLayer(String className, Map<?, ?> config) {
        Map<String, Double> numbers = new HashMap<>();
        config.forEach(
                (key, value) -> {
                    if (value instanceof Number number) {
                        numbers.put(String.valueOf(key), number.doubleValue());
                    }
                });
        return Optional.ofNullable(
                switch (className) {
                    case "ReLU" ->
                            relu(
                                    numbers.getOrDefault("max_value", Double.POSITIVE_INFINITY),
                                    numbers.getOrDefault("negative_slope", 0.0),
                                    numbers.getOrDefault("threshold", 0.0));
                    case "LeakyReLU" ->
                            of(
                                    "leaky_relu",
                                    "negative_slope",
                                    numbers.getOrDefault(
                                            "negative_slope", numbers.getOrDefault("alpha", 0.3)));
                    case "ELU" -> of("elu", "alpha", numbers.getOrDefault("alpha", 1.0));
                    case "Softmax" -> of("softmax", "axis", numbers.getOrDefault("axis", -1.0));
                    case "ThresholdedReLU" ->
                            new Activation(
                                    "threshold",
                                    Map.of(
                                            "threshold",
                                            numbers.getOrDefault("theta", 1.0),
                                            "value",
                                            0.0));
                    default -> null;
                });
    }
}
