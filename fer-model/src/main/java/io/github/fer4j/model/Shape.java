package io.github.fer4j.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor, outermost first; {@link #UNKNOWN} stands for a size that is known only
 * when the network runs. Written as Keras does: {@code (None, 48, 48, 1)}.
 *
 * @param dimensions the sizes; each at least 0, or {@link #UNKNOWN}
 */
public record Shape(List<Integer> dimensions) {
    /** A size that is known only when the network runs. */
    public static final int UNKNOWN = -1;

    /** Copies the list and checks that every size is at least 0 or {@link #UNKNOWN}. */
    public Shape {
        dimensions = List.copyOf(dimensions);
        for (int size : dimensions) {
            if (size < UNKNOWN) {
                throw new IllegalArgumentException(
                        "a size must be >= 0 or unknown (-1), was " + size);
            }
        }
    }

    /**
     * @param sizes the sizes, outermost first
     * @return their shape
     */
    public static Shape of(int... sizes) {
        return new Shape(Arrays.stream(sizes).boxed().toList());
    }

    /**
     * @return how many dimensions there are; 0 for a scalar
     */
    public int rank() {
        return dimensions.size();
    }

    /**
     * @param axis 0 to rank − 1, or counted from the end as −1 to −rank
     * @return the size along it, possibly {@link #UNKNOWN}
     */
    public int size(int axis) {
        return dimensions.get(axis < 0 ? axis + rank() : axis);
    }

    /**
     * @return whether no size is {@link #UNKNOWN}
     */
    public boolean isKnown() {
        return !dimensions.contains(UNKNOWN);
    }

    /**
     * @return the number of values that a tensor of this shape holds; 1 for a scalar
     * @throws IllegalStateException if a size is unknown
     * @throws ArithmeticException if the product exceeds a long
     */
    public long count() {
        long product = 1;
        for (int size : dimensions) {
            if (size == UNKNOWN) {
                throw new IllegalStateException(
                        "the shape " + this + " has no fixed number of values");
            }
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    /**
     * @param axis 0 to rank − 1, or counted from the end
     * @param size the new size along it
     * @return this shape with that size
     */
    public Shape with(int axis, int size) {
        int[] sizes = toArray();
        sizes[axis < 0 ? axis + sizes.length : axis] = size;
        return of(sizes);
    }

    /**
     * @return the sizes as a new array
     */
    public int[] toArray() {
        return dimensions.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * @return the sizes as a new array of longs, as ONNX Runtime takes them
     */
    public long[] toLongArray() {
        return dimensions.stream().mapToLong(Integer::longValue).toArray();
    }

    @Override
    public String toString() {
        return dimensions.stream()
                .map(size -> size == UNKNOWN ? "None" : size.toString())
                .collect(Collectors.joining(", ", "(", rank() == 1 ? ",)" : ")"));
    }
}
