package io.github.fer4j.model.onnx;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import java.util.List;
import java.util.Map;

/** Finds how a layer is computed: as a user said, or as the family of Keras' layers it is in. */
final class LayerConverters {
    private final Map<String, LayerConverter> custom;

    /**
     * @param custom how a user's own layers are computed; they go before Keras'
     */
    LayerConverters(Map<String, LayerConverter> custom) {
        this.custom = custom;
    }

    List<Symbol> convert(Conversion call) {
        String className = call.layer().className();
        try {
            LayerConverter own = custom.get(className);
            List<Symbol> results = own == null ? ofKeras(className, call) : own.convert(call);
            if (results == null) {
                throw call.unsupported(
                        "layers of this class are not supported; a LayerConverter for '"
                                + className
                                + "' would let it run");
            }
            return results;
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

    /** A chain of switches, not a table: a table of a hundred lambdas costs 20 ms at the start. */
    private static List<Symbol> ofKeras(String className, Conversion call) {
        Symbol single = ConvolutionLayers.convert(className, call);
        if (single == null) {
            single = NormalizationLayers.convert(className, call);
        }
        if (single == null) {
            single = ActivationLayers.convert(className, call);
        }
        if (single == null) {
            single = PoolingLayers.convert(className, call);
        }
        if (single == null) {
            single = MergeLayers.convert(className, call);
        }
        if (single == null) {
            single = DenseLayers.convert(className, call);
        }
        if (single == null) {
            single = ShapeLayers.convert(className, call);
        }
        if (single == null) {
            single = PreprocessingLayers.convert(className, call);
        }
        if (single == null) {
            single = ResizingLayers.convert(className, call);
        }
        if (single == null) {
            single = ArithmeticOperations.convert(className, call);
        }
        if (single != null) {
            return List.of(single);
        }
        List<Symbol> several = ShapeOperations.convert(className, call);
        return several == null ? AttentionLayers.convert(className, call) : several;
    }
}
