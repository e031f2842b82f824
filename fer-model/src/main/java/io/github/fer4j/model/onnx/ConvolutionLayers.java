package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Convolutions of one, two and three dimensions: plain, depthwise, separable, transposed. */
final class ConvolutionLayers {
    /** A kernel as ONNX takes it, and how many output channels it makes. */
    private record Kernel(String name, int[] sizes, int filters, int groups) {}

    private ConvolutionLayers() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static Symbol convert(String className, Conversion call) {
        return switch (className) {
            case "Conv1D", "Conv2D", "Conv3D" -> plain(call, dimensions(className));
            case "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose" ->
                    transposed(call, dimensions(className));
            case "DepthwiseConv1D", "DepthwiseConv2D" -> depthwise(call, dimensions(className));
            case "SeparableConv1D", "SeparableConv2D" -> separable(call, dimensions(className));
            default -> null;
        };
    }

    /** The number in the name of a class. */
    static int dimensions(String className) {
        int at = 0;
        while (!Character.isDigit(className.charAt(at))) {
            at++;
        }
        return className.charAt(at) - '0';
    }

    private static Symbol plain(Conversion call, int spatial) {
        Tensor kernel = checked(call, call.anyWeight("kernel"), spatial + 2);
        int groups = call.config().integer("groups", 1);
        Kernel form =
                kernel(
                        call,
                        kernel,
                        "convolution",
                        kernel.shape().size(-1),
                        groups,
                        () -> outputFirst(kernel, spatial));
        Symbol result =
                convolve(
                        call,
                        call.input(),
                        form,
                        call.findWeight("bias"),
                        call.config().sizes("strides", spatial, 1),
                        call.config().sizes("dilation_rate", spatial, 1),
                        call.config().text("padding", "valid"));
        return activated(call, result);
    }

    private static Symbol depthwise(Conversion call, int spatial) {
        Tensor kernel = checked(call, call.anyWeight("kernel", "depthwise_kernel"), spatial + 2);
        Symbol result =
                convolve(
                        call,
                        call.input(),
                        depthwiseKernel(call, kernel, spatial),
                        call.findWeight("bias"),
                        call.config().sizes("strides", spatial, 1),
                        call.config().sizes("dilation_rate", spatial, 1),
                        call.config().text("padding", "valid"));
        return activated(call, result);
    }

    private static Symbol separable(Conversion call, int spatial) {
        Tensor depthwise = checked(call, call.anyWeight("depthwise_kernel"), spatial + 2);
        Tensor pointwise = checked(call, call.anyWeight("pointwise_kernel"), spatial + 2);
        int[] ones = new int[spatial];
        Arrays.fill(ones, 1);
        Symbol each =
                convolve(
                        call,
                        call.input(),
                        depthwiseKernel(call, depthwise, spatial),
                        Optional.empty(),
                        call.config().sizes("strides", spatial, 1),
                        call.config().sizes("dilation_rate", spatial, 1),
                        call.config().text("padding", "valid"));
        Kernel mix =
                kernel(
                        call,
                        pointwise,
                        "convolution",
                        pointwise.shape().size(-1),
                        1,
                        () -> outputFirst(pointwise, spatial));
        return activated(
                call, convolve(call, each, mix, call.findWeight("bias"), ones, ones, "valid"));
    }

