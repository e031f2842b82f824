package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.LayerConfig;

/** Finds what a call of a layer computes, by the family that its class is in. */
final class LayerModules {
    private LayerModules() {}

    /**
     * @throws ModelFormatException if the class, or what its configuration asks for, cannot be
     *     trained here; names the layer
     */
    static LayerModule of(LayerContext layer) {
        checkTraining(layer);
        LayerModule module = ConvolutionModules.find(layer);
        if (module == null) {
            module = NormalizationModules.find(layer);
        }
        if (module == null) {
            module = ActivationModules.find(layer);
        }
        if (module == null) {
            module = PoolingModules.find(layer);
        }
        if (module == null) {
            module = MergeModules.find(layer);
        }
        if (module == null) {
            module = ShapeModules.find(layer);
        }
        if (module == null) {
            module = ResizingModules.find(layer);
        }
        if (module == null) {
            module = NoiseModules.find(layer);
        }
        if (module == null) {
            module = PreprocessingModules.find(layer);
        }
        if (module == null) {
            module = ArithmeticModules.find(layer);
        }
        if (module == null) {
            throw layer.unsupported(
                    "layers of this class are not supported; they can be run, not trained");
        }
        return module;
    }

    /** What a layer's configuration wants of the training beside gradients. */
    private static void checkTraining(LayerContext layer) {
        LayerConfig training = layer.config().training();
        for (String key : training.asMap().keySet()) {
            boolean constrains = key.endsWith("_constraint");
            if (training.has(key) && (constrains || key.equals("activity_regularizer"))) {
                throw layer.unsupported(
                        "its %s is not supported; remove it from the architecture".formatted(key));
            }
        }
    }
}
