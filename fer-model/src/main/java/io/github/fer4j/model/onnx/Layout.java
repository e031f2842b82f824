package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import java.util.Arrays;

/**
 * How a tensor lies in memory: physical axis p holds the logical axis {@code order[p]}, where
 * logical axes are Keras'. Keras says (batch, height, width, channels), ONNX computes on (batch,
 * channels, height, width): such a tensor has the order 0, 3, 1, 2.
 */
final class Layout {
    private final int[] order;

    private Layout(int[] order) {
        this.order = order;
    }

    static Layout of(int... order) {
        return new Layout(order.clone());
    }

    /** As Keras has it. */
    static Layout logical(int rank) {
        int[] order = new int[rank];
        Arrays.setAll(order, axis -> axis);
        return new Layout(order);
    }

    /** Channels, logically last, right after the batch. */
    static Layout channelsSecond(int rank) {
        int[] order = new int[rank];
        Arrays.setAll(order, p -> p == 0 ? 0 : p == 1 ? rank - 1 : p - 1);
        return new Layout(order);
    }

    int rank() {
        return order.length;
    }

    /** The logical axis that lies at a physical position. */
    int axis(int position) {
        return order[position];
    }

    /** Where a logical axis lies. */
    int position(int axis) {
        for (int p = 0; p < order.length; p++) {
            if (order[p] == axis) {
                return p;
            }
        }
        throw new IllegalArgumentException("no axis " + axis + " in " + this);
    }

    boolean isLogical() {
        for (int p = 0; p < order.length; p++) {
            if (order[p] != p) {
                return false;
            }
        }
        return true;
    }

    /** The sizes in the order in which they lie. */
    Shape physical(Shape logical) {
        int[] sizes = new int[order.length];
        Arrays.setAll(sizes, p -> logical.size(order[p]));
        return Shape.of(sizes);
    }

    /** The same memory after the logical axes were permuted: new axis i was dims[i]. */
    Layout permuted(int[] dims) {
        int[] result = new int[order.length];
        for (int p = 0; p < order.length; p++) {
            for (int i = 0; i < dims.length; i++) {
                if (dims[i] == order[p]) {
                    result[p] = i;
                }
            }
        }
        return new Layout(result);
    }

    /** For each position of the target, the position here that holds the same axis. */
    int[] permutationTo(Layout target) {
        int[] permutation = new int[order.length];
        Arrays.setAll(permutation, p -> position(target.order[p]));
        return permutation;
    }

    /** Whether both lie alike in memory for this shape: axes of size 1 may be anywhere. */
    boolean liesAs(Layout target, Shape logical) {
        return Arrays.equals(significant(logical), target.significant(logical));
    }

    private int[] significant(Shape logical) {
        return Arrays.stream(order).filter(axis -> logical.size(axis) != 1).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Layout layout && Arrays.equals(order, layout.order);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(order);
    }

    @Override
    public String toString() {
        return Arrays.toString(order);
    }
}
