package io.github.fer4j.examples.training.torch;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Between Keras' axes (batch, rows, columns, channels) and libtorch's (batch, channels, rows,
 * columns). Only the description changes: in memory channels stay last, which is the layout that
 * oneDNN computes fastest.
 */
final class Images {
    private Images() {}

    static Tensor channelsSecond(Tensor x, boolean alreadySo) {
        return alreadySo ? x : x.permute(0, 3, 1, 2);
    }

    static Tensor channelsLast(Tensor x, boolean stayAsIs) {
        return stayAsIs ? x : x.permute(0, 2, 3, 1);
    }

    /**
     * How many rows and columns Keras' padding adds.
     *
     * @return top, bottom, left, right
     */
    static long[] padding(String padding, Tensor x, int[] kernel, int[] strides, int[] dilation) {
        long[] pads = new long[4];
        if (padding.equalsIgnoreCase("same")) {
            for (int i = 0; i < 2; i++) {
                long size = x.size(2 + i);
                long out = (size + strides[i] - 1) / strides[i];
                long reach = (long) dilation[i] * (kernel[i] - 1) + 1;
                long total = Math.max((out - 1) * strides[i] + reach - size, 0);
                pads[2 * i] = total / 2;
                pads[2 * i + 1] = total - total / 2;
            }
        }
        return pads;
    }

    static boolean isSymmetric(long[] pads) {
        return pads[0] == pads[1] && pads[2] == pads[3];
    }

    /** Rows and columns of a value around a picture whose channels are second. */
    static Tensor padded(Tensor x, long[] pads, double value) {
        try (Scalar fill = new Scalar(value)) {
            return torch.constant_pad_nd(x, new long[] {pads[2], pads[3], pads[0], pads[1]}, fill);
        }
    }

    static Tensor convolved(
            Tensor x,
            Tensor kernel,
            TensorOptional bias,
            String padding,
            int[] strides,
            int[] dilation,
            long groups) {
        int[] sizes = {(int) kernel.size(2), (int) kernel.size(3)};
        long[] pads = padding(padding, x, sizes, strides, dilation);
        Tensor input = x;
        long[] both = {pads[0], pads[2]};
        if (!isSymmetric(pads)) {
            input = padded(x, pads, 0);
            both = new long[] {0, 0};
        }
        return torch.conv2d(input, kernel, bias, longs(strides), both, longs(dilation), groups);
    }

    static Tensor averaged(Tensor x, int[] pool, int[] strides, long[] pads) {
        return torch.avg_pool2d(
                x, longs(pool), longs(strides), pads, false, false, new LongOptional());
    }

    static long[] longs(int[] values) {
        long[] longs = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            longs[i] = values[i];
        }
        return longs;
    }
}