    private static Symbol transposed(Conversion call, int spatial) {
        Tensor kernel = checked(call, call.anyWeight("kernel"), spatial + 2);
        if (call.config().integer("groups", 1) != 1) {
            throw call.unsupported("a transposed convolution in groups is not supported");
        }
        Kernel form =
                kernel(
                        call,
                        kernel,
                        "transposed convolution",
                        kernel.shape().size(-2),
                        1,
                        () -> outputFirst(kernel, spatial));
        Symbol x = channelsSecond(call, call.input());
        int[] strides = call.config().sizes("strides", spatial, 1);
        int[] dilation = call.config().sizes("dilation_rate", spatial, 1);
        boolean same = call.config().text("padding", "valid").equals("same");
        boolean explicit = call.config().has("output_padding");
        int[] extra = call.config().sizes("output_padding", spatial, 0);
        int[] out = new int[spatial];
        long[] pads = new long[2 * spatial];
        long[] outputPadding = new long[spatial];
        for (int i = 0; i < spatial; i++) {
            int size = x.shape().size(spatialAxis(call, i));
            int reach = dilation[i] * (form.sizes[i] - 1) + 1;
            // What the full result has more than Keras keeps; it does not depend on the size.
            int more;
            if (explicit) {
                int kept = same ? form.sizes[i] / 2 : 0;
                more = 2 * kept - extra[i];
            } else {
                more =
                        same
                                ? reach - strides[i]
                                : reach - strides[i] - Math.max(reach - strides[i], 0);
            }
            out[i] = size == Shape.UNKNOWN ? size : (size - 1) * strides[i] + reach - more;
            pads[i] = Math.max(more, 0) / 2;
            pads[spatial + i] = Math.max(more, 0) - pads[i];
            outputPadding[i] = Math.max(-more, 0);
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", longs(form.sizes));
        attributes.put("strides", longs(strides));
        attributes.put("dilations", longs(dilation));
        attributes.put("pads", pads);
        attributes.put("output_padding", outputPadding);
        return activated(
                call,
                node(call, "ConvTranspose", x, form, call.findWeight("bias"), attributes, out));
    }

    /** The convolution alone, with Keras' padding. */
    private static Symbol convolve(
            Conversion call,
            Symbol input,
            Kernel kernel,
            Optional<Tensor> bias,
            int[] strides,
            int[] dilation,
            String padding) {
        Symbol x = channelsSecond(call, input);
        int spatial = strides.length;
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", longs(kernel.sizes));
        attributes.put("strides", longs(strides));
        attributes.put("dilations", longs(dilation));
        attributes.put("group", (long) kernel.groups);
        int[] sizes = new int[spatial];
        for (int i = 0; i < spatial; i++) {
            sizes[i] = x.shape().size(spatialAxis(call, i));
        }
        Padding pads = Padding.of(call, padding, sizes, kernel.sizes, strides, dilation);
        pads.describe(attributes);
        return node(call, "Conv", x, kernel, bias, attributes, pads.out());
    }

    private static Symbol node(
            Conversion call,
            String operator,
            Symbol x,
            Kernel kernel,
            Optional<Tensor> bias,
            Map<String, Object> attributes,
            int[] out) {
        Ops ops = call.ops();
        List<String> inputs = new ArrayList<>(List.of(x.name(), kernel.name));
        if (bias.isPresent()) {
            if (bias.get().count() != kernel.filters) {
                throw call.unsupported(
                        "its bias has %d values for %d filters"
                                .formatted(bias.get().count(), kernel.filters));
            }
            inputs.add(ops.name(Symbol.constant(bias.get())));
        }
        Shape shape = x.shape();
        for (int i = 0; i < out.length; i++) {
            shape = shape.with(spatialAxis(call, i), out[i]);
        }
        shape = shape.with(call.isChannelsFirst() ? 1 : shape.rank() - 1, kernel.filters);
        String result = ops.graph.add(operator, inputs, attributes, x.layout().physical(shape));
        return Symbol.of(result, shape, x.layout());
    }

    private static Symbol activated(Conversion call, Symbol x) {
        return ActivationLayers.apply(call, call.config().activation("activation"), x);
    }

    /** The input with its channels right after the batch in memory. */
    static Symbol channelsSecond(Conversion call, Symbol x) {
        return call.ops()
                .toLayout(
                        x,
                        call.isChannelsFirst()
                                ? Layout.logical(x.rank())
                                : Layout.channelsSecond(x.rank()));
    }

    static int spatialAxis(Conversion call, int index) {
        return call.isChannelsFirst() ? index + 2 : index + 1;
    }

    static long[] longs(int... values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private static Tensor checked(Conversion call, Tensor kernel, int rank) {
        Shape input = call.input().shape();
        if (kernel.shape().rank() != rank || input.rank() != rank) {
            throw call.unsupported(
                    "needs an input of %d dimensions and a kernel of as many, has %s and %s"
                            .formatted(rank, input, kernel.shape()));
        }
        return kernel;
    }

    private static Kernel kernel(
            Conversion call,
            Tensor kernel,
            String form,
            int filters,
            int groups,
            Supplier<Weight> inForm) {
        int[] sizes = Arrays.copyOf(kernel.shape().toArray(), kernel.shape().rank() - 2);
        return new Kernel(call.ops().graph.weight(kernel, form, inForm), sizes, filters, groups);
    }

    private static Kernel depthwiseKernel(Conversion call, Tensor kernel, int spatial) {
        int channels = kernel.shape().size(-2);
        int filters = channels * kernel.shape().size(-1);
        return kernel(
                call,
                kernel,
                "depthwise",
                filters,
                channels,
                () -> {
                    int[] shape = new int[spatial + 2];
                    Arrays.setAll(
                            shape, i -> i == 0 ? filters : i == 1 ? 1 : kernel.shape().size(i - 2));
                    return Weight.kernel(kernel, Shape.of(shape));
                });
    }

    /** Keras' last axis first, then the one before it, then rows and columns. */
    private static Weight outputFirst(Tensor kernel, int spatial) {
        int[] shape = new int[spatial + 2];
        Arrays.setAll(
                shape, i -> kernel.shape().size(i == 0 ? spatial + 1 : i == 1 ? spatial : i - 2));
        return Weight.kernel(kernel, Shape.of(shape));
    }
}
