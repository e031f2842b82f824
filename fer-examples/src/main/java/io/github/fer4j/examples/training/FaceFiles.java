package io.github.fer4j.examples.training;

import io.github.fer4j.model.dataset.FaceReader;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that say where labelled faces are; a picocli mixin. */
final class FaceFiles {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "PATH",
            description =
                    "Labelled faces: a .csv as FER-2013's, a folder for each class (with folders"
                            + " for splits above or without), a .zip of either, or the faces of a"
                            + " .npy pair.")
    private Path data;

    @Option(
            names = "--data-labels",
            paramLabel = "FILE.npy",
            description = "The labels of --data FACES.npy; by default those found beside it.")
    private Path dataLabels;

    /** For picocli. */
    FaceFiles() {}

    /** Where the faces are. */
    Path data() {
        return data;
    }

    /** A new reader of these faces. */
    FaceReader reader() {
        return dataLabels == null ? FaceReader.of(data) : FaceReader.of(data, dataLabels);
    }
}
