package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import java.util.Arrays;
import java.util.Map;

/**
 * Keras' padding as ONNX says it.
 *
 * @param pads all befores, then all afters; empty where the runtime must find them out
 * @param out the sizes that result
 */
record Padding(long[] pads, int[] out) {
    static Padding of(
            Conversion call,
            String padding,
            int[] sizes,
            int[] window,
            int[] strides,
            int[] dilation) {
        int spatial = sizes.length;
        long[] pads = new long[2 * spatial];
        int[] out = new int[spatial];
        boolean open = false;
        for (int i = 0; i < spatial; i++) {
            int n = sizes[i];
            int reach = dilation[i] * (window[i] - 1) + 1;
            switch (padding) {
                case "valid" ->
                        out[i] = n == Shape.UNKNOWN ? n : Math.max((n - reach) / strides[i] + 1, 0);
                case "same" -> {
                    out[i] = n == Shape.UNKNOWN ? n : (n + strides[i] - 1) / strides[i];
                    if (n == Shape.UNKNOWN && strides[i] > 1) {
                        open = true;
                    } else {
                        int total =
                                strides[i] == 1
                                        ? reach - 1
                                        : Math.max((out[i] - 1) * strides[i] + reach - n, 0);
                        pads[i] = total / 2;
                        pads[spatial + i] = total - total / 2;
                    }
                }
                case "causal" -> {
                    out[i] = n == Shape.UNKNOWN ? n : (n - 1) / strides[i] + 1;
                    pads[i] = reach - 1L;
                }
                default ->
                        throw call.unsupported(
                                "padding must be valid, same or causal, was '" + padding + "'");
            }
            if (n != Shape.UNKNOWN && out[i] < 1) {
                throw call.unsupported(
                        "a window of %d does not fit into a size of %d".formatted(reach, n));
            }
        }
        if (open && Arrays.stream(dilation).anyMatch(rate -> rate > 1)) {
            throw call.unsupported(
                    "strides and dilation together with 'same' need a known input size");
        }
        return new Padding(open ? new long[0] : pads, out);
    }

    void describe(Map<String, Object> attributes) {
        if (pads.length == 0) {
            attributes.put("auto_pad", "SAME_UPPER");
        } else {
            attributes.put("pads", pads);
        }
    }
}
