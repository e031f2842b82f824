package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.ModelFormatException;
import java.util.HashMap;
import java.util.Map;

/** Knows the converter of each class of layers. */
final class LayerConverters {
    private static final Map<String, LayerConverter> BY_CLASS = byClass();

    private LayerConverters() {}

    private static Map<String, LayerConverter> byClass() {
        Map<String, LayerConverter> converters = new HashMap<>();
        ActivationLayers.register(converters);
        Arithmetic.register(converters);
        Attention.register(converters);
        Convolutions.register(converters);
        DenseLayers.register(converters);
        EinsumDenseLayer.register(converters);
        Indexing.register(converters);
        Merges.register(converters);
        Normalizations.register(converters);
        PlainAttention.register(converters);
        Pooling.register(converters);
        Rearrangements.register(converters);
        Reductions.register(converters);
        Resampling.register(converters);
        ShapeLayers.register(converters);
        TransposedConvolutions.register(converters);
        return Map.copyOf(converters);
    }

    /**
     * @param call a call of a layer
     * @return what it computes
     * @throws ModelFormatException if that cannot be expressed; names layer and class
     */
    static Step convert(Call call) {
        LayerConverter converter = BY_CLASS.get(call.layer().className());
        if (converter == null) {
            throw call.refuse("it knows no layer of that class");
        }
        return converter.convert(call);
    }
}
