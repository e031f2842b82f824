package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.KerasLayer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What a weight's size adds to the loss.
 *
 * @param l1 times the sum of the absolute values
 * @param l2 times the sum of the squares
 */
record Regularizer(double l1, double l2) {
    /** Keras' default strength. */
    private static final double USUAL = 0.01;

    /** The regularizer that a layer's configuration names for a weight. */
    static Optional<Regularizer> of(KerasLayer layer, String weight) {
        String role =
                switch (weight) {
                    case "depthwise_kernel" -> "depthwise";
                    case "pointwise_kernel" -> "pointwise";
                    case "kernel" ->
                            layer.className().startsWith("Depthwise") ? "depthwise" : "kernel";
                    default -> weight;
                };
        return layer.config()
                .training()
                .find(role + "_regularizer")
                .map(value -> parsed(layer, role, value))
                .filter(found -> found.l1 != 0 || found.l2 != 0);
    }

    private static Regularizer parsed(KerasLayer layer, String role, Object value) {
        String name = String.valueOf(value);
        Map<?, ?> config = Map.of();
        if (value instanceof Map<?, ?> object) {
            name = String.valueOf(object.get("class_name"));
            if (object.get("config") instanceof Map<?, ?> given) {
                config = given;
            }
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "l1" -> new Regularizer(number(config, "l1", USUAL), 0);
            case "l2" -> new Regularizer(0, number(config, "l2", USUAL));
            case "l1l2", "l1_l2" ->
                    new Regularizer(number(config, "l1", 0), number(config, "l2", 0));
            default ->
                    throw new ModelFormatException(
                            ("layer '%s' (%s) cannot be trained: its %s_regularizer is '%s'; known"
                                            + " are L1, L2 and L1L2")
                                    .formatted(layer.name(), layer.className(), role, name));
        };
    }

    private static double number(Map<?, ?> config, String key, double otherwise) {
        return config.get(key) instanceof Number number ? number.doubleValue() : otherwise;
    }

    Tensor penalty(Tensor weight) {
        Tensor squares = weight.mul(weight).sum().mul(new Scalar(l2));
        return l1 == 0 ? squares : squares.add(weight.abs().sum().mul(new Scalar(l1)));
    }
}
