package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pictures to another size. */
final class ResizingLayers {
    private ResizingLayers() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static Symbol convert(String className, Conversion call) {
        return switch (className) {
            case "Resizing" -> resizing(call);
            case "CenterCrop", "RandomCrop" -> centerCrop(call);
            default -> null;
        };
    }

    private static Symbol resizing(Conversion call) {
        int[] target = {call.config().integer("height"), call.config().integer("width")};
        Symbol x = ConvolutionLayers.channelsSecond(call, call.input());
        if (call.config().flag("crop_to_aspect_ratio", false)) {
            x = cropToAspectRatio(call, x, target);
        } else if (call.config().flag("pad_to_aspect_ratio", false)) {
            x = padToAspectRatio(call, x, target);
        }
        return resize(
                call,
                x,
                target,
                call.config().text("interpolation", "bilinear"),
                call.config().flag("antialias", false));
    }

    private static Symbol centerCrop(Conversion call) {
        int[] target = {call.config().integer("height"), call.config().integer("width")};
        Symbol x = ConvolutionLayers.channelsSecond(call, call.input());
        int[] sizes = sizes(call, x);
        if (sizes[0] < target[0] || sizes[1] < target[1]) {
            return resize(call, cropToAspectRatio(call, x, target), target, "bilinear", false);
        }
        return crop(call, x, target);
    }

    private static Symbol crop(Conversion call, Symbol x, int[] target) {
        Symbol result = x;
        for (int i = 0; i < 2; i++) {
            int axis = ConvolutionLayers.spatialAxis(call, i);
            int before = (x.shape().size(axis) - target[i]) / 2;
            result = call.ops().crop(result, axis, before, target[i]);
        }
        return result;
    }

    private static int[] sizes(Conversion call, Symbol x) {
        int[] sizes = new int[2];
        for (int i = 0; i < 2; i++) {
            sizes[i] = x.shape().size(ConvolutionLayers.spatialAxis(call, i));
            if (sizes[i] == Shape.UNKNOWN) {
                throw call.unsupported("needs a known input size, has " + x.shape());
            }
        }
        return sizes;
    }

    private static Symbol cropToAspectRatio(Conversion call, Symbol x, int[] target) {
        int[] sizes = sizes(call, x);
        int height = (int) ((float) ((long) sizes[1] * target[0]) / target[1]);
        int width = (int) ((float) ((long) sizes[0] * target[1]) / target[0]);
        int[] kept = {
            Math.max(Math.min(sizes[0], height), 1), Math.max(Math.min(sizes[1], width), 1)
        };
        return crop(call, x, kept);
    }

    private static Symbol padToAspectRatio(Conversion call, Symbol x, int[] target) {
        int[] sizes = sizes(call, x);
        int height = (int) ((float) ((long) sizes[1] * target[0]) / target[1]);
        int width = (int) ((float) ((long) sizes[0] * target[1]) / target[0]);
        int[] wanted = {Math.max(sizes[0], height), Math.max(sizes[1], width)};
        int[] pads = new int[x.rank()];
        for (int i = 0; i < 2; i++) {
            pads[ConvolutionLayers.spatialAxis(call, i)] = (wanted[i] - sizes[i]) / 2;
        }
        return call.ops().pad(x, pads, pads, "constant", call.config().number("fill_value", 0));
    }

    /** Resizes a picture as {@code tf.image.resize} does. */
    static Symbol resize(
            Conversion call, Symbol input, int[] target, String interpolation, boolean antialias) {
        Symbol x = ConvolutionLayers.channelsSecond(call, input);
        boolean same = true;
        for (int i = 0; i < target.length; i++) {
            same &= x.shape().size(ConvolutionLayers.spatialAxis(call, i)) == target[i];
        }
        if (same) {
            return x;
        }
        if (interpolation.equals("nearest")) {
            return nearest(call, x, target);
        }
        if (interpolation.equals("bilinear") && !antialias) {
            return node(call, x, target, Map.of("mode", "linear"));
        }
        Symbol result = x;
        for (int i = 0; i < target.length; i++) {
            int axis = ConvolutionLayers.spatialAxis(call, i);
            int size = sizes(call, x)[i];
            Tensor matrix =
                    Interpolation.named(interpolation)
                            .orElseThrow(
                                    () ->
                                            call.unsupported(
                                                    "the interpolation '"
                                                            + interpolation
                                                            + "' is not known"))
                            .matrix(size, target[i], antialias);
            result = interpolated(call, result, axis, matrix);
        }
        return result;
    }

