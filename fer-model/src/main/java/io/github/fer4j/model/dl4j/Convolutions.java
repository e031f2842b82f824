package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.LayerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Convolutions over one or two dimensions. One dimension is taken as rows of a single column. */
final class Convolutions {
    private Convolutions() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("Conv1D", call -> convolution(call, 1));
        converters.put("Conv2D", call -> convolution(call, 2));
        converters.put("DepthwiseConv1D", call -> depthwise(call, 1));
        converters.put("DepthwiseConv2D", call -> depthwise(call, 2));
        converters.put("SeparableConv1D", call -> separable(call, 1));
        converters.put("SeparableConv2D", call -> separable(call, 2));
    }

    private static Step convolution(Call call, int dimensions) {
        Tensor kernel = planar(call.weight("kernel"), dimensions);
        int groups = call.config().integer("groups", 1);
        Window window = window(call, kernel, dimensions);
        if (groups == 1) {
            return finish(
                    call,
                    dimensions,
                    new Step(
                            (in, w) -> convolve(in[0], w[0], w.length > 1 ? w[1] : null, window),
                            withBias(call, kernel)));
        }
        checkGroups(call, kernel, groups);
        if (kernel.shape().size(2) == 1) {
            return perChannel(call, dimensions, WeightArrays.perChannel(kernel, groups), window);
        }
        Tensor[] kernels = WeightArrays.split(kernel, groups).toArray(Tensor[]::new);
        return finish(
                call,
                dimensions,
                new Step(
                        (in, w) -> convolveGroups(in[0], w, groups, window),
                        withBias(call, kernels)));
    }

    private static Step perChannel(Call call, int dimensions, Tensor kernel, Window window) {
        return finish(
                call,
                dimensions,
                new Step(
                        (in, w) ->
                                convolveDepthwise(in[0], w[0], w.length > 1 ? w[1] : null, window),
                        withBias(call, kernel)));
    }

    private static List<Tensor> withBias(Call call, Tensor... kernels) {
        List<Tensor> weights = new ArrayList<>(List.of(kernels));
        call.findWeight("bias").ifPresent(weights::add);
        return weights;
    }

    private static void checkGroups(Call call, Tensor kernel, int groups) {
        if (groups < 1 || kernel.shape().size(3) % groups != 0) {
            throw call.config().wrong("groups", groups, "a divisor of the number of filters");
        }
    }

    private static Step depthwise(Call call, int dimensions) {
        Tensor kernel = planar(depthwiseKernel(call), dimensions);
        return perChannel(call, dimensions, kernel, window(call, kernel, dimensions));
    }

    private static Step separable(Call call, int dimensions) {
        Tensor kernel = planar(depthwiseKernel(call), dimensions);
        Tensor pointwise = planar(call.weight("pointwise_kernel"), dimensions);
        Window window = window(call, kernel, dimensions);
        Window single = new Window(1, 1, 1, 1, 1, 1, Window.Padding.VALID);
        return finish(
                call,
                dimensions,
                new Step(
                        (in, w) ->
                                convolve(
                                        convolveDepthwise(in[0], w[0], null, window),
                                        w[1],
                                        w.length > 2 ? w[2] : null,
                                        single),
                        withBias(call, kernel, pointwise)));
    }

    private static Tensor depthwiseKernel(Call call) {
        return call.findWeight("depthwise_kernel").orElseGet(() -> call.weight("kernel"));
    }

    private static Step finish(Call call, int dimensions, Step step) {
        return Layouts.planar(call, dimensions, step)
                .then(Activations.of(call, call.config().activation("activation")));
    }

    /** Inserts the column dimension into a kernel of one dimension. */
    static Tensor planar(Tensor kernel, int dimensions) {
        return dimensions == 2
                ? kernel
                : kernel.reshape(
                        Shape.of(
                                kernel.shape().size(0),
                                1,
                                kernel.shape().size(1),
                                kernel.shape().size(2)));
    }

    static Window window(Call call, Tensor kernel, int dimensions) {
        LayerConfig config = call.config();
        int[] strides = config.sizes("strides", dimensions, 1);
        int[] dilation = config.sizes("dilation_rate", dimensions, 1);
        for (int i = 0; i < dimensions; i++) {
            if (strides[i] < 1 || dilation[i] < 1) {
                throw call.refuse("strides and dilation_rate must be at least 1");
            }
        }
        return new Window(
                kernel.shape().size(0),
                kernel.shape().size(1),
                strides[0],
                dimensions == 2 ? strides[1] : 1,
                dilation[0],
                dimensions == 2 ? dilation[1] : 1,
                padding(call));
    }

    static Window.Padding padding(Call call) {
        String padding = call.config().text("padding", "valid");
        return switch (padding) {
            case "valid" -> Window.Padding.VALID;
            case "same" -> Window.Padding.SAME;
            case "causal" -> Window.Padding.CAUSAL;
            default -> throw call.config().wrong("padding", padding, "valid, same or causal");
        };
    }

    /**
     * @param x (batch, rows, columns, channels)
     * @param kernel (rows, columns, in, out)
     * @param bias one value for each filter, or null
     * @param window how the kernel moves
     * @return (batch, rows, columns, filters)
     */
    private static INDArray convolve(INDArray x, INDArray kernel, INDArray bias, Window window) {
        Border rows = window.rows(x.size(1));
        Border columns = window.columns(x.size(2));
        INDArray result = result(x, rows, columns, window, kernel.size(3));
        if (window.isPoint() && rows.isNone() && columns.isNone()) {
            Ops.matrixProduct(
                    Ops.asMatrix(x, x.size(3)),
                    kernel.reshape('c', kernel.size(2), kernel.size(3)),
                    Ops.asMatrix(result, kernel.size(3)));
            return bias == null ? result : addBias(result, bias);
        }
        Kernels.convolve(x, kernel, window, result);
        return bias == null ? result : addBias(result, bias);
    }

    private static INDArray convolveDepthwise(
            INDArray x, INDArray kernel, INDArray bias, Window window) {
        INDArray result =
                result(
                        x,
                        window.rows(x.size(1)),
                        window.columns(x.size(2)),
                        window,
                        kernel.size(2) * kernel.size(3));
        Kernels.convolveDepthwise(x, kernel, window, result);
        return bias == null ? result : addBias(result, bias);
    }

    private static INDArray convolveGroups(
            INDArray x, INDArray[] weights, int groups, Window window) {
        INDArray[] results = new INDArray[groups];
        long[] starts = new long[4];
        long[] sizes = x.shape().clone();
        sizes[3] = x.size(3) / groups;
        for (int i = 0; i < groups; i++) {
            starts[3] = i * sizes[3];
            results[i] = convolve(Ops.part(x, starts, sizes), weights[i], null, window);
        }
        INDArray result = Nd4j.concat(3, results);
        return weights.length > groups ? addBias(result, weights[groups]) : result;
    }

    private static INDArray result(
            INDArray x, Border rows, Border columns, Window window, long channels) {
        return Ops.create(
                x.size(0),
                rows.windows(x.size(1), window.extentRows(), window.strideRows()),
                columns.windows(x.size(2), window.extentColumns(), window.strideColumns()),
                channels);
    }

    static INDArray addBias(INDArray x, INDArray bias) {
        return Ops.run("biasadd", x, new int[] {0}, x, bias);
    }
}
