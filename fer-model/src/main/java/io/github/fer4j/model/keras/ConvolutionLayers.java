package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Convolutions of one to three dimensions. */
final class ConvolutionLayers {
    private ConvolutionLayers() {}

    static LayerDefinition find(String className) {
        return switch (className) {
            case "Conv1D", "Conv2D", "Conv3D" ->
                    CoreLayers.definition(
                            call -> slid(call, Sizes.positive(call, "filters")),
                            ConvolutionLayers::convolution);
            case "DepthwiseConv1D", "DepthwiseConv2D" ->
                    CoreLayers.definition(
                            call ->
                                    slid(
                                            call,
                                            Math.multiplyExact(
                                                    channels(call),
                                                    Sizes.positive(call, "depth_multiplier", 1))),
                            ConvolutionLayers::depthwise);
            case "SeparableConv1D", "SeparableConv2D" ->
                    CoreLayers.definition(
                            call -> slid(call, Sizes.positive(call, "filters")),
                            ConvolutionLayers::separable);
            case "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose" ->
                    CoreLayers.definition(
                            ConvolutionLayers::transposed, ConvolutionLayers::transposedWeights);
            default -> null;
        };
    }

    private static int channels(LayerCall call) {
        return Sizes.knownChannels(call, Sizes.spatialInput(call, Sizes.spatialRank(call)));
    }

    private static int[] kernel(LayerCall call) {
        return Sizes.positives(call, "kernel_size", Sizes.spatialRank(call));
    }

    private static Shape slid(LayerCall call, int filters) {
        int rank = Sizes.spatialRank(call);
        Shape input = Sizes.spatialInput(call, rank);
        int[] kernel = kernel(call);
        int[] strides = Sizes.positives(call, "strides", rank, 1);
        int[] dilation = Sizes.positives(call, "dilation_rate", rank, 1);
        int[] sizes = input.toArray();
        int first = Sizes.firstSpatialAxis(call);
        for (int i = 0; i < rank; i++) {
            sizes[first + i] =
                    Sizes.window(call, sizes[first + i], kernel[i], strides[i], dilation[i]);
        }
        sizes[Sizes.channelAxis(call, input)] = filters;
        return Shape.of(sizes);
    }

    private static List<WeightSpec> convolution(LayerCall call) {
        int channels = channels(call);
        int filters = Sizes.positive(call, "filters");
        int groups = Sizes.positive(call, "groups", 1);
        if (channels % groups != 0 || filters % groups != 0) {
            throw call.error(
                    "has %d groups, which divide neither %d channels nor %d filters evenly"
                            .formatted(groups, channels, filters));
        }
        return withBias(
                call, filters, WeightSpec.of("kernel", sizes(call, channels / groups, filters)));
    }

    private static List<WeightSpec> depthwise(LayerCall call) {
        int channels = channels(call);
        int multiplier = Sizes.positive(call, "depth_multiplier", 1);
        return withBias(
                call,
                Math.multiplyExact(channels, multiplier),
                WeightSpec.of("kernel", sizes(call, channels, multiplier)));
    }

    private static List<WeightSpec> separable(LayerCall call) {
        int channels = channels(call);
        int filters = Sizes.positive(call, "filters");
        int multiplier = Sizes.positive(call, "depth_multiplier", 1);
        int[] pointwise = sizes(call, Math.multiplyExact(channels, multiplier), filters);
        Arrays.fill(pointwise, 0, pointwise.length - 2, 1);
        return withBias(
                call,
                filters,
                WeightSpec.of("depthwise_kernel", sizes(call, channels, multiplier)),
                WeightSpec.of("pointwise_kernel", pointwise));
    }

    private static int[] sizes(LayerCall call, int second, int last) {
        int[] kernel = kernel(call);
        int[] sizes = Arrays.copyOf(kernel, kernel.length + 2);
        sizes[kernel.length] = second;
        sizes[kernel.length + 1] = last;
        return sizes;
    }

    private static List<WeightSpec> withBias(LayerCall call, int size, WeightSpec... kernels) {
        List<WeightSpec> weights = new ArrayList<>(List.of(kernels));
        if (call.config().flag("use_bias", true)) {
            weights.add(WeightSpec.of("bias", size));
        }
        return weights;
    }

    private static Shape transposed(LayerCall call) {
        int rank = Sizes.spatialRank(call);
        Shape input = Sizes.spatialInput(call, rank);
        int[] kernel = kernel(call);
        int[] strides = Sizes.positives(call, "strides", rank, 1);
        int[] dilation = Sizes.positives(call, "dilation_rate", rank, 1);
        int[] added =
                call.config().has("output_padding")
                        ? call.config().sizes("output_padding", rank)
                        : null;
        int[] sizes = input.toArray();
        int first = Sizes.firstSpatialAxis(call);
        boolean same = "same".equalsIgnoreCase(call.config().text("padding", "valid"));
        for (int i = 0; i < rank; i++) {
            int size = sizes[first + i];
            if (size == Shape.UNKNOWN) {
                continue;
            }
            long covered = (kernel[i] - 1L) * dilation[i] + 1;
            long out;
            if (added != null) {
                long cut = same ? covered / 2 : 0;
                out = (size - 1L) * strides[i] + covered - 2 * cut + added[i];
            } else {
                out = (long) size * strides[i] + (same ? 0 : Math.max(covered - strides[i], 0));
            }
            sizes[first + i] = Math.toIntExact(out);
        }
        sizes[Sizes.channelAxis(call, input)] = Sizes.positive(call, "filters");
        return Shape.of(sizes);
    }

    private static List<WeightSpec> transposedWeights(LayerCall call) {
        int filters = Sizes.positive(call, "filters");
        return withBias(
                call, filters, WeightSpec.of("kernel", sizes(call, filters, channels(call))));
    }
}
