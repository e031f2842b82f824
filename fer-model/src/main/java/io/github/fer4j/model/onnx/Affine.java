package io.github.fer4j.model.onnx;

import java.util.Arrays;
import java.util.Map;

/**
 * x · scale + shift as an affine node has it.
 *
 * @param axis the physical axis; of no meaning where both have one value
 * @param scale one value, or one for each index
 * @param shift one value, or one for each index
 */
record Affine(int axis, double[] scale, double[] shift) {
    static Affine of(GraphNode node) {
        return new Affine(
                (int) node.integer("axis", 0),
                (double[]) node.attributes.get("scale"),
                (double[]) node.attributes.get("shift"));
    }

    Map<String, Object> attributes() {
        return Map.of("axis", (long) axis, "scale", scale, "shift", shift);
    }

    boolean isUniform() {
        return scale.length == 1 && shift.length == 1;
    }

    boolean isIdentity() {
        return hasNoShift() && scalesNothing();
    }

    boolean scalesNothing() {
        return Arrays.stream(scale).allMatch(value -> value == 1);
    }

    boolean hasNoShift() {
        return Arrays.stream(shift).allMatch(value -> value == 0);
    }

    double scale(int index) {
        return scale[scale.length == 1 ? 0 : index];
    }

    double shift(int index) {
        return shift[shift.length == 1 ? 0 : index];
    }

    Affine along(int other) {
        return new Affine(other, scale, shift);
    }

    /** First this, then the other. */
    Affine then(Affine next) {
        int size =
                Math.max(
                        Math.max(scale.length, shift.length),
                        Math.max(next.scale.length, next.shift.length));
        double[] scales = new double[size];
        double[] shifts = new double[size];
        for (int i = 0; i < size; i++) {
            scales[i] = scale(i) * next.scale(i);
            shifts[i] = shift(i) * next.scale(i) + next.shift(i);
        }
        return new Affine(isUniform() ? next.axis : axis, scales, shifts);
    }
}
