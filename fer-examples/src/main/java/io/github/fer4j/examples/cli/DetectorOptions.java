package io.github.fer4j.examples.cli;

import io.github.fer4j.detect.DetectorModelException;
import io.github.fer4j.detect.FaceDetector;
import io.github.fer4j.detect.HaarFaceDetector;
import io.github.fer4j.detect.YuNetFaceDetector;
import java.nio.file.Path;
import java.util.Objects;
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

    @Option(
            names = "--yunet",
            paramLabel = "FILE.onnx",
            description = "Find faces with this YuNet network instead of a cascade.")
    private Path yunet;

    /** For picocli. */
    public DetectorOptions() {}

    /**
     * @return whether any of these options is given
     */
    public boolean isGiven() {
        return Stream.of(cascade, minFacePx, scaleFactor, minNeighbors, maxSidePx, yunet)
                .anyMatch(Objects::nonNull);
    }

    /**
     * @return a detector of these options, to be closed; empty if none is given
     * @throws DetectorModelException if the file of the cascade or network cannot be used
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Optional<FaceDetector> open() {
        if (!isGiven()) {
            return Optional.empty();
        }
        if (yunet == null) {
            return Optional.of(haar());
        }
        if (Stream.of(cascade, scaleFactor, minNeighbors).anyMatch(Objects::nonNull)) {
            throw new IllegalArgumentException(
                    "--cascade, --scale-factor and --min-neighbors are for cascades, not --yunet");
        }
        return Optional.of(yuNet());
    }

    private FaceDetector haar() {
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
        return builder.build();
    }

    private FaceDetector yuNet() {
        YuNetFaceDetector.Builder builder = YuNetFaceDetector.builder(yunet);
        if (minFacePx != null) {
            builder.minFaceSizePx(minFacePx);
        }
        if (maxSidePx != null) {
            builder.maxDetectionSidePx(maxSidePx);
        }
        return builder.build();
    }
}
