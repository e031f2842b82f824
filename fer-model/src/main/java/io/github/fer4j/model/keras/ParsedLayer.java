package io.github.fer4j.model.keras;

import java.util.List;
import java.util.Optional;

/** A layer of a {@link ParsedModel}; one object for each layer, however often it is called. */
final class ParsedLayer {
    private final String name;
    private final String className;
    private final LayerConfig config;
    private final Storage storage;
    private final ParsedModel model;
    private final List<ParsedModel.ParsedCall> calls;

    /** The layer that another one is wrapped around does the work; this says how it is wrapped. */
    enum Wrapping {
        NONE,
        /** The inner layer sees each step of the second dimension as a picture of its own. */
        TIME_DISTRIBUTED,
        /** The inner layer's kernel was normalised while training; there is one weight more. */
        SPECTRAL
    }

    /**
     * How a file stores the layer's weights.
     *
     * @param fileClassName the class as the file names it; groups of weights are named after it
     * @param trainable the layer's flag, which decides the order of weights in a flat list
     * @param theanoKernels whether kernels are stored as (out, in, rows, columns), as Keras 1 does
     *     for Theano's order of dimensions
     * @param operation whether it is Keras 3's arithmetic on tensors, which is no layer to Keras
     * @param wrapping what is around the layer
     */
    record Storage(
            String fileClassName,
            boolean trainable,
            boolean theanoKernels,
            boolean operation,
            Wrapping wrapping) {
        static Storage plain(String fileClassName, boolean trainable) {
            return new Storage(fileClassName, trainable, false, false, Wrapping.NONE);
        }
    }

    /**
     * @param className the class under Keras 3's name
     * @param model the layer's model if it is a nested one, or null
     */
    ParsedLayer(
            String name,
            String className,
            LayerConfig config,
            Storage storage,
            ParsedModel model,
            List<ParsedModel.ParsedCall> calls) {
        this.name = name;
        this.className = className;
        this.config = config;
        this.storage = storage;
        this.model = model;
        this.calls = calls;
    }

    String name() {
        return name;
    }

    String className() {
        return className;
    }

    LayerConfig config() {
        return config;
    }

    Storage storage() {
        return storage;
    }

    Optional<ParsedModel> model() {
        return Optional.ofNullable(model);
    }

    List<ParsedModel.ParsedCall> calls() {
        return calls;
    }

    boolean isInput() {
        return className.equals("InputLayer");
    }
}
