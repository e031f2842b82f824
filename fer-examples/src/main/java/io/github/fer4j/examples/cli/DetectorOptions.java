package io.github.fer4j.examples.cli;

import io.github.fer4j.detect.DetectorModelException;
import io.github.fer4j.detect.FaceDetector;
import io.github.fer4j.detect.HaarFaceDetector;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of what finds faces; a picocli mixin. What is not named is the library's default. */
public final class DetectorOptions {
    @Option(
            names = "--cascade",
            paramLabel = "NAME|FILE.xml",
            converter = CascadeConverter.class,
            description =
                    "The cascade that finds faces: frontal-default, frontal-alt, frontal-alt2,"
                            + " frontal-alt-tree, profile, lbp-frontal, lbp-frontal-improved,"
                            + " lbp-profile, or a file of your own.")
    private CascadeConverter.Choice cascade;

    @Option(
            names = "--min-face",
            paramLabel = "PX",
            description = "The smallest side of a face, in pixels.")
    private Integer minFacePx;

    @Option(
            names = "--scale-factor",
            paramLabel = "NUMBER",
            description = "How much larger the searched faces become from step to step, above 1.")
    private Double scaleFactor;

    @Option(
            names = "--min-neighbors",
            paramLabel = "COUNT",
            description = "How many boxes must lie around one that counts.")
    private Integer minNeighbors;

    @Option(
            names = "--max-side",
            paramLabel = "PX",
            description = "Search a copy of at most this side; 0 for the picture as it is.")
    private Integer maxSidePx;

    /** For picocli. */
    public DetectorOptions() {}

    /**
     * @return a detector of these options, to be closed; empty if none is given
     * @throws DetectorModelException if the cascade's file cannot be used
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Optional<FaceDetector> open() {
        if (Stream.of(cascade, minFacePx, scaleFactor, minNeighbors, maxSidePx)
                .allMatch(option -> option == null)) {
            return Optional.empty();
        }
        HaarFaceDetector.Builder builder = HaarFaceDetector.builder();
        if (cascade != null) {
            cascade.bundled().ifPresent(builder::cascade);
            cascade.file().ifPresent(builder::cascade);
        }
        if (minFacePx != null) {
            builder.minFaceSizePx(minFacePx);
        }
        if (scaleFactor != null) {
            builder.scaleFactor(scaleFactor);
        }
        if (minNeighbors != null) {
            builder.minNeighbors(minNeighbors);
        }
        if (maxSidePx != null) {
            builder.maxDetectionSidePx(maxSidePx);
        }
        return Optional.of(builder.build());
    }
}
