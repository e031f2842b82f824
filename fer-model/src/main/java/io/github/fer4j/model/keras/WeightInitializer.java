package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Tensor;

/** Gives the weights of a network that has none yet their first values. */
@FunctionalInterface
public interface WeightInitializer {
    /**
     * @param layer the layer's name, unique within the network
     * @param className its class under Keras 3's name
     * @param config its configuration
     * @param weight which of its weights
     * @return the values, of the weight's shape
     * @throws ModelFormatException if the configuration asks for what is not known; names the layer
     */
    Tensor values(String layer, String className, LayerConfig config, WeightSpec weight);
}
