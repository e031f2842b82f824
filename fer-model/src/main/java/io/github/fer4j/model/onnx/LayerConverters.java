package io.github.fer4j.model.onnx;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which converter a class of layers has: Keras' own, and those that a user added. */
final class LayerConverters {
    private static final LayerConverters OWN = new LayerConverters();

    private final Map<String, LayerConverter> converters = new HashMap<>();

    static {
        ConvolutionLayers.register(OWN);
        PoolingLayers.register(OWN);
        DenseLayers.register(OWN);
        NormalizationLayers.register(OWN);
        ActivationLayers.register(OWN);
        MergeLayers.register(OWN);
        ShapeLayers.register(OWN);
        PreprocessingLayers.register(OWN);
        ResizingLayers.register(OWN);
        AttentionLayers.register(OWN);
        ArithmeticOperations.register(OWN);
        ShapeOperations.register(OWN);
    }

    /** Keras' own layers and, before them, a user's. */
    static LayerConverters with(Map<String, LayerConverter> custom) {
        LayerConverters all = new LayerConverters();
        all.converters.putAll(OWN.converters);
        all.converters.putAll(custom);
        return all;
    }

    void add(String className, Function<Conversion, Symbol> converter) {
        addMany(className, call -> List.of(converter.apply(call)));
    }

    void addMany(String className, LayerConverter converter) {
        converters.put(className, converter);
    }

    List<Symbol> convert(Conversion call) {
        LayerConverter converter = converters.get(call.layer().className());
        if (converter == null) {
            throw call.unsupported(
                    "layers of this class are not supported; a LayerConverter for '"
                            + call.layer().className()
                            + "' would let it run");
        }
        try {
            return converter.convert(call);
        } catch (ModelFormatException e) {
            throw e;
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException
                | IllegalStateException e) {
            List<Shape> shapes = call.inputs().stream().map(Symbol::shape).toList();
            throw new ModelFormatException(
                    call.unsupported(
                                    "its configuration does not fit its inputs %s: %s"
                                            .formatted(shapes, e.getMessage()))
                            .getMessage(),
                    e);
        }
    }
}
