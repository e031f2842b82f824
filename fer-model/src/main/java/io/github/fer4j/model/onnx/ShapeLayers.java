package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.LayerConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Layers that move, cut, pad and repeat. */
final class ShapeLayers {
    private ShapeLayers() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static Symbol convert(String className, Conversion call) {
        return switch (className) {
            case "Flatten" -> flatten(call);
            case "Reshape" -> reshape(call);
            case "Permute" -> permute(call);
            case "RepeatVector" -> repeatVector(call);
            case "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D" ->
                    pad(call, ConvolutionLayers.dimensions(className));
            case "Cropping1D", "Cropping2D", "Cropping3D" ->
                    crop(call, ConvolutionLayers.dimensions(className));
            case "UpSampling1D", "UpSampling2D", "UpSampling3D" ->
                    upsample(call, ConvolutionLayers.dimensions(className));
            default -> null;
        };
    }

    private static Symbol flatten(Conversion call) {
        Ops ops = call.ops();
        Symbol x = call.input();
        if (call.isChannelsFirst() && x.rank() > 1) {
            int rank = x.rank();
            int[] axes = new int[rank];
            Arrays.setAll(axes, i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1);
            x = ops.transpose(x, axes);
        }
        return ops.flatten(x);
    }

    /** The layer, whose target leaves the batch out, and the operation, whose target has it. */
    private static Symbol reshape(Conversion call) {
        Symbol x = call.input();
        int[] target;
        if (call.config().has("target_shape")) {
            List<Integer> sizes = new ArrayList<>(List.of(x.shape().size(0)));
            sizes.addAll(target(call.config()));
            target = sizes.stream().mapToInt(Integer::intValue).toArray();
            return call.ops().reshape(x, resolved(call, x.shape(), target, 1));
        }
        target =
                Options.integers(call, 1, "newshape", "shape")
                        .orElseThrow(() -> call.unsupported("it has no target shape"));
        return call.ops().reshape(x, resolved(call, x.shape(), target, 0));
    }

    private static List<Integer> target(LayerConfig config) {
        return config.integers("target_shape").orElseThrow();
    }

    /** Finds the size that a target leaves open. */
    static Shape resolved(Conversion call, Shape from, int[] target, int first) {
        int open = -1;
        long known = 1;
        for (int i = first; i < target.length; i++) {
            if (target[i] < 0) {
                if (open >= 0 && i > 0) {
                    // A batch that is left open beside another size stays what it is.
                    if (open == 0 && from.size(0) == Shape.UNKNOWN) {
                        return resolved(call, from, target, 1);
                    }
                    throw call.unsupported(
                            "more than one size is open in " + Arrays.toString(target));
                }
                open = i;
            } else {
                known = Math.multiplyExact(known, target[i]);
            }
        }
        long count = 1;
        boolean batchIsOpen = first == 0 && from.size(0) == Shape.UNKNOWN;
        for (int axis = batchIsOpen ? 1 : first; axis < from.rank(); axis++) {
            if (from.size(axis) == Shape.UNKNOWN) {
                count = Shape.UNKNOWN;
                break;
            }
            count = Math.multiplyExact(count, from.size(axis));
        }
        int[] sizes = target.clone();
        if (open >= 0 && count != Shape.UNKNOWN) {
            if (batchIsOpen && open == 0 && count == known) {
                sizes[0] = Shape.UNKNOWN;
            } else if (!batchIsOpen && known > 0 && count % known == 0) {
                sizes[open] = Math.toIntExact(count / known);
            } else if (!batchIsOpen) {
                throw call.unsupported(
                        "%s cannot become %s".formatted(from, Arrays.toString(target)));
            }
        } else if (open < 0 && count != Shape.UNKNOWN && !batchIsOpen && count != known) {
            throw call.unsupported("%s cannot become %s".formatted(from, Arrays.toString(target)));
        }
        return Shape.of(sizes);
    }

    private static Symbol permute(Conversion call) {
        List<Integer> dims = call.config().integers("dims").orElseThrow();
        int[] axes = new int[dims.size() + 1];
        Arrays.setAll(axes, i -> i == 0 ? 0 : dims.get(i - 1));
        if (axes.length != call.input().rank()
                || Arrays.stream(axes).distinct().count() != axes.length) {
            throw call.unsupported("dims " + dims + " do not permute " + call.input().shape());
        }
        return call.ops().transpose(call.input(), axes);
    }

