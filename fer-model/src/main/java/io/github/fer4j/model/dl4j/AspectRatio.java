package io.github.fer4j.model.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives a picture the proportions that it is to be resized to, as Keras' Resizing can. */
final class AspectRatio {
    private AspectRatio() {}

    /** The largest part in the middle that has the proportions. */
    static INDArray cropped(INDArray x, int height, int width) {
        long rows = Math.max(1, Math.min(x.size(1), scaled(x.size(2), height, width)));
        long columns = Math.max(1, Math.min(x.size(2), scaled(x.size(1), width, height)));
        return Ops.part(
                x,
                new long[] {0, (x.size(1) - rows) / 2, (x.size(2) - columns) / 2, 0},
                new long[] {x.size(0), rows, columns, x.size(3)});
    }

    /** The picture in the middle of a larger one that has the proportions, save an odd row. */
    static INDArray padded(INDArray x, int height, int width, double value) {
        int rows = Math.toIntExact(Math.max(x.size(1), scaled(x.size(2), height, width)));
        int columns = Math.toIntExact(Math.max(x.size(2), scaled(x.size(1), width, height)));
        int top = (int) (rows - x.size(1)) / 2;
        int left = (int) (columns - x.size(2)) / 2;
        return Ops.padded(x, new Border(top, top), new Border(left, left), value);
    }

    /** Keras computes this in float32. */
    private static long scaled(long size, int numerator, int denominator) {
        return (long) ((float) (size * numerator) / denominator);
    }
}
