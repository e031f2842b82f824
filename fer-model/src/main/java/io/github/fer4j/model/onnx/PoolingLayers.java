package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pooling over windows, over everything, and to a size. */
final class PoolingLayers {
    private PoolingLayers() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static Symbol convert(String className, Conversion call) {
        return switch (className) {
            case "MaxPooling1D", "MaxPooling2D", "MaxPooling3D" ->
                    windows(call, ConvolutionLayers.dimensions(className), "MaxPool");
            case "AveragePooling1D", "AveragePooling2D", "AveragePooling3D" ->
                    windows(call, ConvolutionLayers.dimensions(className), "AveragePool");
            case "GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D" ->
                    global(call, "GlobalMaxPool");
            case "GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D" ->
                    global(call, "GlobalAveragePool");
            case "AdaptiveAveragePooling1D",
                    "AdaptiveAveragePooling2D",
                    "AdaptiveAveragePooling3D" ->
                    adaptive(call, ConvolutionLayers.dimensions(className), "AveragePool");
            case "AdaptiveMaxPooling1D", "AdaptiveMaxPooling2D", "AdaptiveMaxPooling3D" ->
                    adaptive(call, ConvolutionLayers.dimensions(className), "MaxPool");
            default -> null;
        };
    }

    private static Symbol windows(Conversion call, int spatial, String operator) {
        int[] window = call.config().sizes("pool_size", spatial, 2);
        int[] strides =
                call.config().has("strides") ? call.config().sizes("strides", spatial) : window;
        return pool(call, operator, window, strides, call.config().text("padding", "valid"));
    }

    private static Symbol pool(
            Conversion call, String operator, int[] window, int[] strides, String padding) {
        Symbol x = ConvolutionLayers.channelsSecond(call, call.input());
        int spatial = window.length;
        if (x.rank() != spatial + 2) {
            throw call.unsupported(
                    "needs an input of %d dimensions, has %s".formatted(spatial + 2, x.shape()));
        }
        int[] ones = new int[spatial];
        Arrays.fill(ones, 1);
        int[] sizes = new int[spatial];
        Arrays.setAll(sizes, i -> x.shape().size(ConvolutionLayers.spatialAxis(call, i)));
        Padding pads = Padding.of(call, padding, sizes, window, strides, ones);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", ConvolutionLayers.longs(window));
        attributes.put("strides", ConvolutionLayers.longs(strides));
        pads.describe(attributes);
        Shape shape = x.shape();
        for (int i = 0; i < spatial; i++) {
            shape = shape.with(ConvolutionLayers.spatialAxis(call, i), pads.out()[i]);
        }
        String result =
                call.ops()
                        .graph
                        .add(operator, List.of(x.name()), attributes, x.layout().physical(shape));
        return Symbol.of(result, shape, x.layout());
    }

    private static Symbol global(Conversion call, String operator) {
        Ops ops = call.ops();
        Symbol x = ops.ordered(call.input());
        int[] axes = new int[x.rank() - 2];
        Arrays.setAll(axes, i -> ConvolutionLayers.spatialAxis(call, i));
        boolean keep = call.config().flag("keepdims", false);
        Layout wanted =
                call.isChannelsFirst() ? Layout.logical(x.rank()) : Layout.channelsSecond(x.rank());
        if (!x.layout().equals(wanted)) {
            return ops.reduce(
                    operator.equals("GlobalMaxPool") ? "ReduceMax" : "ReduceMean", x, axes, keep);
        }
        Shape shape = x.shape();
        for (int axis : axes) {
            shape = shape.with(axis, 1);
        }
        String result =
                ops.graph.add(operator, List.of(x.name()), Map.of(), x.layout().physical(shape));
        Symbol kept = Symbol.of(result, shape, x.layout());
        return keep ? kept : ops.squeeze(kept, axes);
    }

    /** Window i goes from floor(i · n / out) to ceil((i + 1) · n / out). */
    private static Symbol adaptive(Conversion call, int spatial, String operator) {
        int[] out = call.config().sizes("output_size", spatial);
        int[] window = new int[spatial];
        boolean even = true;
        Symbol x = call.input();
        for (int i = 0; i < spatial; i++) {
            int size = x.shape().size(ConvolutionLayers.spatialAxis(call, i));
            if (size == Shape.UNKNOWN) {
                throw call.unsupported("needs a known input size, has " + x.shape());
            }
            even &= size % out[i] == 0;
            window[i] = size / out[i];
        }
        if (even) {
            return pool(call, operator, window, window, "valid");
        }
        for (int i = 0; i < spatial; i++) {
            x = adaptive(call, x, ConvolutionLayers.spatialAxis(call, i), out[i], operator);
        }
        return x;
    }

    private static Symbol adaptive(Conversion call, Symbol x, int axis, int out, String operator) {
        Ops ops = call.ops();
        int size = x.shape().size(axis);
        List<Symbol> parts = new ArrayList<>();
        for (int i = 0; i < out; i++) {
            int start = i * size / out;
            int end = ((i + 1) * size + out - 1) / out;
            Symbol part = ops.slice(x, axis, start, end, 1, end - start);
            parts.add(
                    ops.reduce(
                            operator.equals("MaxPool") ? "ReduceMax" : "ReduceMean",
                            part,
                            new int[] {axis},
                            true));
        }
        return parts.size() == 1 ? parts.get(0) : ops.concat(parts, axis);
    }
}
