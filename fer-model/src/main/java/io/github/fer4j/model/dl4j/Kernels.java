package io.github.fer4j.model.dl4j;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolutions as products of matrices. ND4J's own {@code conv2d} takes three times as long and
 * {@code depthwise_conv2d} ten times: what they spend is the rearranging before the product.
 */
final class Kernels {
    /** How many values are rearranged at a time: small enough to stay in a core's cache. */
    private static final int CHUNK = 1 << 18;

    private Kernels() {}

    /**
     * @param x (batch, rows, columns, channels)
     * @param kernel (rows, columns, channels, filters)
     * @param window how the kernel moves
     * @param result (batch, rows, columns, filters); overwritten
     */
    static void convolve(INDArray x, INDArray kernel, Window window, INDArray result) {
        long taps = kernel.length() / kernel.size(3);
        INDArray weights = kernel.reshape('c', taps, kernel.size(3));
        INDArray points = Ops.asMatrix(result, kernel.size(3));
        Patches patches = new Patches(x, window);
        long lines = x.size(0) * result.size(1);
        long columns = result.size(2);
        long atOnce = Math.max(1, Math.min(lines, CHUNK / (columns * taps)));
        INDArray matrix = Ops.create(atOnce * columns, taps);
        for (long line = 0; line < lines; line += atOnce) {
            long count = Math.min(atOnce, lines - line);
            patches.collect(
                    Math.toIntExact(line),
                    Math.toIntExact(count),
                    Math.toIntExact(result.size(1)),
                    Math.toIntExact(columns),
                    Ops.values(matrix));
            Ops.matrixProduct(
                    Ops.rows(matrix, 0, count * columns),
                    weights,
                    Ops.rows(points, line * columns, count * columns));
        }
    }

    /** Collects what the kernel covers at each point, one point after the other. */
    private static final class Patches {
        private final FloatBuffer source;
        private final FloatBuffer zeros;
        private final Window window;
        private final int rows;
        private final int columns;
        private final int channels;
        private final int above;
        private final int left;

        Patches(INDArray x, Window window) {
            this.source = Ops.values(x);
            this.window = window;
            this.rows = Math.toIntExact(x.size(1));
            this.columns = Math.toIntExact(x.size(2));
            this.channels = Math.toIntExact(x.size(3));
            this.above = window.rows(rows).before();
            this.left = window.columns(columns).before();
            this.zeros = FloatBuffer.allocate(window.kernelColumns() * channels);
        }

        void collect(int line, int count, int height, int width, FloatBuffer target) {
            int to = 0;
            int block = window.kernelColumns() * channels;
            for (int i = line; i < line + count; i++) {
                int picture = i / height;
                int top = (i % height) * window.strideRows() - above;
                for (int j = 0; j < width; j++) {
                    int start = j * window.strideColumns() - left;
                    for (int k = 0; k < window.kernelRows(); k++) {
                        int row = top + k * window.dilationRows();
                        if (row < 0 || row >= rows) {
                            target.put(to, zeros, 0, block);
                        } else {
                            line(target, to, (picture * rows + row) * columns, start);
                        }
                        to += block;
                    }
                }
            }
        }

        /** One row of the kernel at one point. */
        private void line(FloatBuffer target, int to, int from, int start) {
            int width = window.kernelColumns();
            int step = window.dilationColumns();
            if (step == 1 && start >= 0 && start + width <= columns) {
                target.put(to, source, (from + start) * channels, width * channels);
                return;
            }
            for (int k = 0; k < width; k++) {
                int column = start + k * step;
                if (column < 0 || column >= columns) {
                    target.put(to + k * channels, zeros, 0, channels);
                } else {
                    target.put(to + k * channels, source, (from + column) * channels, channels);
                }
            }
        }
    }

    /**
     * @param x (batch, rows, columns, channels)
     * @param kernel (rows, columns, channels, multiplier)
     * @param window how the kernel moves
     * @param result (batch, rows, columns, channels × multiplier); overwritten
     */
    static void convolveDepthwise(INDArray x, INDArray kernel, Window window, INDArray result) {
        int rows = Math.toIntExact(x.size(1));
        int columns = Math.toIntExact(x.size(2));
        int channels = Math.toIntExact(x.size(3));
        int multiplier = Math.toIntExact(kernel.size(3));
        int height = Math.toIntExact(result.size(1));
        int width = Math.toIntExact(result.size(2));
        int above = window.rows(rows).before();
        int left = window.columns(columns).before();
        float[] weights = array(kernel);
        float[] picture = new float[rows * columns * channels];
        float[] line = new float[width * channels * multiplier];
        FloatBuffer source = Ops.values(x);
        FloatBuffer target = Ops.values(result);
        for (int n = 0; n < x.size(0); n++) {
            source.get(n * picture.length, picture);
            for (int i = 0; i < height; i++) {
                java.util.Arrays.fill(line, 0);
                for (int k = 0; k < window.kernelRows(); k++) {
                    int row = i * window.strideRows() - above + k * window.dilationRows();
                    for (int l = 0; row >= 0 && row < rows && l < window.kernelColumns(); l++) {
                        int first = l * window.dilationColumns() - left;
                        int tap = (k * window.kernelColumns() + l) * channels * multiplier;
                        for (int j = 0; j < width; j++) {
                            int column = j * window.strideColumns() + first;
                            if (column >= 0 && column < columns) {
                                accumulate(
                                        picture,
                                        (row * columns + column) * channels,
                                        weights,
                                        tap,
                                        line,
                                        j * channels * multiplier,
                                        channels,
                                        multiplier);
                            }
                        }
                    }
                }
                target.put((n * height + i) * line.length, line);
            }
        }
    }

    private static void accumulate(
            float[] x,
            int from,
            float[] weights,
            int tap,
            float[] result,
            int to,
            int channels,
            int multiplier) {
        if (multiplier == 1) {
            for (int c = 0; c < channels; c++) {
                result[to + c] += x[from + c] * weights[tap + c];
            }
            return;
        }
        for (int c = 0; c < channels; c++) {
            for (int m = 0; m < multiplier; m++) {
                int i = c * multiplier + m;
                result[to + i] += x[from + c] * weights[tap + i];
            }
        }
    }

    private static float[] array(INDArray x) {
        float[] values = new float[Math.toIntExact(x.length())];
        Ops.values(x).get(0, values);
        return values;
    }
}