    /** Each output pixel as a sum of weighted pixels along one axis: a product with a matrix. */
    private static Symbol interpolated(Conversion call, Symbol x, int axis, Tensor matrix) {
        Ops ops = call.ops();
        int position = x.layout().position(axis);
        Shape shape = x.shape().with(axis, matrix.shape().size(0));
        List<String> inputs =
                position == x.rank() - 1
                        ? List.of(
                                x.name(),
                                ops.name(Symbol.constant(Permutation.transpose(matrix, 1, 0))))
                        : List.of(ops.name(Symbol.constant(matrix)), x.name());
        String result = ops.graph.add("MatMul", inputs, Map.of(), x.layout().physical(shape));
        return Symbol.of(result, shape, x.layout());
    }

    private static Symbol nearest(Conversion call, Symbol x, int[] target) {
        Symbol result = x;
        boolean exact = true;
        for (int i = 0; i < target.length; i++) {
            int size = x.shape().size(ConvolutionLayers.spatialAxis(call, i));
            exact &= size == Shape.UNKNOWN || asRuntime(size, target[i]);
        }
        if (exact) {
            return node(
                    call,
                    x,
                    target,
                    Map.of("mode", "nearest", "nearest_mode", "round_prefer_ceil"));
        }
        for (int i = 0; i < target.length; i++) {
            int axis = ConvolutionLayers.spatialAxis(call, i);
            long[] indices = new long[target[i]];
            int size = x.shape().size(axis);
            Arrays.setAll(indices, index -> source(index, size, indices.length));
            result = call.ops().gather(result, axis, indices);
        }
        return result;
    }

    /** The cell under the centre of an output cell, in TensorFlow's float32. */
    private static int source(int index, int size, int target) {
        float scale = (float) size / target;
        return Math.min((int) Math.floor((index + 0.5f) * scale), size - 1);
    }

    /** Whether ONNX Runtime's own rounding comes to the same cells. */
    private static boolean asRuntime(int size, int target) {
        float scale = (float) target / size;
        for (int index = 0; index < target; index++) {
            float place = (index + 0.5f) / scale - 0.5f;
            int cell = Math.min(Math.max((int) Math.round((double) place), 0), size - 1);
            boolean near = Math.abs(place - Math.floor(place) - 0.5) < 1e-3 && target < size;
            if (cell != source(index, size, target) || near && size % target != 0) {
                return false;
            }
        }
        return true;
    }

    private static Symbol node(Conversion call, Symbol x, int[] target, Map<String, Object> mode) {
        Ops ops = call.ops();
        Shape shape = x.shape();
        float[] scales = new float[x.rank()];
        Arrays.fill(scales, 1);
        boolean open = false;
        for (int i = 0; i < target.length; i++) {
            int axis = ConvolutionLayers.spatialAxis(call, i);
            int size = shape.size(axis);
            open |= size == Shape.UNKNOWN;
            scales[i + 2] = size == Shape.UNKNOWN ? 1 : scale(size, target[i]);
            shape = shape.with(axis, target[i]);
        }
        Map<String, Object> attributes = new LinkedHashMap<>(mode);
        attributes.put("coordinate_transformation_mode", "half_pixel");
        // Sizes of some axes alone would do, but ONNX Runtime 1.28 loses them when it moves a
        // transposition past the node.
        List<String> inputs =
                open
                        ? List.of(x.name(), "", "", allSizes(ops, x, target))
                        : List.of(
                                x.name(),
                                "",
                                ops.graph.constant(Tensor.wrap(Shape.of(scales.length), scales)));
        String result = ops.graph.add("Resize", inputs, attributes, x.layout().physical(shape));
        return Symbol.of(result, shape, x.layout());
    }

    /** The factor whose product with the size is cut to the target. */
    private static float scale(int size, int target) {
        float scale = (float) target / size;
        while ((long) (size * scale) < target) {
            scale = Math.nextUp(scale);
        }
        return scale;
    }

    private static String allSizes(Ops ops, Symbol x, int[] target) {
        String all = ops.graph.add("Shape", List.of(x.name()), Map.of(), Shape.of(x.rank()));
        String outer =
                ops.graph.add(
                        "Slice",
                        List.of(
                                all,
                                ops.graph.integers(0),
                                ops.graph.integers(2),
                                ops.graph.integers(0)),
                        Map.of(),
                        Shape.of(2));
        long[] inner = Arrays.stream(target).asLongStream().toArray();
        return ops.graph.add(
                "Concat",
                List.of(outer, ops.graph.integers(inner)),
                Map.of("axis", 0L),
                Shape.of(x.rank()));
    }
}
