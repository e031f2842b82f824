package io.github.fer4j.model.onnx;

final class AttentionLayers {
    static void register(LayerConverters converters) {}
}
