package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What disturbs a network while it learns and does nothing when it answers. */
final class NoiseModules {
    private NoiseModules() {}

    /** What the layer computes; null if the class is none of these. */
    static LayerModule find(LayerContext layer) {
        return switch (layer.className()) {
            case "Dropout" -> dropout(layer);
            case "SpatialDropout2D" -> spatialDropout(layer);
            case "AlphaDropout" -> alphaDropout(layer);
            case "GaussianDropout" -> gaussianDropout(layer);
            case "GaussianNoise" -> gaussianNoise(layer);
            default -> null;
        };
    }

    /** A layer that does something at random, if it is set to, while the network learns. */
    private static LayerModule learning(double strength, UnaryOperator<Tensor> disturbance) {
        return (inputs, pass) -> {
            Tensor x = inputs.get(0);
            return pass.training() && strength > 0 ? disturbance.apply(x) : x;
        };
    }

    private static LayerModule dropout(LayerContext layer) {
        double rate = layer.config().number("rate", 0);
        if (!layer.config().has("noise_shape")) {
            return learning(rate, x -> torch.dropout(x, rate, true));
        }
        List<Integer> noise = layer.config().integersOrNulls("noise_shape").orElseThrow();
        return learning(
                rate,
                x -> {
                    long[] shape = new long[noise.size()];
                    for (int axis = 0; axis < shape.length; axis++) {
                        int size = noise.get(axis);
                        shape[axis] = size == Shape.UNKNOWN ? x.size(axis) : size;
                    }
                    return x.mul(torch.dropout(torch.ones(shape), rate, true).to(x));
                });
    }

    /** Drops whole channels. */
    private static LayerModule spatialDropout(LayerContext layer) {
        double rate = layer.config().number("rate", 0);
        boolean channelsFirst = layer.isChannelsFirst();
        return learning(
                rate,
                x ->
                        Images.channelsLast(
                                torch.feature_dropout(
                                        Images.channelsSecond(x, channelsFirst), rate, true),
                                channelsFirst));
    }

    private static LayerModule alphaDropout(LayerContext layer) {
        double rate = layer.config().number("rate", 0);
        if (layer.config().has("noise_shape")) {
            throw layer.unsupported("its noise_shape is not supported");
        }
        return learning(rate, x -> torch.alpha_dropout(x, rate, true));
    }

    private static LayerModule gaussianDropout(LayerContext layer) {
        double rate = layer.config().number("rate", 0);
        double deviation = Math.sqrt(rate / (1 - rate));
        return learning(
                rate,
                x -> x.mul(torch.randn_like(x).mul(new Scalar(deviation)).add(new Scalar(1.0))));
    }

    private static LayerModule gaussianNoise(LayerContext layer) {
        double deviation = layer.config().number("stddev", 0);
        return learning(deviation, x -> x.add(torch.randn_like(x), new Scalar(deviation)));
    }
}