    private static Symbol repeatVector(Conversion call) {
        Ops ops = call.ops();
        int n = call.config().integer("n");
        Symbol x = ops.logical(ops.expand(call.input(), 1));
        Shape shape = x.shape().with(1, n);
        String result =
                ops.graph.add(
                        "Tile", List.of(x.name(), ops.graph.integers(1, n, 1)), Map.of(), shape);
        return Symbol.of(result, shape, x.layout());
    }

    /** A pair for each dimension, from a number, a number for each, or pairs. */
    private static int[][] pairs(Conversion call, String key, int spatial) {
        int[][] pairs = new int[spatial][2];
        Object value = call.config().find(key).orElse(1L);
        for (int i = 0; i < spatial; i++) {
            Object each = value;
            if (value instanceof List<?> list) {
                boolean flat = spatial == 1 && list.size() == 2;
                if (list.size() != spatial && !flat) {
                    throw call.config().wrong(key, value, "a pair for each dimension");
                }
                each = flat ? list : list.get(i);
            }
            for (int side = 0; side < 2; side++) {
                Object number = each;
                if (each instanceof List<?> list) {
                    number = list.get(list.size() == 1 ? 0 : side);
                }
                if (!(number instanceof Number size) || size.intValue() < 0) {
                    throw call.config().wrong(key, value, "sizes of at least 0");
                }
                pairs[i][side] = size.intValue();
            }
        }
        return pairs;
    }

    private static Symbol pad(Conversion call, int spatial) {
        Symbol x = ConvolutionLayers.channelsSecond(call, call.input());
        int[][] pairs = pairs(call, "padding", spatial);
        int[] before = new int[x.rank()];
        int[] after = new int[x.rank()];
        for (int i = 0; i < spatial; i++) {
            before[ConvolutionLayers.spatialAxis(call, i)] = pairs[i][0];
            after[ConvolutionLayers.spatialAxis(call, i)] = pairs[i][1];
        }
        return call.ops().pad(x, before, after, "constant", 0);
    }

    private static Symbol crop(Conversion call, int spatial) {
        Symbol x = ConvolutionLayers.channelsSecond(call, call.input());
        int[][] pairs = pairs(call, "cropping", spatial);
        for (int i = 0; i < spatial; i++) {
            int axis = ConvolutionLayers.spatialAxis(call, i);
            int size = x.shape().size(axis);
            if (pairs[i][0] == 0 && pairs[i][1] == 0) {
                continue;
            }
            int left = size == Shape.UNKNOWN ? size : size - pairs[i][0] - pairs[i][1];
            if (size != Shape.UNKNOWN && left < 1) {
                throw call.unsupported("crops all of " + x.shape());
            }
            long end = pairs[i][1] == 0 ? Integer.MAX_VALUE : -pairs[i][1];
            x = call.ops().slice(x, axis, pairs[i][0], end, 1, left);
        }
        return x;
    }

    private static Symbol upsample(Conversion call, int spatial) {
        Ops ops = call.ops();
        int[] factors = call.config().sizes("size", spatial, 2);
        Symbol x = ConvolutionLayers.channelsSecond(call, call.input());
        String interpolation = call.config().text("interpolation", "nearest");
        if (interpolation.equals("nearest")) {
            float[] scales = new float[x.rank()];
            Shape shape = x.shape();
            Arrays.fill(scales, 1);
            for (int i = 0; i < spatial; i++) {
                int axis = ConvolutionLayers.spatialAxis(call, i);
                scales[i + 2] = factors[i];
                int size = shape.size(axis);
                shape = shape.with(axis, size == Shape.UNKNOWN ? size : size * factors[i]);
            }
            Map<String, Object> attributes =
                    Map.of(
                            "mode",
                            "nearest",
                            "coordinate_transformation_mode",
                            "asymmetric",
                            "nearest_mode",
                            "floor");
            String result =
                    ops.graph.add(
                            "Resize",
                            List.of(
                                    x.name(),
                                    "",
                                    ops.graph.constant(
                                            io.github.fer4j.model.Tensor.wrap(
                                                    Shape.of(scales.length), scales))),
                            attributes,
                            x.layout().physical(shape));
            return Symbol.of(result, shape, x.layout());
        }
        int[] sizes = new int[spatial];
        for (int i = 0; i < spatial; i++) {
            int size = x.shape().size(ConvolutionLayers.spatialAxis(call, i));
            if (size == Shape.UNKNOWN) {
                throw call.unsupported(
                        "interpolation '%s' needs a known input size".formatted(interpolation));
            }
            sizes[i] = size * factors[i];
        }
        return ResizingLayers.resize(call, x, sizes, interpolation, false);
    }
}
