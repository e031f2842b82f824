package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.Shape;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** What changes the shape of a tensor, or cuts and pads it. */
final class ShapeModules {
    private ShapeModules() {}

    /** What the layer computes; null if the class is none of these. */
    static LayerModule find(LayerContext layer) {
        return switch (layer.className()) {
            case "Flatten" -> flatten(layer);
            case "Reshape" -> reshape(layer);
            case "Permute" -> permute(layer);
            case "RepeatVector" -> repeat(layer);
            case "ZeroPadding2D" -> zeroPadding(layer);
            case "Cropping2D" -> cropping(layer);
            case "ExpandDims" -> expand(layer);
            case "Squeeze" -> squeeze(layer);
            case "Transpose" -> transpose(layer);
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

    /** To the shape that is known; the batch is what it is. */
    private static LayerModule reshape(LayerContext layer) {
        Shape target = layer.node().outputShapes().get(0);
        long[] sizes = target.toLongArray();
        long open = target.dimensions().stream().filter(size -> size == Shape.UNKNOWN).count();
        if (sizes[0] != Shape.UNKNOWN || open != 1) {
            throw layer.unsupported(
                    "it reshapes to " + target + ", where more is open than a batch");
        }
        return (inputs, pass) -> inputs.get(0).reshape(sizes);
    }

    private static LayerModule permute(LayerContext layer) {
        List<Integer> order =
                layer.config()
                        .integers("dims")
                        .orElseThrow(() -> layer.unsupported("it has no dims"));
        long[] axes = new long[order.size() + 1];
        for (int i = 0; i < order.size(); i++) {
            axes[i + 1] = order.get(i);
        }
        return (inputs, pass) -> inputs.get(0).permute(axes);
    }

    private static LayerModule repeat(LayerContext layer) {
        int count = layer.config().integer("n");
        return (inputs, pass) -> {
            Tensor x = inputs.get(0);
            return x.unsqueeze(1).expand(new long[] {x.size(0), count, x.size(1)}, false);
        };
    }

    private static LayerModule cropping(LayerContext layer) {
        long[] borders = borders(layer, "cropping", 0);
        int first = layer.isChannelsFirst() ? 2 : 1;
        return (inputs, pass) -> {
            Tensor x = inputs.get(0);
            for (int i = 0; i < 2; i++) {
                long left = x.size(first + i) - borders[2 * i] - borders[2 * i + 1];
                x = x.narrow(first + i, borders[2 * i], left);
            }
            return x;
        };
    }

    private static LayerModule expand(LayerContext layer) {
        int axis = layer.config().integer("axis");
        return (inputs, pass) -> inputs.get(0).unsqueeze(axis);
    }

    private static LayerModule squeeze(LayerContext layer) {
        List<Integer> axes =
                layer.config()
                        .integers("axis")
                        .orElseThrow(() -> layer.unsupported("it names no axis"));
        long[] array = axes.stream().mapToLong(Integer::longValue).toArray();
        return (inputs, pass) -> inputs.get(0).squeeze(array);
    }

    private static LayerModule transpose(LayerContext layer) {
        List<Integer> axes =
                layer.config()
                        .integers("axes")
                        .orElseThrow(() -> layer.unsupported("it names no axes"));
        long[] array = axes.stream().mapToLong(Integer::longValue).toArray();
        return (inputs, pass) -> inputs.get(0).permute(array);
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
        List<?> parts = value instanceof List<?> list ? list : List.of(value, value);
        long[] pads = new long[4];
        if (parts.size() != 2) {
            throw layer.config().wrong(key, value, "a number, two numbers or two pairs");
        }
        for (int i = 0; i < 2; i++) {
            List<?> pair =
                    parts.get(i) instanceof List<?> list
                            ? list
                            : List.of(parts.get(i), parts.get(i));
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
