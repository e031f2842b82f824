package io.github.fer4j.model.keras;

import java.util.Map;
import java.util.Objects;

/**
 * An activation with its parameters spelled out.
 *
 * @param name Keras 3's name: {@code linear}, {@code relu}, {@code softmax}, {@code hard_sigmoid},
 *     {@code leaky_relu}, {@code gelu} …
 * @param parameters everything the name leaves open. Always present: {@code hard_sigmoid}: slope,
 *     offset (clip(slope·x + offset, 0, 1): 0.2 and 0.5 in Keras 2, 1/6 and 0.5 in Keras 3); {@code
 *     relu}: negative_slope, max_value (infinite if none), threshold; {@code leaky_relu}:
 *     negative_slope; {@code elu}, {@code celu}: alpha; {@code gelu}: approximate (0 or 1); {@code
 *     softmax}, {@code log_softmax}: axis; {@code hard_shrink}, {@code soft_shrink}, {@code
 *     threshold}: threshold (and value)
 */
public record Activation(String name, Map<String, Double> parameters) {
    /** What a layer without an activation has. */
    public static final Activation LINEAR = new Activation("linear", Map.of());

    /** Copies the map. */
    public Activation {
        Objects.requireNonNull(name, "name");
        parameters = Map.copyOf(parameters);
    }

    /**
     * @param parameter the name of a parameter
     * @return its value
     * @throws IllegalArgumentException if the activation has no such parameter
     */
    public double parameter(String parameter) {
        Double value = parameters.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(
                    "activation '"
                            + name
                            + "' has no parameter '"
                            + parameter
                            + "', only "
                            + parameters);
        }
        return value;
    }

    /**
     * @return whether it changes nothing
     */
    public boolean isLinear() {
        return name.equals("linear");
    }
}
