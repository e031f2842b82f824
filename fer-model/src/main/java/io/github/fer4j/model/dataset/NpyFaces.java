package io.github.fer4j.model.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads two arrays of NumPy: faces and labels. */
final class NpyFaces {
    private NpyFaces() {}

    static boolean isArray(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    }

    static void read(Path faces, Path labels, Split split, FaceSink sink) throws IOException {
        throw new IOException("not yet");
    }

    static void readPair(Path faces, FaceSink sink) throws IOException {
        throw new IOException("not yet");
    }

    static void readFolder(List<Path> arrays, FaceSink sink) throws IOException {
        throw new IOException("not yet");
    }
}
