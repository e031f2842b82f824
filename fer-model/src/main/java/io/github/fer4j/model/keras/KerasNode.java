package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of a layer.
 *
 * @param name unique within the network: the layer's name, from the second call on with {@code :1},
 *     {@code :2} …
 * @param layer what is called
 * @param arguments the positional arguments of the call, in order. A layer that takes one tensor
 *     has one {@link KerasArgument.TensorArgument}, one that merges has one {@link
 *     KerasArgument.ListArgument}
 * @param keywords the named arguments of the call ({@code value}, {@code axis}, {@code y}); {@code
 *     training} and {@code mask} are dropped
 * @param outputShapes the shape of each output, batch first; unknown sizes are {@link
 *     Shape#UNKNOWN}
 */
public record KerasNode(
        String name,
        KerasLayer layer,
        List<KerasArgument> arguments,
        Map<String, KerasArgument> keywords,
        List<Shape> outputShapes) {
    /** Copies list and map. */
    public KerasNode {
        arguments = List.copyOf(arguments);
        keywords = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keywords));
        outputShapes = List.copyOf(outputShapes);
    }

    /**
     * @return every tensor that goes in: those of the positional arguments first, then those of the
     *     named ones, each list in order
     */
    public List<TensorRef> inputs() {
        List<TensorRef> tensors = new ArrayList<>();
        arguments.forEach(argument -> argument.collectTensors(tensors));
        keywords.values().forEach(argument -> argument.collectTensors(tensors));
        return List.copyOf(tensors);
    }

    /**
     * An argument that may be given by position or by name.
     *
     * @param position its position, from 0
     * @param keyword its name
     * @return the argument, empty if the call does not give it
     */
    public Optional<KerasArgument> argument(int position, String keyword) {
        if (position < arguments.size()) {
            return Optional.of(arguments.get(position));
        }
        return Optional.ofNullable(keywords.get(keyword));
    }
}
