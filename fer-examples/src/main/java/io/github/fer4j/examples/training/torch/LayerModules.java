package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.ModelFormatException;

/** Finds what a call of a layer computes, by the family that its class is in. */
final class LayerModules {
    private LayerModules() {}

    /**
     * @throws ModelFormatException if the class, or what its configuration asks for, cannot be
     *     trained here; names the layer
     */
    static LayerModule of(LayerContext layer) {
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
            module = NoiseModules.find(layer);
        }
        if (module == null) {
            throw layer.unsupported(
                    "layers of this class are not supported; they can be run, not trained");
        }
        return module;
    }
}
