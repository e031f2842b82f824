package io.github.fer4j.examples.cli;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name a network's files; a picocli mixin. */
public final class ModelFiles {
    @Option(
            names = "--model",
            paramLabel = "FILE",
            description =
                    "A network: .keras, .h5, .hdf5, or .json/.yaml with --weights."
                            + " Without it: the network that comes with fer.")
    private Path model;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            split = ",",
            description =
                    "The weights of a .json or .yaml; several joined by commas or by repeating"
                            + " the option.")
    private List<Path> weights = new ArrayList<>();

    /** For picocli. */
    public ModelFiles() {}

    /**
     * @return the network's file, empty for the one that comes with fer
     */
    public Optional<Path> model() {
        return Optional.ofNullable(model);
    }

    /**
     * @return the files of the weights, empty for a whole network
     */
    public List<Path> weights() {
        return List.copyOf(weights);
    }

    /**
     * @return whether weights are named without the network that they belong to
     */
    public boolean isIncomplete() {
        return model == null && !weights.isEmpty();
    }

    /**
     * @return the Keras network of these files
     * @throws ModelFormatException if they cannot be used
     * @throws IllegalStateException if no file is named
     */
    public KerasModel read() {
        if (model == null) {
            throw new IllegalStateException("no file is named");
        }
        return KerasReader.read(model, weights.toArray(Path[]::new));
    }
}
