package io.github.fer4j.examples.training;

import io.github.fer4j.examples.cli.LabelOrderConverter;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.dataset.FaceReader;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say where labelled faces are and what their labels mean; a picocli mixin. */
final class FaceDataOptions {
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

    @Option(
            names = "--classes",
            paramLabel = "ORDER",
            converter = LabelOrderConverter.class,
            description =
                    "What the numbers of the data's labels stand for: fer2013 (default),"
                            + " alphabetical, fer-plus, or emotions joined by commas.")
    private LabelOrder classes;

    /** For picocli. */
    FaceDataOptions() {}

    /** Where the faces are. */
    Path data() {
        return data;
    }

    /** What the labels' numbers stand for, if that is said. */
    Optional<LabelOrder> classes() {
        return Optional.ofNullable(classes);
    }

    /** A new reader of these faces. */
    FaceReader reader() {
        FaceReader reader =
                dataLabels == null ? FaceReader.of(data) : FaceReader.of(data, dataLabels);
        classes().ifPresent(reader::labels);
        return reader;
    }
}
