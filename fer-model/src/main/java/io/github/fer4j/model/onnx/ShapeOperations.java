package io.github.fer4j.model.onnx;

final class ShapeOperations {
    static void register(LayerConverters converters) {}
}
