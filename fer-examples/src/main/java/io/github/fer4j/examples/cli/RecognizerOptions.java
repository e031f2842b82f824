package io.github.fer4j.examples.cli;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.EmotionRecognizerBuilder;
import io.github.fer4j.detect.FaceDetector;
import io.github.fer4j.image.ImageDecoder;
import io.github.fer4j.image.TruncatedImages;
import io.github.fer4j.model.FerException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of a recogniser: its detector, its network and how pictures are read; a picocli
 * mixin. What is not named is the library's default.
 */
public final class RecognizerOptions {
    @Mixin private DetectorOptions detector;
    @Mixin private NetworkOptions network;

    @Option(
            names = "--accept-truncated",
            description = "Answer pictures that are cut off as far as they go, with a warning.")
    private boolean acceptTruncated;

    @Option(
            names = "--max-pixels",
            paramLabel = "COUNT",
            description = "Refuse pictures of more pixels.")
    private Long maxPixels;

    /** For picocli. */
    public RecognizerOptions() {}

    /**
     * @return what reads pictures as these options say
     * @throws IllegalArgumentException if an option is out of its range
     */
    public ImageDecoder decoder() {
        ImageDecoder.Builder builder = ImageDecoder.builder().truncatedImages(truncatedImages());
        return (maxPixels == null ? builder : builder.maxPixels(maxPixels)).build();
    }

    /**
     * @return how many pixels a picture may have; empty if it was not said
     */
    public Optional<Long> maxPixels() {
        return Optional.ofNullable(maxPixels);
    }

    /**
     * @return what is done with pictures that are cut off
     */
    public TruncatedImages truncatedImages() {
        return acceptTruncated ? TruncatedImages.ACCEPT : TruncatedImages.REFUSE;
    }

    /**
     * @return a recogniser of these options, to be closed
     * @throws FerException if the network cannot be used
     * @throws IllegalArgumentException if an option is out of its range or does not fit the network
     */
    public EmotionRecognizer open() {
        EmotionRecognizerBuilder builder =
                EmotionRecognizer.builder().truncatedImages(truncatedImages());
        if (maxPixels != null) {
            builder.maxPixels(maxPixels);
        }
        network.applyTo(builder);
        if (network.isDefault()) {
            FastStart.takeClassifier().ifPresent(builder::classifier);
        }
        openDetector().ifPresent(builder::detector);
        EmotionRecognizer recognizer = builder.build();
        try {
            FastStart.await();
            return recognizer;
        } catch (RuntimeException | Error e) {
            recognizer.close();
            throw e;
        }
    }

    /**
     * @param argument an argument of {@code main}
     * @return whether it may be an option that asks for another network than the bundled one, or
     *     for none
     */
    static boolean namesNetwork(String argument) {
        return List.of(
                        "--model",
                        "--weights",
                        "--labels",
                        "--scaling",
                        "--output",
                        "--engine",
                        "--help",
                        "-h")
                .contains(argument.split("=", 2)[0]);
    }

    /** Deeplearning4j goes by JavaCPP too, so it must not load beside OpenCV. */
    private Optional<FaceDetector> openDetector() {
        if (!detector.isGiven() && !network.isDeeplearning4j()) {
            return FastStart.takeDetector();
        }
        FastStart.await();
        return detector.open();
    }
}
