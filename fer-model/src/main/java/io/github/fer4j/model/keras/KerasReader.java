package io.github.fer4j.model.keras;

import java.nio.file.Path;

/** Reads networks that Keras wrote. */
public final class KerasReader {
    private KerasReader() {}

    /**
     * @param architecture a whole network ({@code .h5}, {@code .hdf5}, {@code .keras}), or its
     *     architecture alone ({@code .json}, {@code .yaml})
     * @param weights the weights' files that belong to an architecture; none for a whole network
     * @return the network
     */
    public static KerasModel read(Path architecture, Path... weights) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param file the bytes of a whole network
     * @param name what to call it in error messages
     * @return the network
     */
    public static KerasModel read(byte[] file, String name) {
        throw new UnsupportedOperationException();
    }
}
