package io.github.fer4j.model.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a configuration says about training. Keras needs none of it to answer, but goes on with it
 * where a network is trained further; Deeplearning4j refuses a layer without, so in Keras 2's
 * dialect Keras' defaults are written where a network does not say it.
 */
final class TrainingKeys {
    private TrainingKeys() {}

    /**
     * What a network says itself and every Keras means alike; initializers have done their work.
     */
    static Map<String, Object> kept(KerasLayer layer) {
        Map<String, Object> kept = new LinkedHashMap<>();
        LayerConfig training = layer.config().training();
        if (layer.weights().isEmpty()) {
            return kept;
        }
        if (!training.flag("trainable", true)) {
            kept.put("trainable", false);
        }
        if (layer.className().equals("BatchNormalization") && training.has("momentum")) {
            kept.put("momentum", training.number("momentum", 0));
        }
        for (Role role : roles(layer.className())) {
            String key = role.name() + "_regularizer";
            training.find(key).map(TrainingKeys::regularizer).ifPresent(it -> kept.put(key, it));
        }
        return kept;
    }

    /** L1, L2 and both, as the one class that every Keras knows; nothing for another. */
    private static Map<String, Object> regularizer(Object value) {
        if (!(value instanceof Map<?, ?> object)
                || !(object.get("class_name") instanceof String name)
                || !(object.get("config") instanceof Map<?, ?> given)
                || !List.of("L1", "L2", "L1L2").contains(name)) {
            return null;
        }
        Map<String, Object> config = new LinkedHashMap<>();
        for (String key : List.of("l1", "l2")) {
            config.put(key, given.get(key) instanceof Number number ? number.doubleValue() : 0.0);
        }
        return object("L1L2", config);
    }

    /** The same, and Keras' defaults for what a network does not say. */
    static Map<String, Object> of(KerasLayer layer) {
        Map<String, Object> keys = new LinkedHashMap<>();
        String className = layer.className();
        if (className.equals("BatchNormalization")) {
            keys.put("momentum", 0.99);
        }
        for (Role role : roles(className)) {
            keys.put(role.name() + "_initializer", role.initializer());
            keys.put(role.name() + "_regularizer", null);
            keys.put(role.name() + "_constraint", null);
        }
        if (className.equals("BatchNormalization")) {
            keys.put("moving_mean_initializer", constant("Zeros"));
            keys.put("moving_variance_initializer", constant("Ones"));
        }
        keys.putAll(kept(layer));
        return keys;
    }

    private record Role(String name, Map<String, Object> initializer) {}

    private static List<Role> roles(String className) {
        List<Role> roles = new ArrayList<>();
        switch (className) {
            case "BatchNormalization" -> {
                roles.add(new Role("beta", constant("Zeros")));
                roles.add(new Role("gamma", constant("Ones")));
            }
            case "PReLU" -> roles.add(new Role("alpha", constant("Zeros")));
            case "Dense",
                    "Conv1D",
                    "Conv2D",
                    "Conv3D",
                    "Conv1DTranspose",
                    "Conv2DTranspose",
                    "Conv3DTranspose" ->
                    roles.add(new Role("kernel", glorotUniform()));
            case "DepthwiseConv1D", "DepthwiseConv2D" ->
                    roles.add(new Role("depthwise", glorotUniform()));
            case "SeparableConv1D", "SeparableConv2D" -> {
                roles.add(new Role("depthwise", glorotUniform()));
                roles.add(new Role("pointwise", glorotUniform()));
            }
            default -> {
                return List.of();
            }
        }
        if (className.startsWith("Dense") || className.contains("Conv")) {
            roles.add(new Role("bias", constant("Zeros")));
        }
        return roles;
    }

    private static Map<String, Object> constant(String className) {
        return object(className, Map.of());
    }

    /** By the words that every Keras since 2.0 knows. */
    private static Map<String, Object> glorotUniform() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("scale", 1.0);
        config.put("mode", "fan_avg");
        config.put("distribution", "uniform");
        config.put("seed", null);
        return object("VarianceScaling", config);
    }

    private static Map<String, Object> object(String className, Map<String, Object> config) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("class_name", className);
        object.put("config", config);
        return object;
    }
}
