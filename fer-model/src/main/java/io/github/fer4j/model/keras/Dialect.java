package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How each Keras spells a layer's class and configuration, and what that is in Keras 3's words.
 * Nothing outside this class and those it names knows a dialect.
 */
final class Dialect {
    private static final Map<String, String> CLASSES =
            Map.ofEntries(
                    Map.entry("BatchNormalizationV1", "BatchNormalization"),
                    Map.entry("BatchNormalizationV2", "BatchNormalization"),
                    Map.entry("SyncBatchNormalization", "BatchNormalization"),
                    Map.entry("Convolution1D", "Conv1D"),
                    Map.entry("Convolution2D", "Conv2D"),
                    Map.entry("Convolution3D", "Conv3D"),
                    Map.entry("Convolution2DTranspose", "Conv2DTranspose"),
                    Map.entry("Deconvolution2D", "Conv2DTranspose"),
                    Map.entry("SeparableConvolution1D", "SeparableConv1D"),
                    Map.entry("SeparableConvolution2D", "SeparableConv2D"),
                    Map.entry("GlobalAvgPool1D", "GlobalAveragePooling1D"),
                    Map.entry("GlobalAvgPool2D", "GlobalAveragePooling2D"),
                    Map.entry("GlobalMaxPool1D", "GlobalMaxPooling1D"),
                    Map.entry("GlobalMaxPool2D", "GlobalMaxPooling2D"),
                    Map.entry("MaxPool1D", "MaxPooling1D"),
                    Map.entry("MaxPool2D", "MaxPooling2D"),
                    Map.entry("AvgPool1D", "AveragePooling1D"),
                    Map.entry("AvgPool2D", "AveragePooling2D"),
                    Map.entry("Addons>GroupNormalization", "GroupNormalization"),
                    Map.entry("Addons>InstanceNormalization", "GroupNormalization"),
                    Map.entry("Model", "Functional"));

    /** What matters in training alone, or is said elsewhere. */
    private static final List<String> DROPPED_SUFFIXES =
            List.of("_initializer", "_regularizer", "_constraint");

    private static final List<String> DROPPED =
            List.of(
                    "name",
                    "trainable",
                    "dtype",
                    "batch_input_shape",
                    "quantization_config",
                    "seed",
                    "momentum");

    private static final List<String> TRAINING = List.of("trainable", "momentum", "seed");

    private static final List<String> ALWAYS_DROPPED = List.of("name", "trainable", "dtype");

    private final int kerasMajor;
    private final Activations activations;

    /**
     * A layer in Keras 3's words.
     *
     * @param className Keras 3's class name
     * @param config the configuration under Keras 3's keys
     * @param training what of it matters only in training
     */
    record Spelled(String className, Map<String, Object> config, Map<String, Object> training) {
        LayerConfig layerConfig(String layer) {
            return new LayerConfig(layer, config, training);
        }
    }

    /**
     * @param kerasMajor the major version of the Keras that wrote the network
     */
    Dialect(int kerasMajor, Activations activations) {
        this.kerasMajor = kerasMajor;
        this.activations = activations;
    }

    /** Keras 3's name of a class that Keras itself brings, in any version's spelling. */
    static String className(String spelled) {
        return CLASSES.getOrDefault(spelled, spelled);
    }

