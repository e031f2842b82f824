package io.github.fer4j.model.keras;

import io.github.fer4j.model.Tensor;
import java.util.List;

/** What a layer or an operation is called with. */
public sealed interface KerasArgument {
    /**
     * Adds the tensors of the graph that this argument names, in order.
     *
     * @param tensors where to add them
     */
    default void collectTensors(List<TensorRef> tensors) {}

    /**
     * A tensor of the graph.
     *
     * @param tensor which
     */
    record TensorArgument(TensorRef tensor) implements KerasArgument {
        @Override
        public void collectTensors(List<TensorRef> tensors) {
            tensors.add(tensor);
        }
    }

    /**
     * A list or a tuple.
     *
     * @param items what it holds
     */
    record ListArgument(List<KerasArgument> items) implements KerasArgument {
        /** Copies the list. */
        public ListArgument {
            items = List.copyOf(items);
        }

        @Override
        public void collectTensors(List<TensorRef> tensors) {
            items.forEach(item -> item.collectTensors(tensors));
        }
    }

    /**
     * A constant array.
     *
     * @param value its values
     */
    record ArrayArgument(Tensor value) implements KerasArgument {}

    /**
     * A number.
     *
     * @param value the number; integers up to 2^53 are exact
     */
    record NumberArgument(double value) implements KerasArgument {}

    /**
     * A string, such as an activation's or a data type's name.
     *
     * @param value the string
     */
    record TextArgument(String value) implements KerasArgument {}

    /**
     * A truth value.
     *
     * @param value true or false
     */
    record FlagArgument(boolean value) implements KerasArgument {}

    /**
     * Python's slice; each part is a {@link NumberArgument} or a {@link NoneArgument}.
     *
     * @param start first index
     * @param stop one past the last
     * @param step distance
     */
    record SliceArgument(KerasArgument start, KerasArgument stop, KerasArgument step)
            implements KerasArgument {}

    /** Python's {@code ...}. */
    record EllipsisArgument() implements KerasArgument {}

    /** Python's {@code None}; as an index, a new axis. */
    record NoneArgument() implements KerasArgument {}
}
