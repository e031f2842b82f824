package io.github.fer4j.examples.training.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What disturbs a network while it learns and does nothing when it answers. */
final class NoiseModules {
    private NoiseModules() {}

    /** What the layer computes; null if the class is none of these. */
    static LayerModule find(LayerContext layer) {
        return switch (layer.className()) {
            case "Dropout" -> dropout(layer);
            default -> null;
        };
    }

    private static LayerModule dropout(LayerContext layer) {
        double rate = layer.config().number("rate", 0);
        return (inputs, pass) -> {
            Tensor x = inputs.get(0);
            return pass.training() && rate > 0 ? torch.dropout(x, rate, true) : x;
        };
    }
}
