package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import java.util.Objects;

/**
 * A weight that a layer needs.
 *
 * @param name what it is to the layer: {@code kernel}, {@code query/kernel}
 * @param shape its shape in Keras' layout, fully known
 * @param trainable whether training changes it by gradients; Keras stores a layer's trainable
 *     weights before the others
 * @param part the attribute of the layer that holds it where layers are composed of layers ({@code
 *     query_dense}); empty for the layer itself
 */
public record WeightSpec(String name, Shape shape, boolean trainable, String part) {
    /** Checks that nothing is missing. */
    public WeightSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(part, "part");
    }

    /**
     * @param name what it is to the layer
     * @param sizes its shape in Keras' layout
     * @return a trainable weight of the layer itself
     */
    public static WeightSpec of(String name, int... sizes) {
        return new WeightSpec(name, Shape.of(sizes), true, "");
    }

    /**
     * @return the same, not changed by gradients
     */
    public WeightSpec notTrainable() {
        return new WeightSpec(name, shape, false, part);
    }

    /**
     * @param attribute the attribute of the layer that holds it
     * @return the same in that part of the layer
     */
    public WeightSpec in(String attribute) {
        return new WeightSpec(name, shape, trainable, attribute);
    }
}
