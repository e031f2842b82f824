package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;

/** Arithmetic of sizes that several families of layers share. */
final class Sizes {
    private Sizes() {}

    /** Rank without batch and channels, from a class name that ends in it: {@code Conv2D}. */
    static int spatialRank(LayerCall call) {
        for (int i = call.className().length() - 1; i >= 0; i--) {
            char digit = call.className().charAt(i);
            if (digit >= '1' && digit <= '3') {
                return digit - '0';
            }
        }
        throw call.error("has no number of dimensions in its class name");
    }

    static boolean channelsFirst(LayerCall call) {
        String format = call.config().text("data_format", "channels_last");
        return switch (format) {
            case "channels_last" -> false;
            case "channels_first" -> true;
            default ->
                    throw call.config()
                            .wrong("data_format", format, "channels_last or channels_first");
        };
    }

    /** The one input, which must have batch, spatial dimensions and channels. */
    static Shape spatialInput(LayerCall call, int spatialRank) {
        Shape input = call.inputShape();
        if (input.rank() != spatialRank + 2) {
            throw call.error(
                    "needs %d dimensions, batch included, got %s"
                            .formatted(spatialRank + 2, input));
        }
        return input;
    }

    /** Where the spatial dimensions begin. */
    static int firstSpatialAxis(LayerCall call) {
        return channelsFirst(call) ? 2 : 1;
    }

    static int channelAxis(LayerCall call, Shape input) {
        return channelsFirst(call) ? 1 : input.rank() - 1;
    }

    static int knownChannels(LayerCall call, Shape input) {
        int channels = input.size(channelAxis(call, input));
        if (channels == Shape.UNKNOWN) {
            throw call.error("needs a known number of channels, got " + input);
        }
        return channels;
    }

    /** A list of sizes that must all be at least 1. */
    static int[] positives(LayerCall call, String key, int count, int otherwise) {
        return checked(call, key, call.config().sizes(key, count, otherwise));
    }

    /** A list of sizes that must be there and all be at least 1. */
    static int[] positives(LayerCall call, String key, int count) {
        return checked(call, key, call.config().sizes(key, count));
    }

    private static int[] checked(LayerCall call, String key, int[] sizes) {
        for (int size : sizes) {
            if (size < 1) {
                throw call.config().wrong(key, java.util.Arrays.toString(sizes), "at least 1");
            }
        }
        return sizes;
    }

    static int positive(LayerCall call, String key) {
        int size = call.config().integer(key);
        if (size < 1) {
            throw call.config().wrong(key, size, "at least 1");
        }
        return size;
    }

    static int positive(LayerCall call, String key, int otherwise) {
        return call.config().has(key) ? positive(call, key) : otherwise;
    }

    /**
     * The output of a window that slides: Keras' rule for {@code valid}, {@code same}, {@code
     * causal}.
     */
    static int window(LayerCall call, int size, int kernel, int stride, int dilation) {
        if (size == Shape.UNKNOWN) {
            return size;
        }
        String padding = call.config().text("padding", "valid").toLowerCase(java.util.Locale.ROOT);
        long covered = (kernel - 1L) * dilation + 1;
        return switch (padding) {
            case "same", "causal" -> (int) ((size + stride - 1L) / stride);
            case "valid" -> (int) Math.max(0, (size - covered + stride) / stride);
            default -> throw call.config().wrong("padding", padding, "valid, same or causal");
        };
    }

    /**
     * Both sides of each spatial dimension, from {@code 1}, {@code (1, 2)} or {@code ((1, 2), …)}.
     */
    static int[][] sides(LayerCall call, String key, int count) {
        Object value = call.config().find(key).orElseThrow(() -> call.error("has no " + key));
        int[][] sides = new int[count][];
        java.util.List<?> list =
                value instanceof java.util.List<?> given
                        ? given
                        : java.util.Collections.nCopies(count, value);
        boolean oneDimension = count == 1 && list.size() == 2 && list.get(0) instanceof Number;
        if (oneDimension) {
            list = java.util.List.of(list);
        }
        if (list.size() != count) {
            throw call.config().wrong(key, value, count + " sizes or pairs");
        }
        for (int i = 0; i < count; i++) {
            Object item = list.get(i);
            sides[i] =
                    new LayerConfig(call.layerName(), java.util.Collections.singletonMap(key, item))
                            .sizes(key, 2);
            if (sides[i][0] < 0 || sides[i][1] < 0) {
                throw call.config().wrong(key, value, "sizes of at least 0");
            }
        }
        return sides;
    }

    /** A dimension given as 0, 1, … or −1, −2, …; checked against the rank. */
    static int axis(LayerCall call, int axis, int rank) {
        int counted = axis < 0 ? axis + rank : axis;
        if (counted < 0 || counted >= rank) {
            throw call.error("has no dimension %d in %s".formatted(axis, call.inputShapes()));
        }
        return counted;
    }
}
