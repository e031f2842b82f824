package io.github.fer4j.examples.cli;

import io.github.fer4j.EmotionRecognizerBuilder;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.engine.ClassifierLoader;
import io.github.fer4j.model.engine.Engine;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of a network and of what cannot be known from its file; a picocli mixin. What is not
 * named is the library's default.
 */
public final class NetworkOptions {
    @Mixin private ModelFiles files;

    @Option(
            names = "--labels",
            paramLabel = "ORDER",
            converter = LabelOrderConverter.class,
            description =
                    "What the network's outputs stand for: fer2013, alphabetical, fer-plus, or"
                            + " emotions joined by commas. Without --model, fer-plus chooses the"
                            + " network of eight classes.")
    private LabelOrder labels;

    @Option(
            names = "--scaling",
            paramLabel = "SCALING",
            converter = ScalingConverter.class,
            description =
                    "What is done to a pixel from 0 to 255: unit (x/255), symmetric"
                            + " (x/127.5 - 1), none, or mean,deviation.")
    private Scaling scaling;

    @Option(
            names = "--output",
            paramLabel = "NAME",
            description =
                    "Of several outputs of a --model, the one to read, by name or number from 0;"
                            + " default: the first that fits --labels.")
    private String output;

    @Option(
            names = "--engine",
            paramLabel = "onnx|dl4j",
            converter = EngineConverter.class,
            description = "What runs the network; default: onnx.")
    private Engine engine;

    /** For picocli. */
    public NetworkOptions() {}

    /**
     * @return the network's file, empty for the one that comes with fer
     */
    public Optional<Path> model() {
        return files.model();
    }

    /**
     * @return what the network's outputs stand for, if it is named
     */
    public Optional<LabelOrder> labels() {
        return Optional.ofNullable(labels);
    }

    /**
     * @return whether none of these options is given
     */
    public boolean isDefault() {
        return files.model().isEmpty()
                && Stream.of(labels, scaling, output, engine).allMatch(option -> option == null);
    }

    /**
     * @return whether Deeplearning4j is to run the network
     */
    boolean isDeeplearning4j() {
        return engine == Engine.DEEPLEARNING4J;
    }

    /**
     * @return a loader of these options
     * @throws IllegalArgumentException if they do not fit each other
     */
    public ClassifierLoader loader() {
        check();
        ClassifierLoader loader = new ClassifierLoader();
        files.model().ifPresent(model -> loader.model(model, weights()));
        if (labels != null) {
            loader.labels(labels);
        }
        if (scaling != null) {
            loader.scaling(scaling);
        }
        if (engine != null) {
            loader.engine(engine);
        }
        if (output != null) {
            if (isNumber(output)) {
                loader.output(Integer.parseInt(output));
            } else {
                loader.output(output);
            }
        }
        return loader;
    }

    /**
     * Chooses a recogniser's network.
     *
     * @param builder what is to have these options
     * @throws IllegalArgumentException if they do not fit each other
     */
    void applyTo(EmotionRecognizerBuilder builder) {
        check();
        files.model().ifPresent(model -> builder.model(model, weights()));
        if (labels != null) {
            builder.labels(labels);
        }
        if (scaling != null) {
            builder.scaling(scaling);
        }
        if (engine != null) {
            builder.engine(engine);
        }
        if (output != null) {
            if (isNumber(output)) {
                builder.output(Integer.parseInt(output));
            } else {
                builder.output(output);
            }
        }
    }

    /**
     * @return whether the network is a Keras file of a user's own
     */
    public boolean isKeras() {
        return files.model()
                .filter(file -> !file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx"))
                .isPresent();
    }

    /**
     * Writes what the chosen output of the Keras file needs to be known by, beside that file.
     *
     * @param spec what to write
     * @return where it is
     */
    public Path saveSpec(ModelSpec spec) {
        return loader().saveSpec(spec);
    }

    private void check() {
        if (files.isIncomplete()) {
            throw new IllegalArgumentException("--weights needs the --model that they belong to");
        }
        if (output != null && files.model().isEmpty()) {
            throw new IllegalArgumentException(
                    "--output is for a --model; of the networks that come with fer --labels"
                            + " chooses");
        }
    }

    private Path[] weights() {
        return files.weights().toArray(Path[]::new);
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,4}");
    }
}
