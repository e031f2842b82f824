package io.github.fer4j.model;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Values of one shape, row-major, in float32. A picture is (batch, height, width, channels) unless
 * a network says otherwise. Immutable as long as an array that was {@linkplain #wrap wrapped} is
 * not changed afterwards.
 */
public final class Tensor {
    private final Shape shape;
    private final float[] values;

    private Tensor(Shape shape, float[] values) {
        this.shape = Objects.requireNonNull(shape, "shape");
        this.values = values;
        if (!shape.isKnown() || shape.count() != values.length) {
            throw new IllegalArgumentException(
                    "a tensor of the shape "
                            + shape
                            + " does not hold "
                            + values.length
                            + " values");
        }
    }

    /**
     * @param shape the shape, fully known
     * @param values as many values as the shape has room for; copied
     * @return the tensor
     */
    public static Tensor of(Shape shape, float... values) {
        return new Tensor(shape, values.clone());
    }

    /**
     * Takes an array without copying it; the caller must not change it afterwards.
     *
     * @param shape the shape, fully known
     * @param values as many values as the shape has room for
     * @return the tensor
     */
    public static Tensor wrap(Shape shape, float[] values) {
        return new Tensor(shape, values);
    }

    /**
     * @return the sizes, outermost first
     */
    public Shape shape() {
        return shape;
    }

    /**
     * @return how many values there are
     */
    public int count() {
        return values.length;
    }

    /**
     * @param index position in row-major order
     * @return the value there
     */
    public float get(int index) {
        return values[index];
    }

    /**
     * @return a read-only view of the values, positioned at 0
     */
    public FloatBuffer buffer() {
        return FloatBuffer.wrap(values).asReadOnlyBuffer();
    }

    /**
     * @return the values, copied
     */
    public float[] toArray() {
        return values.clone();
    }

    /**
     * @param start first value, in row-major order
     * @param end one past the last
     * @return those values, copied
     */
    public float[] toArray(int start, int end) {
        return Arrays.copyOfRange(values, start, end);
    }

    /**
     * @param other another shape of as many values
     * @return the same values under that shape; nothing is copied
     */
    public Tensor reshape(Shape other) {
        return new Tensor(other, values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && shape.equals(tensor.shape)
                && Arrays.equals(values, tensor.values);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Tensor" + shape;
    }
}