    Spelled layer(String name, String fileClassName, Map<String, Object> raw) {
        checkPolicy(name, raw);
        Map<String, Object> config = new LinkedHashMap<>();
        Map<String, Object> training = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : raw.entrySet()) {
            if (hasTrainingSuffix(entry.getKey()) || TRAINING.contains(entry.getKey())) {
                training.put(entry.getKey(), unwrapped(entry.getValue(), 0));
            }
            // A user's own class may give these keys a meaning.
            boolean own = fileClassName.contains(">") && !ALWAYS_DROPPED.contains(entry.getKey());
            if (own || !isDropped(entry.getKey())) {
                config.put(entry.getKey(), unwrapped(entry.getValue(), 0));
            }
        }
        String className = className(fileClassName);
        if (kerasMajor <= 1) {
            className = Keras1.translate(name, fileClassName, className, config);
        }
        // The policies and activations of a user's own class are the user's matter.
        if (config.containsKey("activation") && !className.contains(">")) {
            config.put("activation", activations.parse(name, raw.get("activation")));
        }
        if (className.equals("InputLayer")) {
            if (raw.get("batch_input_shape") != null) {
                config.put("batch_shape", unwrapped(raw.get("batch_input_shape"), 0));
            }
        }
        if (fileClassName.equals("Addons>InstanceNormalization")) {
            config.put("groups", -1L);
        }
        spellOut(className, config);
        return new Spelled(className, config, training);
    }

    private static boolean isDropped(String key) {
        return hasTrainingSuffix(key) || DROPPED.contains(key);
    }

    private static boolean hasTrainingSuffix(String key) {
        return DROPPED_SUFFIXES.stream().anyMatch(key::endsWith);
    }

    private static void spellOut(String className, Map<String, Object> config) {
        if (config.containsKey("data_format") && config.get("data_format") == null) {
            config.put("data_format", "channels_last");
        }
        switch (className) {
            case "LeakyReLU" -> {
                rename(config, "alpha", "negative_slope");
                config.putIfAbsent("negative_slope", 0.3);
            }
            case "ELU" -> config.putIfAbsent("alpha", 1.0);
            case "ThresholdedReLU" -> config.putIfAbsent("theta", 1.0);
            case "Softmax" -> config.putIfAbsent("axis", -1L);
            case "BatchNormalization" -> {
                if (config.get("axis") instanceof List<?> axes && axes.size() == 1) {
                    config.put("axis", axes.get(0));
                }
            }
            default -> {
                // the rest is spelt alike since Keras 2
            }
        }
    }

    static void rename(Map<String, Object> config, String from, String to) {
        Object value = config.remove(from);
        if (value != null) {
            config.putIfAbsent(to, value);
        }
    }

    /** Tuples, shapes and arrays that a serialiser wrapped into objects, as lists and numbers. */
    private static Object unwrapped(Object value, int depth) {
        if (depth > 16) {
            return value;
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>(list.size());
            for (Object item : list) {
                items.add(unwrapped(item, depth + 1));
            }
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            Object className = map.get("class_name");
            if (className == null && map.get("type") != null && map.containsKey("value")) {
                return unwrapped(map.get("value"), depth + 1);
            }
            if (className instanceof String name) {
                switch (name) {
                    case "__tuple__", "TensorShape", "ListWrapper" -> {
                        Object items =
                                map.containsKey("items") ? map.get("items") : map.get("config");
                        return unwrapped(items, depth + 1);
                    }
                    case "__numpy__", "__tensor__" -> {
                        if (map.get("config") instanceof Map<?, ?> config) {
                            return unwrapped(config.get("value"), depth + 1);
                        }
                    }
                    default -> {
                        return value;
                    }
                }
            }
        }
        return value;
    }

    /** Weights of quantised layers are no numbers that the configuration alone explains. */
    private static void checkPolicy(String layer, Map<String, Object> raw) {
        Object dtype = raw.get("dtype");
        String policy = dtype instanceof String name ? name : null;
        if (dtype instanceof Map<?, ?> object) {
            String className = String.valueOf(object.get("class_name"));
            policy = className;
            if (object.get("config") instanceof Map<?, ?> config) {
                Object named = config.get("name");
                if (named != null) {
                    policy = String.valueOf(named);
                } else if (config.get("mode") != null) {
                    policy = config.get("mode") + "_from_" + config.get("source_name");
                }
            }
            if (className.startsWith("Quantized") || className.startsWith("GPTQ")) {
                throw quantised(layer, policy);
            }
        }
        if (policy != null && (policy.contains("_from_") || policy.startsWith("float8"))) {
            throw quantised(layer, policy);
        }
    }

    private static ModelFormatException quantised(String layer, String policy) {
        return new ModelFormatException(
                ("layer '%s' is quantised (dtype policy %s), which is not supported; save the"
                                + " network before quantize() is called")
                        .formatted(layer, policy));
    }
}
