package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.keras.LayerConfig;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Pooling of pictures. */
final class PoolingModules {
    private static final int[] ONES = {1, 1};

    private PoolingModules() {}

    /** What the layer computes; null if the class is none of these. */
    static LayerModule find(LayerContext layer) {
        return switch (layer.className()) {
            case "MaxPooling2D" -> max(layer);
            case "AveragePooling2D" -> average(layer);
            case "GlobalMaxPooling1D", "GlobalMaxPooling2D" -> global(layer, false);
            case "GlobalAveragePooling1D", "GlobalAveragePooling2D" -> global(layer, true);
            default -> null;
        };
    }

    private static int[] strides(LayerConfig config, int[] pool) {
        return config.has("strides") ? config.sizes("strides", 2) : pool;
    }

    private static LayerModule max(LayerContext layer) {
        int[] pool = layer.config().sizes("pool_size", 2, 2);
        int[] strides = strides(layer.config(), pool);
        String padding = layer.config().text("padding", "valid");
        boolean channelsFirst = layer.isChannelsFirst();
        return (inputs, pass) -> {
            Tensor x = Images.channelsSecond(inputs.get(0), channelsFirst);
            long[] pads = Images.padding(padding, x, pool, strides, ONES);
            long[] both = {pads[0], pads[2]};
            // libtorch takes at most half a window of padding, and the same on both sides.
            if (!Images.isSymmetric(pads) || 2 * both[0] > pool[0] || 2 * both[1] > pool[1]) {
                x = Images.padded(x, pads, Double.NEGATIVE_INFINITY);
                both = new long[] {0, 0};
            }
            Tensor y =
                    torch.max_pool2d(
                            x,
                            Images.longs(pool),
                            Images.longs(strides),
                            both,
                            Images.longs(ONES),
                            false);
            return Images.channelsLast(y, channelsFirst);
        };
    }

    /** Divides by the number of real values, as Keras does. */
    private static LayerModule average(LayerContext layer) {
        int[] pool = layer.config().sizes("pool_size", 2, 2);
        int[] strides = strides(layer.config(), pool);
        String padding = layer.config().text("padding", "valid");
        boolean channelsFirst = layer.isChannelsFirst();
        return (inputs, pass) -> {
            Tensor x = Images.channelsSecond(inputs.get(0), channelsFirst);
            long[] pads = Images.padding(padding, x, pool, strides, ONES);
            long[] both = {pads[0], pads[2]};
            Tensor y;
            if (Images.isSymmetric(pads) && 2 * both[0] <= pool[0] && 2 * both[1] <= pool[1]) {
                y = Images.averaged(x, pool, strides, both);
            } else {
                long[] none = {0, 0};
                Tensor ones = torch.ones_like(x);
                Tensor share = Images.averaged(Images.padded(ones, pads, 0), pool, strides, none);
                y = Images.averaged(Images.padded(x, pads, 0), pool, strides, none).div(share);
            }
            return Images.channelsLast(y, channelsFirst);
        };
    }

    private static LayerModule global(LayerContext layer, boolean average) {
        boolean channelsFirst = layer.isChannelsFirst();
        boolean kept = layer.config().flag("keepdims", false);
        long[] axes = new long[layer.inputShape().rank() - 2];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = channelsFirst ? i + 2 : i + 1;
        }
        return (inputs, pass) -> {
            Tensor x = inputs.get(0);
            return average
                    ? x.mean(axes, kept, new org.bytedeco.pytorch.ScalarTypeOptional())
                    : torch.amax(x, axes, kept);
        };
    }
}
