package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A constant of the graph: an array as Keras has it, and how it is reordered and scaled. That is
 * done when it is written out, so that a large network is not in memory several times.
 */
final class Weight {
    /** Outputs that are gathered at once, so that whole lines of the cache are read. */
    private static final int TILE = 16;

    private static final int CHUNK = 1 << 13;

    private enum Form {
        AS_IS,
        /** From (window, inputs, outputs) to (outputs, inputs, window). */
        KERNEL,
        ROWS
    }

    /** Value i is multiplied by factors[i / inner % factors.length]. */
    private record Scaling(double[] factors, int inner) {
        void apply(float[] values, int count, int start) {
            int index = start / inner % factors.length;
            int left = inner - start % inner;
            for (int i = 0; i < count; ) {
                double factor = factors[index];
                int end = Math.min(i + left, count);
                for (; i < end; i++) {
                    values[i] = (float) (values[i] * factor);
                }
                left = inner;
                index = index + 1 == factors.length ? 0 : index + 1;
            }
        }
    }

    private final Tensor source;
    private final Form form;
    private final int[] rows;
    private final Shape shape;
    private final List<Scaling> scalings;

    private Weight(Tensor source, Form form, int[] rows, Shape shape, List<Scaling> scalings) {
        this.source = source;
        this.form = form;
        this.rows = rows;
        this.shape = shape;
        this.scalings = scalings;
    }

    static Weight of(Tensor source) {
        return new Weight(source, Form.AS_IS, null, source.shape(), List.of());
    }

    /** Keras' kernel with its last axis first, then the one before it, then the window. */
    static Weight kernel(Tensor source, Shape shape) {
        return new Weight(source, Form.KERNEL, null, shape, List.of());
    }

    /** Row i is row order[i] of the matrix. */
    static Weight rows(Tensor matrix, int[] order) {
        return new Weight(matrix, Form.ROWS, order, matrix.shape(), List.of());
    }

    /** The same with value i multiplied by factors[i / inner % factors.length]. */
    Weight scaled(double[] factors, int inner) {
        List<Scaling> all = new ArrayList<>(scalings);
        all.add(new Scaling(factors, factors.length == 1 ? count() : inner));
        return new Weight(source, form, rows, shape, all);
    }

    Shape shape() {
        return shape;
    }

    int count() {
        return source.count();
    }

    /** The first value, of a constant that has one. */
    float value() {
        return toTensor().get(0);
    }

    Tensor toTensor() {
        if (form == Form.AS_IS && scalings.isEmpty()) {
            return source;
        }
        float[] values = new float[count()];
        writeTo(FloatBuffer.wrap(values));
        return Tensor.wrap(shape, values);
    }

    void writeTo(FloatBuffer target) {
        switch (form) {
            case AS_IS -> writeInOrder(target);
            case KERNEL -> writeKernel(target);
            case ROWS -> writeRows(target);
            default -> throw new IllegalStateException(form.name());
        }
    }

    private void put(FloatBuffer target, float[] values, int count, int start) {
        scalings.forEach(scaling -> scaling.apply(values, count, start));
        target.put(values, 0, count);
    }

    private void writeInOrder(FloatBuffer target) {
        FloatBuffer from = source.buffer();
        if (scalings.isEmpty()) {
            target.put(from);
            return;
        }
        float[] chunk = new float[Math.min(CHUNK, source.count())];
        for (int start = 0; start < source.count(); start += chunk.length) {
            int count = Math.min(chunk.length, source.count() - start);
            from.get(chunk, 0, count);
            put(target, chunk, count, start);
        }
    }

    private void writeRows(FloatBuffer target) {
        FloatBuffer from = source.buffer();
        int width = source.count() / rows.length;
        float[] row = new float[width];
        for (int i = 0; i < rows.length; i++) {
            from.position(rows[i] * width);
            from.get(row);
            put(target, row, width, i * width);
        }
    }

    private void writeKernel(FloatBuffer target) {
        int outputs = shape.size(0);
        int perOutput = source.count() / outputs;
        int inputs = shape.size(1);
        int window = perOutput / inputs;
        float[] tile = new float[TILE * perOutput];
        for (int first = 0; first < outputs; first += TILE) {
            int count = Math.min(TILE, outputs - first);
            for (int w = 0; w < window; w++) {
                for (int i = 0; i < inputs; i++) {
                    int from = (w * inputs + i) * outputs + first;
                    int to = i * window + w;
                    for (int o = 0; o < count; o++) {
                        tile[to + o * perOutput] = source.get(from + o);
                    }
                }
            }
            put(target, tile, count * perOutput, first * perOutput);
        }
    }
}
