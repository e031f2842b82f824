package io.github.fer4j.examples.training.network;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.KerasInitializers;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import java.nio.file.Path;
import java.util.List;

/** A user's own network as the start of a training. */
public final class NetworkFiles {
    private NetworkFiles() {}

    /**
     * @param architecture any Keras architecture ({@code .json}, {@code .yaml}), or, to be
     *     fine-tuned, a whole network ({@code .keras}, {@code .h5})
     * @param weights the architecture's weights, none to begin from fresh ones or for a whole
     *     network
     * @param classes how many classes each output is to tell apart, in the network's order; an
     *     output that tells another number apart gets a fresh last layer
     * @param seed what decides fresh weights
     * @return the network
     * @throws ModelFormatException if a file cannot be used, or an output ends in no layer whose
     *     number of classes can be changed
     * @throws IllegalArgumentException if the network has another number of outputs
     */
    public static KerasModel read(
            Path architecture, List<Path> weights, List<Integer> classes, long seed) {
        KerasInitializers initializers = new KerasInitializers(seed);
        KerasModel model =
                weights.isEmpty() && isText(architecture)
                        ? KerasReader.readArchitecture(architecture, initializers)
                        : KerasReader.read(architecture, weights.toArray(Path[]::new));
        return ClassCount.of(model, classes, initializers);
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString().toLowerCase(java.util.Locale.ROOT);
        return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
    }
}
