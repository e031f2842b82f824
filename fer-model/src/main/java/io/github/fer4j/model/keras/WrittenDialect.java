package io.github.fer4j.model.keras;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whose words a network is written in. */
enum WrittenDialect {
    /** Keras 2, as 2.15 spells it: architectures in JSON, which Keras 3 does not read. */
    KERAS2("Keras 2"),

    /**
     * Keras 2's words, but none that Keras 3 reads otherwise: whole-model HDF5 files, which both
     * read.
     */
    KERAS2_AND_3("Keras 2"),

    /** Keras 3: {@code .keras} archives. */
    KERAS3("Keras 3");

    private static final List<String> KERAS2_PLAIN =
            List.of(
                    "linear",
                    "sigmoid",
                    "tanh",
                    "softplus",
                    "softsign",
                    "selu",
                    "exponential",
                    "mish");

    private static final List<String> KERAS3_PLAIN =
            List.of(
                    "linear",
                    "sigmoid",
                    "tanh",
                    "softplus",
                    "softsign",
                    "selu",
                    "exponential",
                    "mish",
                    "silu",
                    "log_sigmoid",
                    "hard_tanh",
                    "tanh_shrink",
                    "squareplus",
                    "sparse_plus",
                    "sparse_sigmoid",
                    "glu");

    private final String title;

    WrittenDialect(String title) {
        this.title = title;
    }

    /** Its name for a sentence. */
    String title() {
        return title;
    }

    /** Whether configurations are spelled as Keras 2 does. */
    boolean isKeras2() {
        return this != KERAS3;
    }

    /**
     * The string by which this dialect names an activation; empty where no string means exactly
     * that, parameters included.
     */
    Optional<String> activationName(Activation activation) {
        String name = activation.name();
        if (isKeras2()) {
            if (name.equals("silu")) {
                return Optional.of("swish");
            }
            boolean named =
                    KERAS2_PLAIN.contains(name)
                            || isRelu(activation, Double.POSITIVE_INFINITY)
                            || is(activation, "elu", "alpha", 1)
                            || is(activation, "gelu", "approximate", 0)
                            || is(activation, "softmax", "axis", -1)
                            || this == KERAS2 && is(activation, "hard_sigmoid", "slope", 0.2);
            return named ? Optional.of(name) : Optional.empty();
        }
        if (isRelu(activation, 6)) {
            return Optional.of("relu6");
        }
        boolean named =
                KERAS3_PLAIN.contains(name)
                        || isRelu(activation, Double.POSITIVE_INFINITY)
                        || is(activation, "leaky_relu", "negative_slope", 0.2)
                        || is(activation, "elu", "alpha", 1)
                        || is(activation, "celu", "alpha", 1)
                        || is(activation, "gelu", "approximate", 0)
                        || is(activation, "softmax", "axis", -1)
                        || is(activation, "log_softmax", "axis", -1)
                        || is(activation, "hard_sigmoid", "slope", 1.0 / 6)
                        || is(activation, "hard_silu", "slope", 1.0 / 6)
                        || is(activation, "hard_shrink", "threshold", 0.5)
                        || is(activation, "soft_shrink", "threshold", 0.5);
        return named ? Optional.of(name) : Optional.empty();
    }

    /**
     * An operation on tensors.
     *
     * @param name Keras 3's class, or TensorFlow's function
     * @param config its parameters
     */
    record NamedOperation(String name, Map<String, Object> config) {}

    /** The operation by which this dialect says an activation that it has no string for. */
    Optional<NamedOperation> activationOperation(Activation activation) {
        if (activationName(activation).isPresent()) {
            return Optional.empty();
        }
        Map<String, Double> parameters = activation.parameters();
        String keras2 =
                switch (activation.name()) {
                    case "gelu" -> "nn.gelu";
                    case "log_softmax" -> "nn.log_softmax";
                    default -> "";
                };
        String keras3 =
                switch (activation.name()) {
                    case "gelu" -> "Gelu";
                    case "celu" -> "Celu";
                    case "log_softmax" -> "LogSoftmax";
                    default -> "";
                };
        String name = isKeras2() ? keras2 : keras3;
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> config = new LinkedHashMap<>();
        parameters.forEach(
                (key, value) ->
                        config.put(
                                key,
                                key.equals("approximate")
                                        ? (Object) (value != 0)
                                        : key.equals("axis")
                                                ? (Object) value.longValue()
                                                : (Object) value));
        return Optional.of(new NamedOperation(name, config));
    }

    private static boolean isRelu(Activation activation, double maxValue) {
        return is(activation, "relu", "max_value", maxValue)
                && activation.parameter("negative_slope") == 0
                && activation.parameter("threshold") == 0;
    }

    /** Whether it has that name and that value, and {@code offset} 0.5 where it has one. */
    private static boolean is(Activation activation, String name, String key, double value) {
        Map<String, Double> parameters = activation.parameters();
        return activation.name().equals(name)
                && parameters.getOrDefault(key, value) == value
                && parameters.getOrDefault("offset", 0.5) == 0.5;
    }

    /**
     * A layer's name without what this dialect's Keras does not take: Keras 3 forbids slashes,
     * TensorFlow of Keras 2 all but letters, digits and {@code _.-}.
     */
    String layerName(String name) {
        String clean = name.replace('/', '_').replace('\0', '_');
        if (isKeras2()) {
            clean = clean.replaceAll("[^A-Za-z0-9_.-]", "_");
            if (!clean.isEmpty() && !Character.isLetterOrDigit(clean.charAt(0))) {
                clean = "layer" + clean;
            }
        }
        return clean.isEmpty() || clean.equals(".") || clean.equals("..") ? "layer" : clean;
    }
}
