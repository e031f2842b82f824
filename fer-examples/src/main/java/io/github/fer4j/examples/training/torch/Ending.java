package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.keras.Activation;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.LayerConfig;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What follows a layer's own arithmetic: its activation, or a ReLU layer that alone takes its
 * output. A ReLU overwrites the fresh tensor, which no gradient needs, and saves one of its size.
 *
 * @param rectified whether negative values become 0
 * @param activation what is applied otherwise
 */
record Ending(boolean rectified, UnaryOperator<Tensor> activation) {
    /** Layers whose output may be overwritten: no gradient is computed from it. */
    private static final Set<String> OVERWRITABLE =
            Set.of(
                    "Conv2D",
                    "DepthwiseConv2D",
                    "SeparableConv2D",
                    "Dense",
                    "BatchNormalization",
                    "Add");

    static Ending of(LayerContext layer) {
        Activation own = layer.config().activation("activation");
        if (layer.isActivationStripped()) {
            return new Ending(false, x -> x);
        }
        boolean rectified = isRelu(own) || isLinear(own) && layer.isRectified();
        return new Ending(rectified, rectified ? x -> x : ActivationModules.function(own, layer));
    }

    /** Whether a ReLU behind this layer can be part of it. */
    static boolean takesRelu(KerasLayer layer, int inputs) {
        return OVERWRITABLE.contains(layer.className())
                && (!layer.className().equals("Add") || inputs > 1)
                && isLinear(layer.config().activation("activation"));
    }

    /** Whether a layer is a ReLU and nothing else. */
    static boolean isRelu(KerasLayer layer) {
        LayerConfig config = layer.config();
        return switch (layer.className()) {
            case "Activation" -> isRelu(config.activation("activation"));
            case "ReLU" ->
                    Double.isInfinite(config.number("max_value", Double.POSITIVE_INFINITY))
                            && config.number("negative_slope", 0) == 0
                            && config.number("threshold", 0) == 0;
            default -> false;
        };
    }

    private static boolean isRelu(Activation activation) {
        return activation.name().equals("relu")
                && Double.isInfinite(activation.parameter("max_value"))
                && activation.parameter("negative_slope") == 0
                && activation.parameter("threshold") == 0;
    }

    private static boolean isLinear(Activation activation) {
        return activation.name().equals("linear");
    }

    Tensor of(Tensor fresh) {
        return activation.apply(rectified(fresh));
    }

    /** Of a picture whose channels are second: it is overwritten before its axes are turned. */
    Tensor ofImage(Tensor fresh, boolean channelsFirst) {
        return activation.apply(Images.channelsLast(rectified(fresh), channelsFirst));
    }

    /** What libtorch gives back for an operation in place does not own its tensor: not used. */
    private Tensor rectified(Tensor fresh) {
        if (rectified) {
            torch.relu_(fresh);
        }
        return fresh;
    }
}
