package io.github.fer4j.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The picture that comes with fer: a portrait by NASA; astronaut.txt beside it says more. */
final class ShippedPicture {
    static final String NAME = "astronaut.png";

    private ShippedPicture() {}

    /**
     * @return its file
     */
    static byte[] read() {
        try (InputStream in = ShippedPicture.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException(NAME + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
