package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A layer of a network: what it is, how it is configured, what it has learnt.
 *
 * @param name unique within the network; inner layers of nested models carry the models' names:
 *     {@code base/conv1}
 * @param className Keras 3's class name: {@code Conv2D}; a user's own class as the file registers
 *     it: {@code shop>SquareMask}
 * @param config the configuration under Keras 3's keys
 * @param weights the weights in Keras' own order; empty for a layer without
 */
public record KerasLayer(
        String name, String className, LayerConfig config, List<KerasWeight> weights) {
    /** Copies the list. */
    public KerasLayer {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(className, "className");
        Objects.requireNonNull(config, "config");
        weights = List.copyOf(weights);
    }

    /**
     * @param weightName the name of a weight: {@code kernel}
     * @return its values
     * @throws ModelFormatException if the layer has no such weight
     */
    public Tensor weight(String weightName) {
        return findWeight(weightName)
                .orElseThrow(
                        () ->
                                new ModelFormatException(
                                        "layer '%s' (%s) has no weight '%s', only %s"
                                                .formatted(
                                                        name,
                                                        className,
                                                        weightName,
                                                        weights.stream()
                                                                .map(KerasWeight::name)
                                                                .toList())));
    }

    /**
     * @param weightName the name of a weight: {@code bias}
     * @return its values, empty if the layer has no such weight
     */
    public Optional<Tensor> findWeight(String weightName) {
        return weights.stream()
                .filter(weight -> weight.name().equals(weightName))
                .map(KerasWeight::value)
                .findFirst();
    }

    /**
     * @return how many values all weights hold together
     */
    public long parameterCount() {
        return weights.stream().mapToLong(weight -> weight.value().count()).sum();
    }
}
