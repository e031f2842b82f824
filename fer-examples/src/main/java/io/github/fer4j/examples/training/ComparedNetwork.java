package io.github.fer4j.examples.training;

import io.github.fer4j.examples.cli.LabelOrderConverter;
import io.github.fer4j.examples.cli.ScalingConverter;
import io.github.fer4j.examples.training.graph.NetworkSource;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.engine.ClassifierLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of a second network that the first is compared with; a picocli mixin. */
final class ComparedNetwork {
    /** What the network of seven classes that comes with fer is called. */
    static final String BUNDLED = "bundled";

    /** What the one of eight classes is called. */
    static final String BUNDLED_FER_PLUS = "bundled-fer-plus";

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description =
                    "Another network to compare with on the same faces, by McNemar's test; bundled"
                            + " and bundled-fer-plus are those that come with fer.")
    private String model;

    @Option(
            names = "--compare-weights",
            paramLabel = "FILE",
            split = ",",
            description = "Its weights, as --weights.")
    private List<Path> weights = new ArrayList<>();

    @Option(
            names = "--compare-labels",
            paramLabel = "ORDER",
            converter = LabelOrderConverter.class,
            description = "As --labels.")
    private LabelOrder labels;

    @Option(
            names = "--compare-scaling",
            paramLabel = "SCALING",
            converter = ScalingConverter.class,
            description = "As --scaling.")
    private Scaling scaling;

    @Option(names = "--compare-output", paramLabel = "NAME", description = "As --output, by name.")
    private String output;

    /** Whether there is one, or options that ask for one. */
    boolean isGiven() {
        return model != null
                || !weights.isEmpty()
                || Stream.of(labels, scaling, output).anyMatch(option -> option != null);
    }

    String name() {
        return model;
    }

    /**
     * @return a loader of it
     * @throws IllegalArgumentException if the options do not fit each other
     */
    ClassifierLoader loader() {
        if (model == null) {
            throw new IllegalArgumentException(
                    "--compare-weights, --compare-labels, --compare-scaling and --compare-output"
                            + " need the --compare that they belong to");
        }
        ClassifierLoader loader = new ClassifierLoader();
        if (model.equals(BUNDLED_FER_PLUS) || model.equals(NetworkSource.BUNDLED_FERPLUS)) {
            return loader.labels(LabelOrder.FER_PLUS);
        }
        if (model.equals(BUNDLED) || model.equals(NetworkSource.BUNDLED_FER2013)) {
            return loader;
        }
        loader.model(Path.of(model), weights.toArray(Path[]::new));
        if (labels != null) {
            loader.labels(labels);
        }
        if (scaling != null) {
            loader.scaling(scaling);
        }
        if (output != null) {
            loader.output(output);
        }
        return loader;
    }
}
