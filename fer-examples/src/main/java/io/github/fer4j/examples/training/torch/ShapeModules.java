package io.github.fer4j.examples.training.torch;

import org.bytedeco.pytorch.Tensor;

/** What changes the shape of a tensor, or cuts and pads it. */
final class ShapeModules {
    private ShapeModules() {}

    /** What the layer computes; null if the class is none of these. */
    static LayerModule find(LayerContext layer) {
        return switch (layer.className()) {
            case "Flatten" -> flatten(layer);
            case "ZeroPadding2D" -> zeroPadding(layer);
            default -> null;
        };
    }

    private static LayerModule flatten(LayerContext layer) {
        // With channels first, Keras moves them behind the pictures' columns before it flattens.
        boolean channelsFirst = layer.isChannelsFirst() && layer.inputShape().rank() == 4;
        return (inputs, pass) -> {
            Tensor x = inputs.get(0);
            Tensor ordered = channelsFirst ? x.permute(0, 2, 3, 1) : x;
            return ordered.reshape(x.size(0), -1);
        };
    }

    private static LayerModule zeroPadding(LayerContext layer) {
        long[] pads = borders(layer, "padding", 1);
        boolean channelsFirst = layer.isChannelsFirst();
        return (inputs, pass) ->
                Images.channelsLast(
                        Images.padded(Images.channelsSecond(inputs.get(0), channelsFirst), pads, 0),
                        channelsFirst);
    }

    /** One number, one for rows and one for columns, or two for each: top, bottom, left, right. */
    static long[] borders(LayerContext layer, String key, int otherwise) {
        Object value = layer.config().find(key).orElse((long) otherwise);
        java.util.List<?> parts =
                value instanceof java.util.List<?> list ? list : java.util.List.of(value, value);
        long[] pads = new long[4];
        if (parts.size() != 2) {
            throw layer.config().wrong(key, value, "a number, two numbers or two pairs");
        }
        for (int i = 0; i < 2; i++) {
            java.util.List<?> pair =
                    parts.get(i) instanceof java.util.List<?> list
                            ? list
                            : java.util.List.of(parts.get(i), parts.get(i));
            for (int side = 0; side < 2; side++) {
                if (pair.size() != 2 || !(pair.get(side) instanceof Number number)) {
                    throw layer.config().wrong(key, value, "a number, two numbers or two pairs");
                }
                pads[2 * i + side] = number.longValue();
            }
        }
        return pads;
    }
}
