package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs what layers need with what a file holds, checks all shapes, and only then reads values: a
 * file that does not fit costs no more than its headers.
 */
final class WeightAssigner {
    private record Pair(BuiltLayer layer, WeightSpec spec, Hdf5Dataset dataset) {}

    private final List<Pair> pairs = new ArrayList<>();

    /**
     * @param dataset where the weight's values are
     * @throws ModelFormatException if its shape is not the one that is needed
     */
    void pair(BuiltLayer layer, WeightSpec spec, Hdf5Dataset dataset) {
        if (!fits(layer, spec, dataset.sizes())) {
            throw new ModelFormatException(
                    "layer '%s' (%s): weight '%s' needs the shape %s, %s has %s%s"
                            .formatted(
                                    layer.name(),
                                    layer.parsed().className(),
                                    spec.name(),
                                    stored(layer, spec),
                                    dataset.path(),
                                    dataset.shape(),
                                    dataset.typePhrase()));
        }
        pairs.add(new Pair(layer, spec, dataset));
    }

    /** Whether a dataset's shape is what a weight needs. */
    static boolean fits(BuiltLayer layer, WeightSpec spec, long[] sizes) {
        Shape needed = stored(layer, spec);
        // Keras 1 stored kernels of one dimension as (length, 1, in, out).
        boolean keras1Kernel = needed.rank() == 3 && sizes.length == 4 && sizes[1] == 1;
        int skipped = -1;
        if (keras1Kernel) {
            skipped = 1;
        } else if (needed.rank() != sizes.length) {
            return false;
        }
        for (int i = 0, axis = 0; i < sizes.length; i++) {
            if (i != skipped && sizes[i] != needed.size(axis++)) {
                return false;
            }
        }
        return true;
    }

    /** The shape as the file stores it. */
    private static Shape stored(BuiltLayer layer, WeightSpec spec) {
        Shape shape = spec.shape();
        return isTheanoKernel(layer, spec)
                ? Shape.of(shape.size(3), shape.size(2), shape.size(0), shape.size(1))
                : shape;
    }

    private static boolean isTheanoKernel(BuiltLayer layer, WeightSpec spec) {
        return layer.parsed().storage().theanoKernels() && spec.shape().rank() == 4;
    }

    /** Reads all values into their layers. */
    void read() {
        long most = 0;
        for (Pair pair : pairs) {
            most = Math.addExact(most, pair.spec.shape().count());
        }
        for (Pair pair : pairs) {
            float[] values;
            try {
                values = pair.dataset.read();
            } catch (ModelFormatException e) {
                throw new ModelFormatException(
                        "layer '%s', weight '%s': %s"
                                .formatted(pair.layer.name(), pair.spec.name(), e.getMessage()),
                        e);
            }
            if (isTheanoKernel(pair.layer, pair.spec)) {
                values = fromTheano(values, pair.spec.shape());
            }
            checkFinite(pair, values);
            pair.layer.add(Tensor.wrap(pair.spec.shape(), values));
        }
    }

    private static void checkFinite(Pair pair, float[] values) {
        // A sum of zeros times values is NaN if any is not finite, and needs no branch for each.
        float zero = 0;
        for (float value : values) {
            zero += value * 0;
        }
        if (zero == 0) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new ModelFormatException(
                        ("layer '%s' (%s): weight '%s' (%s) holds %s at position %d, so every"
                                        + " answer would be worthless")
                                .formatted(
                                        pair.layer.name(),
                                        pair.layer.parsed().className(),
                                        pair.spec.name(),
                                        pair.dataset.path(),
                                        values[i],
                                        i));
            }
        }
    }

    /** (out, in, rows, columns) to (rows, columns, in, out). */
    private static float[] fromTheano(float[] values, Shape shape) {
        int rows = shape.size(0);
        int columns = shape.size(1);
        int in = shape.size(2);
        int out = shape.size(3);
        float[] turned = new float[values.length];
        int next = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                for (int i = 0; i < in; i++) {
                    for (int o = 0; o < out; o++) {
                        turned[next++] = values[((o * in + i) * rows + r) * columns + c];
                    }
                }
            }
        }
        return turned;
    }
}
