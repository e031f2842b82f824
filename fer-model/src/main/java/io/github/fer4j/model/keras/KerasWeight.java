package io.github.fer4j.model.keras;

import io.github.fer4j.model.Tensor;

/**
 * One weight array of a layer.
 *
 * @param name what it is to the layer, without its path and suffix: {@code kernel}, {@code bias},
 *     {@code gamma}, {@code moving_mean}; in composed layers with the part's name before it: {@code
 *     query/kernel}
 * @param value the values in Keras' layout, float32 whatever the file stored
 */
public record KerasWeight(String name, Tensor value) {}
