package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.LayerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Transposed convolutions: ND4J computes the full one without padding, whose middle part is what
 * TensorFlow answers.
 */
final class TransposedConvolutions {
    private TransposedConvolutions() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("Conv1DTranspose", call -> convolution(call, 1));
        converters.put("Conv2DTranspose", call -> convolution(call, 2));
    }

    private static Step convolution(Call call, int dimensions) {
        LayerConfig config = call.config();
        if (config.integer("groups", 1) != 1) {
            throw call.refuse("groups");
        }
        int[] dilation = config.sizes("dilation_rate", dimensions, 1);
        Tensor kernel =
                WeightArrays.dilated(
                        Convolutions.planar(call.weight("kernel"), dimensions),
                        dilation[0],
                        dimensions == 2 ? dilation[1] : 1);
        int[] strides = config.sizes("strides", dimensions, 1);
        Axis rows = axis(call, 0, dimensions, kernel.shape().size(0), strides);
        Axis columns =
                dimensions == 2
                        ? axis(call, 1, dimensions, kernel.shape().size(1), strides)
                        : new Axis(1, 1, false, -1);
        List<Tensor> weights = new ArrayList<>(List.of(kernel));
        call.findWeight("bias").ifPresent(weights::add);
        Step step =
                new Step(
                        (in, w) -> {
                            INDArray result = convolve(in[0], w[0], rows, columns);
                            return w.length > 1 ? Convolutions.addBias(result, w[1]) : result;
                        },
                        weights);
        return Layouts.planar(call, dimensions, step)
                .then(Activations.of(call, config.activation("activation")));
    }

    private static Axis axis(Call call, int index, int dimensions, int kernel, int[] strides) {
        Window.Padding padding = Convolutions.padding(call);
        if (padding == Window.Padding.CAUSAL || strides[index] < 1) {
            throw call.refuse("padding " + padding + " and strides " + strides[index]);
        }
        boolean given = call.config().has("output_padding");
        int extra = given ? call.config().sizes("output_padding", dimensions)[index] : -1;
        return new Axis(kernel, strides[index], padding == Window.Padding.SAME, extra);
    }

    private static INDArray convolve(INDArray x, INDArray kernel, Axis rows, Axis columns) {
        INDArray full =
                Ops.create(
                        x.size(0), rows.full(x.size(1)), columns.full(x.size(2)), kernel.size(2));
        int[] arguments = {
            rows.kernel(), columns.kernel(), rows.stride(), columns.stride(), 0, 0, 1, 1, 0, 1, 0
        };
        Ops.run("deconv2d", full, arguments, x, kernel);
        INDArray cut =
                Ops.part(
                        full,
                        new long[] {0, rows.before(x.size(1)), columns.before(x.size(2)), 0},
                        new long[] {
                            x.size(0), rows.kept(x.size(1)), columns.kept(x.size(2)), kernel.size(2)
                        });
        Border below = rows.missing(x.size(1));
        Border right = columns.missing(x.size(2));
        return below.isNone() && right.isNone() ? cut : Ops.padded(cut, below, right, 0);
    }

    /**
     * One dimension of a transposed convolution.
     *
     * @param kernel the kernel's extent, dilation included
     * @param stride the stride
     * @param same whether the padding is {@code same}
     * @param outputPadding what is added to the output, −1 if Keras derives it
     */
    private record Axis(int kernel, int stride, boolean same, int outputPadding) {
        long full(long size) {
            return (size - 1) * stride + kernel;
        }

        long result(long size) {
            if (outputPadding >= 0) {
                int border = same ? kernel / 2 : 0;
                return (size - 1) * stride + kernel - 2L * border + outputPadding;
            }
            return size * stride + (same ? 0 : Math.max(kernel - stride, 0));
        }

        long before(long size) {
            return same ? Math.max(full(size) - result(size), 0) / 2 : 0;
        }

        long kept(long size) {
            return Math.min(result(size), full(size) - before(size));
        }

        Border missing(long size) {
            return new Border(0, (int) (result(size) - kept(size)));
        }
    }
}
