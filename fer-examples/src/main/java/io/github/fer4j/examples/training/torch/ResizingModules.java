package io.github.fer4j.examples.training.torch;

import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What makes pictures larger or smaller. */
final class ResizingModules {
    private ResizingModules() {}

    /** What the layer computes; null if the class is none of these. */
    static LayerModule find(LayerContext layer) {
        return switch (layer.className()) {
            case "UpSampling2D" -> upSampling(layer);
            case "Resizing" -> resizing(layer);
            case "CenterCrop" -> centerCrop(layer);
            default -> null;
        };
    }

    private static LayerModule upSampling(LayerContext layer) {
        int[] factors = layer.config().sizes("size", 2, 2);
        String interpolation = interpolation(layer, "nearest");
        boolean channelsFirst = layer.isChannelsFirst();
        return (inputs, pass) -> {
            Tensor x = Images.channelsSecond(inputs.get(0), channelsFirst);
            long[] sizes = {x.size(2) * factors[0], x.size(3) * factors[1]};
            return Images.channelsLast(sampled(x, sizes, interpolation), channelsFirst);
        };
    }

    private static LayerModule resizing(LayerContext layer) {
        for (String key : new String[] {"crop_to_aspect_ratio", "pad_to_aspect_ratio"}) {
            if (layer.config().flag(key, false)) {
                throw layer.unsupported("its " + key + " is not supported");
            }
        }
        long[] sizes = {layer.config().integer("height"), layer.config().integer("width")};
        String interpolation = interpolation(layer, "bilinear");
        boolean channelsFirst = layer.isChannelsFirst();
        return (inputs, pass) -> {
            Tensor x = Images.channelsSecond(inputs.get(0), channelsFirst);
            return Images.channelsLast(sampled(x, sizes, interpolation), channelsFirst);
        };
    }

    private static String interpolation(LayerContext layer, String usual) {
        String name = layer.config().text("interpolation", usual).toLowerCase(Locale.ROOT);
        if (!name.equals("nearest") && !name.equals("bilinear")) {
            throw layer.config().wrong("interpolation", name, "nearest or bilinear to be trained");
        }
        return name;
    }

    private static Tensor sampled(Tensor x, long[] sizes, String interpolation) {
        return interpolation.equals("nearest")
                ? nearest(nearest(x, 2, sizes[0]), 3, sizes[1])
                : torch.upsample_bilinear2d(x, sizes, false);
    }

    /**
     * Takes the cell under each centre, as Keras does; libtorch's own takes the one at its left.
     */
    private static Tensor nearest(Tensor x, int axis, long size) {
        long before = x.size(axis);
        if (before == size) {
            return x;
        }
        long[] cells = new long[Math.toIntExact(size)];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (long) Math.floor((i + 0.5) * before / size);
        }
        return x.index_select(axis, torch.tensor(cells).to(x.device(), ScalarType.Long));
    }

    private static LayerModule centerCrop(LayerContext layer) {
        int[] sizes = {layer.config().integer("height"), layer.config().integer("width")};
        int first = layer.isChannelsFirst() ? 2 : 1;
        for (int i = 0; i < 2; i++) {
            if (layer.inputShape().size(first + i) < sizes[i]) {
                throw layer.unsupported("it crops to more than " + layer.inputShape());
            }
        }
        return (inputs, pass) -> {
            Tensor x = inputs.get(0);
            for (int i = 0; i < 2; i++) {
                x = x.narrow(first + i, (x.size(first + i) - sizes[i]) / 2, sizes[i]);
            }
            return x;
        };
    }
}
