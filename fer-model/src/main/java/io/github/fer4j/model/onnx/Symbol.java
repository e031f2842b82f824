package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * A tensor of the graph that is being compiled: something that a layer takes or gives. Its shape is
 * what Keras would say, however the values lie in memory.
 */
public final class Symbol {
    private final String name;
    private final Shape shape;
    private final Layout layout;
    private final int[] columns;
    private final Tensor constant;

    private Symbol(String name, Shape shape, Layout layout, int[] columns, Tensor constant) {
        if (layout.rank() != shape.rank()) {
            throw new IllegalArgumentException(layout + " does not fit " + shape);
        }
        this.name = name;
        this.shape = shape;
        this.layout = layout;
        this.columns = columns;
        this.constant = constant;
    }

    static Symbol of(String name, Shape shape, Layout layout) {
        return new Symbol(name, shape, layout, null, null);
    }

    static Symbol constant(Tensor value) {
        return new Symbol("", value.shape(), Layout.logical(value.shape().rank()), null, value);
    }

    /**
     * A matrix whose columns are out of order, as flattening a picture with its channels second
     * leaves them: column c of the memory is column {@code columns[c]} of what Keras has.
     */
    static Symbol shuffled(String name, Shape shape, int[] columns) {
        return new Symbol(name, shape, Layout.logical(shape.rank()), columns, null);
    }

    /**
     * @return the shape as Keras has it, batch first
     */
    public Shape shape() {
        return shape;
    }

    /**
     * @return the values, if they are known when the network is compiled
     */
    public Optional<Tensor> value() {
        return Optional.ofNullable(constant);
    }

    /** Empty for a constant. */
    String name() {
        return name;
    }

    Layout layout() {
        return layout;
    }

    Shape physical() {
        return layout.physical(shape);
    }

    int rank() {
        return shape.rank();
    }

    boolean isConstant() {
        return constant != null;
    }

    boolean isShuffled() {
        return columns != null;
    }

    /** Null unless {@link #isShuffled()}. */
    int[] columns() {
        return columns;
    }

    /** Another tensor of the same shape that lies alike. */
    Symbol like(String other) {
        return new Symbol(other, shape, layout, columns, null);
    }

    boolean liesAs(Symbol other) {
        return layout.equals(other.layout) && Arrays.equals(columns, other.columns);
    }

    @Override
    public String toString() {
        return (isConstant() ? "constant" : name) + shape;
    }
}
