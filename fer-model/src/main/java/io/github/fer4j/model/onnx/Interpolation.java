package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** How {@code tf.image.resize} weighs the pixels around a place, by the name of the method. */
enum Interpolation {
    BILINEAR(1, x -> 1 - x),
    BICUBIC(2, Interpolation::keys),
    LANCZOS3(3, x -> lanczos(x, 3)),
    LANCZOS5(5, x -> lanczos(x, 5)),
    GAUSSIAN(1.5, x -> Math.exp(-2 * x * x)),
    MITCHELLCUBIC(2, Interpolation::mitchell),
    AREA(0.5, x -> 1);

    private static final double CUBIC = -0.5;

    /** TensorFlow looks cubic weights up in a table of this many steps. */
    private static final int TABLE = 1 << 10;

    private final double radius;
    private final DoubleUnaryOperator kernel;

    Interpolation(double radius, DoubleUnaryOperator kernel) {
        this.radius = radius;
        this.kernel = kernel;
    }

    static Optional<Interpolation> named(String name) {
        for (Interpolation each : values()) {
            if (each.name().equalsIgnoreCase(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** One row for each output pixel with the weight of every input pixel. */
    Tensor matrix(int size, int target, boolean antialias) {
        float[] weights = new float[Math.multiplyExact(size, target)];
        for (int row = 0; row < target; row++) {
            double[] values = new double[size];
            if (this == AREA) {
                area(values, row, (double) size / target);
            } else if (this == BICUBIC && !antialias) {
                cubic(values, row, (float) size / target);
            } else {
                spread(values, row, (double) size / target, antialias);
            }
            double total = 0;
            for (double value : values) {
                total += value;
            }
            for (int i = 0; i < size; i++) {
                weights[row * size + i] = (float) (total == 0 ? 0 : values[i] / total);
            }
        }
        return Tensor.wrap(Shape.of(target, size), weights);
    }

    private void spread(double[] values, int row, double scale, boolean antialias) {
        double widening = antialias ? Math.max(scale, 1) : 1;
        double centre = (row + 0.5) * scale;
        int last = values.length - 1;
        int start = (int) Math.ceil(centre - radius * widening - 0.5);
        int end = (int) Math.floor(centre + radius * widening - 0.5);
        for (int i = Math.max(start, 0); i <= Math.min(end, last); i++) {
            double distance = Math.abs(i + 0.5 - centre) / widening;
            values[i] = distance < radius ? kernel.applyAsDouble(distance) : 0;
        }
    }

    private static void area(double[] values, int row, double scale) {
        double from = row * scale;
        double to = from + scale;
        for (int i = (int) from; i < values.length && i < to; i++) {
            values[i] = Math.max(Math.min(i + 1, to) - Math.max(i, from), 0);
        }
    }

    private static void cubic(double[] values, int row, float scale) {
        float place = (row + 0.5f) * scale - 0.5f;
        int first = (int) Math.floor(place);
        int step = (int) Math.rint((place - first) * TABLE);
        double delta = (double) step / TABLE;
        double[] weights = {keys(delta + 1), keys(delta), keys(1 - delta), keys(2 - delta)};
        for (int i = 0; i < weights.length; i++) {
            int index = first - 1 + i;
            if (index >= 0 && index < values.length) {
                values[index] = weights[i];
            }
        }
    }

    /** Keys 1981. */
    private static double keys(double x) {
        if (x >= 2) {
            return 0;
        }
        return x >= 1
                ? ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC
                : ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
    }

    /** Mitchell and Netravali 1988. */
    private static double mitchell(double x) {
        return x >= 1
                ? ((-7.0 / 18 * x + 2) * x - 10.0 / 3) * x + 16.0 / 9
                : (7.0 / 6 * x - 2) * x * x + 8.0 / 9;
    }

    private static double lanczos(double x, double radius) {
        if (x <= 1e-3) {
            return 1;
        }
        double angle = Math.PI * x;
        return radius * Math.sin(angle) * Math.sin(angle / radius) / (angle * angle);
    }
}
