package io.github.fer4j.examples.cli;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.Locale;

/**
 * How far an answer is from the expected one.
 *
 * @param largest the largest |answer − expected| / max(1, |expected|) of all values; NaN if either
 *     holds a NaN where the other does not, 0 for tensors without values
 * @param index the position of that value in row-major order, 0 without values
 */
public record Difference(double largest, int index) {
    /**
     * @param answer what was computed
     * @param expected what should be; of the same shape
     * @return the difference
     * @throws IllegalArgumentException if the shapes differ; names both
     */
    public static Difference between(Tensor answer, Tensor expected) {
        Shape shape = answer.shape();
        if (!shape.equals(expected.shape())) {
            throw new IllegalArgumentException(
                    "answered " + shape + ", expected " + expected.shape());
        }
        double largest = 0;
        int index = 0;
        for (int i = 0; i < answer.count(); i++) {
            double difference = relative(answer.get(i), expected.get(i));
            if (Double.isNaN(difference)) {
                return new Difference(difference, i);
            }
            if (difference > largest) {
                largest = difference;
                index = i;
            }
        }
        return new Difference(largest, index);
    }

    private static double relative(float answer, float expected) {
        if (Float.compare(answer, expected) == 0) {
            return 0; // also two NaNs and two infinities of one sign
        }
        return Math.abs((double) answer - expected) / Math.max(1, Math.abs((double) expected));
    }

    /**
     * @param tolerance the largest difference that is accepted
     * @return whether the answer is accepted; a NaN never is
     */
    public boolean isWithin(double tolerance) {
        return largest <= tolerance;
    }

    /**
     * @return the largest difference as it is printed: {@code 3.1e-07}
     */
    @Override
    public String toString() {
        return Double.isFinite(largest)
                ? String.format(Locale.ROOT, "%.1e", largest)
                : Double.toString(largest);
    }
}
