package io.github.fer4j.model.onnx;

final class ResizingLayers {
    static void register(LayerConverters converters) {}

    static Symbol resize(
            Conversion call, Symbol x, int[] sizes, String interpolation, boolean antialias) {
        throw call.unsupported("no");
    }
}
