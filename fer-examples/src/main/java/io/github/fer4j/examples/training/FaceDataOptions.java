package io.github.fer4j.examples.training;

import io.github.fer4j.examples.cli.LabelOrderConverter;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.dataset.FaceReader;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where labelled faces are and what their labels mean; a picocli mixin. */
final class FaceDataOptions {
    @Mixin private FaceFiles files;

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
        return files.data();
    }

    /** What the labels' numbers stand for, if that is said. */
    Optional<LabelOrder> classes() {
        return Optional.ofNullable(classes);
    }

    /** A new reader of these faces. */
    FaceReader reader() {
        FaceReader reader = files.reader();
        classes().ifPresent(reader::labels);
        return reader;
    }
}
