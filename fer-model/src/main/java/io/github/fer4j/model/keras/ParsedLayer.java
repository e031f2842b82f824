package io.github.fer4j.model.keras;

import java.util.List;
import java.util.Optional;

/** A layer of a {@link ParsedModel}; one object for each layer, however often it is called. */
final class ParsedLayer {
    private final String name;
    private final String className;
    private final String fileClassName;
    private final LayerConfig config;
    private final boolean trainable;
    private final boolean theanoKernels;
    private final boolean operation;
    private final ParsedModel model;
    private final List<ParsedModel.ParsedCall> calls;

    /**
     * @param className the class under Keras 3's name
     * @param fileClassName the class as the file names it; groups of weights are named after it
     * @param theanoKernels whether kernels are stored as (out, in, rows, columns), as Keras 1 does
     *     for Theano's order of dimensions
     * @param operation whether it is Keras 3's arithmetic on tensors
     * @param model the layer's model if it is a nested one, or null
     */
    ParsedLayer(
            String name,
            String className,
            String fileClassName,
            LayerConfig config,
            boolean trainable,
            boolean theanoKernels,
            boolean operation,
            ParsedModel model,
            List<ParsedModel.ParsedCall> calls) {
        this.name = name;
        this.className = className;
        this.fileClassName = fileClassName;
        this.config = config;
        this.trainable = trainable;
        this.theanoKernels = theanoKernels;
        this.operation = operation;
        this.model = model;
        this.calls = calls;
    }

    String name() {
        return name;
    }

    String className() {
        return className;
    }

    String fileClassName() {
        return fileClassName;
    }

    LayerConfig config() {
        return config;
    }

    boolean trainable() {
        return trainable;
    }

    boolean theanoKernels() {
        return theanoKernels;
    }

    Optional<ParsedModel> model() {
        return Optional.ofNullable(model);
    }

    List<ParsedModel.ParsedCall> calls() {
        return calls;
    }

    /** Whether it is Keras 3's arithmetic on tensors, which is no layer to Keras. */
    boolean operation() {
        return operation;
    }

    boolean isInput() {
        return className.equals("InputLayer");
    }
}
