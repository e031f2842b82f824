package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One call of a layer while a network is read: its configuration and what goes in. */
public final class LayerCall {
    private final String layerName;
    private final String className;
    private final LayerConfig config;
    private final List<KerasArgument> arguments;
    private final Map<String, KerasArgument> keywords;
    private final Function<TensorRef, Shape> shapes;
    private final List<Shape> inputShapes;

    LayerCall(
            String layerName,
            String className,
            LayerConfig config,
            List<KerasArgument> arguments,
            Map<String, KerasArgument> keywords,
            Function<TensorRef, Shape> shapes) {
        this.layerName = layerName;
        this.className = className;
        this.config = config;
        this.arguments = arguments;
        this.keywords = keywords;
        this.shapes = shapes;
        List<TensorRef> tensors = new ArrayList<>();
        for (KerasArgument argument : arguments) {
            argument.collectTensors(tensors);
        }
        for (KerasArgument argument : keywords.values()) {
            argument.collectTensors(tensors);
        }
        List<Shape> found = new ArrayList<>();
        for (TensorRef tensor : tensors) {
            found.add(shapes.apply(tensor));
        }
        this.inputShapes = List.copyOf(found);
    }

    /**
     * @return the layer's name
     */
    public String layerName() {
        return layerName;
    }

    /**
     * @return the layer's class under Keras 3's name
     */
    public String className() {
        return className;
    }

    /**
     * @return the layer's configuration under Keras 3's keys
     */
    public LayerConfig config() {
        return config;
    }

    /**
     * @return the shapes of all tensors that go in, batch first
     */
    public List<Shape> inputShapes() {
        return inputShapes;
    }

    /**
     * @return the shape of the one tensor that goes in
     * @throws ModelFormatException if there are none or several
     */
    public Shape inputShape() {
        if (inputShapes.size() != 1) {
            throw error("takes one tensor, got " + inputShapes.size());
        }
        return inputShapes.get(0);
    }

    /**
     * @return the positional arguments
     */
    public List<KerasArgument> arguments() {
        return arguments;
    }

    /**
     * @return the named arguments
     */
    public Map<String, KerasArgument> keywords() {
        return keywords;
    }

    /**
     * @param position its position, from 0
     * @param keyword its name
     * @return the argument, empty if the call does not give it
     */
    public Optional<KerasArgument> argument(int position, String keyword) {
        return position < arguments.size()
                ? Optional.of(arguments.get(position))
                : Optional.ofNullable(keywords.get(keyword));
    }

    /**
     * @param tensor a tensor that goes in
     * @return its shape
     */
    public Shape shape(TensorRef tensor) {
        return shapes.apply(tensor);
    }

    /**
     * @param problem what is wrong, as a predicate: {@code needs 4 dimensions, got (None, 7)}
     * @return an error that names layer and class
     */
    public ModelFormatException error(String problem) {
        return new ModelFormatException(
                "layer '%s' (%s) %s".formatted(layerName, className, problem));
    }
}
