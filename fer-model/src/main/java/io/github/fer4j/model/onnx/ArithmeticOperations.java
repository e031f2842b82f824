package io.github.fer4j.model.onnx;

final class ArithmeticOperations {
    static void register(LayerConverters converters) {}
}
