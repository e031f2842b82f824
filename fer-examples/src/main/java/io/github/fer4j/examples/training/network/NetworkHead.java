package io.github.fer4j.examples.training.network;

import java.util.Objects;

/**
 * One answer of a network.
 *
 * @param name the name of the layer that gives it: {@code emotion}
 * @param classes how many classes it tells apart, at least 2
 */
public record NetworkHead(String name, int classes) {
    /** Checks the number. */
    public NetworkHead {
        Objects.requireNonNull(name, "name");
        if (classes < 2) {
            throw new IllegalArgumentException("a head tells at least 2 classes apart, " + classes);
        }
    }
}
