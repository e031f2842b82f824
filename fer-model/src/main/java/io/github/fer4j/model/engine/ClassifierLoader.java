package io.github.fer4j.model.engine;

import io.github.fer4j.model.ColorOrder;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.NetworkClassifier;
import io.github.fer4j.model.OutputKind;
import io.github.fer4j.model.PictureLayout;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import io.github.fer4j.model.keras.LayerDefinition;
import io.github.fer4j.model.onnx.LayerConverter;
import io.github.fer4j.model.onnx.OnnxNetwork;
import io.github.fer4j.model.onnx.OnnxOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Loads a classifier: a network's file, or the bundled one, and what cannot be known from the file.
 *
 * <pre>{@code
 * EmotionClassifier classifier = new ClassifierLoader()
 *         .model(Path.of("model.json"), Path.of("ModelWeights.h5"))
 *         .labels(LabelOrder.ALPHABETICAL)
 *         .scaling(Scaling.UNIT)
 *         .load();
 * }</pre>
 *
 * <p>Size, channels and the number of labels come from the network. What is not named: labels are
 * {@link LabelOrder#FER2013} for seven outputs and {@link LabelOrder#FER_PLUS} for eight; scaling
 * is {@link Scaling#UNIT}; colours are {@link ColorOrder#RGB}; temperature is 1; of several outputs
 * the first that fits the labels is read, without labels the first. A network that begins with a
 * {@code Rescaling} of pixels (1/255, 1/127.5) gets them as 0 to 255 whatever scaling is named, so
 * that they are not scaled twice. Not thread-safe; what it loads is.
 */
public final class ClassifierLoader {
    private Path architecture;
    private Path[] weights = {};
    private LabelOrder labels;
    private Scaling scaling;
    private ColorOrder colorOrder;
    private Double temperature;
    private Engine engine = Engine.ONNX;
    private final KerasReader.Builder reader = KerasReader.builder();
    private OnnxOptions onnxOptions = OnnxOptions.defaults();
    private OutputChoice outputChoice = OutputChoice.BY_LABELS;
    private int inputHeight = Shape.UNKNOWN;
    private int inputWidth = Shape.UNKNOWN;

    /** Loads the bundled network unless told otherwise. */
    public ClassifierLoader() {}

    /**
     * @param architecture a whole network ({@code .h5}, {@code .hdf5}, {@code .keras}, {@code
     *     .onnx}) or an architecture ({@code .json}, {@code .yaml}); an {@code .onnx} file that fer
     *     wrote names labels and scaling itself ({@link OnnxMetadata})
     * @param weights the files of an architecture's weights
     * @return this
     */
    public ClassifierLoader model(Path architecture, Path... weights) {
        this.architecture = Objects.requireNonNull(architecture, "architecture");
        this.weights = weights.clone();
        return this;
    }

    /**
     * @param labels what the outputs stand for; with the bundled network, which of the two
     * @return this
     */
    public ClassifierLoader labels(LabelOrder labels) {
        this.labels = Objects.requireNonNull(labels, "labels");
        return this;
    }

    /**
     * @param scaling what is done to a pixel before it enters
     * @return this
     */
    public ClassifierLoader scaling(Scaling scaling) {
        this.scaling = Objects.requireNonNull(scaling, "scaling");
        return this;
    }

    /**
     * @param colorOrder the order of a colour picture's channels
     * @return this
     */
    public ClassifierLoader colorOrder(ColorOrder colorOrder) {
        this.colorOrder = Objects.requireNonNull(colorOrder, "colorOrder");
        return this;
    }

    /**
     * @param temperature what the logits are divided by, greater than 0
     * @return this
     */
    public ClassifierLoader temperature(double temperature) {
        if (!(temperature > 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("temperature must be > 0, was " + temperature);
        }
        this.temperature = temperature;
        return this;
    }

    /**
     * @param engine what runs the network
     * @return this
     */
    public ClassifierLoader engine(Engine engine) {
        this.engine = Objects.requireNonNull(engine, "engine");
        return this;
    }

    /**
     * Adds a layer class of one's own, which {@link Engine#ONNX} then runs.
     *
     * @param className the class as the file names it: {@code shop>SquareMask} where it was
     *     registered, {@code SquareMask} otherwise
     * @param definition what the layer's weights and outputs are
     * @param converter how it is computed
     * @return this
     */
    public ClassifierLoader layer(
            String className, LayerDefinition definition, LayerConverter converter) {
        reader.layer(className, definition);
        onnxOptions = onnxOptions.withLayer(className, converter);
        return this;
    }

    /**
     * @param threads how many threads of {@link Engine#ONNX} work on one run, at least 1; by
     *     default as many as there are processors, at most 8
     * @return this
     */
    public ClassifierLoader threads(int threads) {
        onnxOptions = onnxOptions.withThreads(threads);
        return this;
    }

    /**
     * @param name the output to read of several; the others are not computed
     * @return this
     */
    public ClassifierLoader output(String name) {
        this.outputChoice = OutputChoice.named(Objects.requireNonNull(name, "name"));
        return this;
    }

    /**
     * @param index the output to read of several, from 0
     * @return this
     */
    public ClassifierLoader output(int index) {
        this.outputChoice = OutputChoice.numbered(index);
        return this;
    }

    /**
     * For a network that takes pictures of any size.
     *
     * @param height rows, at least 1
     * @param width columns, at least 1
     * @return this
     */
    public ClassifierLoader inputSize(int height, int width) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "inputSize must be at least 1x1, was " + height + "x" + width);
        }
        this.inputHeight = height;
        this.inputWidth = width;
        return this;
    }

    /**
     * @return the classifier, to be closed
     * @throws ModelFormatException if the network cannot be used
     * @throws IllegalArgumentException if labels, scaling or size do not fit the network
     * @throws IllegalStateException if the engine's jars are missing
     */
    public EmotionClassifier load() {
        engine.prepare();
        if (architecture == null) {
            return loadBundled();
        }
        if (architecture.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")) {
            return loadOnnx();
        }
        return classifier(reader.build().load(architecture, weights), SpecFile.read(architecture));
    }

    /**
     * Writes what is to be said about the chosen output of a Keras file beside that file, for
     * whoever loads it next.
     *
     * @param spec what is to be said
     * @return where it stands
     * @throws ModelFormatException if the network, or what stands beside it, cannot be read
     * @throws io.github.fer4j.model.FerException if it cannot be written
     * @throws IllegalStateException if no network of a user's own is named
     */
    public Path saveSpec(ModelSpec spec) {
        if (architecture == null) {
            throw new IllegalStateException("no model is named to write beside");
        }
        KerasModel whole = reader.build().load(architecture, weights);
        String output = withChosenOutput(whole).outputNames().get(0);
        return SpecFile.update(architecture, whole, output, spec);
    }

    /** What is not named is as the file's metadata says, then as for any other network. */
    private EmotionClassifier loadOnnx() {
        if (engine != Engine.ONNX || weights.length > 0) {
            throw new IllegalArgumentException(
                    architecture + " is run by Engine.ONNX and has its weights inside");
        }
        OnnxNetwork onnx = OnnxNetwork.load(architecture, onnxOptions);
        return closingOnFailure(
                onnx,
                network -> {
                    OnnxMetadata metadata = OnnxMetadata.of(onnx.metadata());
                    int output =
                            outputChoice.among(
                                    network.outputs(),
                                    Optional.ofNullable(labels).or(metadata::labels));
                    OutputKind kind =
                            output < metadata.outputKinds().size()
                                    ? metadata.outputKinds().get(output)
                                    : OutputKind.PROBABILITIES;
                    return new NetworkClassifier(
                            network,
                            spec(metadata, Optional.empty(), network, output),
                            output,
                            kind);
                });
    }

    /** A network that scales pixels itself gets them as they are, whatever is named. */
    private ModelSpec spec(
            OnnxMetadata metadata, Optional<Scaling> own, Network network, int output) {
        Optional<LabelOrder> named = Optional.ofNullable(labels).or(metadata::labels);
        Scaling pixels = scaling == null ? metadata.scaling().orElse(Scaling.UNIT) : scaling;
        return spec(
                network,
                own.orElse(pixels),
                colorOrder == null ? metadata.colorOrder().orElse(ColorOrder.RGB) : colorOrder,
                named.orElseGet(() -> usualLabels(network.outputs().get(output))),
                temperature == null ? metadata.temperature().orElse(1) : temperature);
    }

    private EmotionClassifier loadBundled() {
        BundledNetwork bundled =
                LabelOrder.FER_PLUS.equals(labels)
                        ? BundledNetwork.FER_PLUS
                        : BundledNetwork.FER2013;
        ModelSpec spec = bundled.spec();
        if (labels != null && !labels.equals(spec.labels())) {
            throw new IllegalArgumentException(
                    "the bundled networks answer in the order LabelOrder.FER2013 or"
                            + " LabelOrder.FER_PLUS, not "
                            + labels.labels());
        }
        if (scaling != null && !scaling.equals(spec.scaling())) {
            throw new IllegalArgumentException(
                    "the bundled networks take Scaling.UNIT, not " + scaling);
        }
        ModelSpec chosen = temperature == null ? spec : spec.withTemperature(temperature);
        return closingOnFailure(
                network(bundled.read()),
                network -> new NetworkClassifier(network, chosen, 0, OutputKind.PROBABILITIES));
    }

    /** What is not named is as the file beside the network says, then as for any other network. */
    private EmotionClassifier classifier(KerasModel whole, Map<String, OnnxMetadata> specs) {
        KerasModel model = withChosenOutput(whole);
        OnnxMetadata metadata =
                specs.getOrDefault(model.outputNames().get(0), OnnxMetadata.of(Map.of()));
        return closingOnFailure(
                network(model),
                network ->
                        new NetworkClassifier(
                                network,
                                spec(metadata, InputScaling.of(model), network, 0),
                                0,
                                OutputKinds.of(model, 0)));
    }

    private KerasModel withChosenOutput(KerasModel model) {
        List<Network.Output> outputs =
                model.outputs().stream()
                        .map(
                                tensor ->
                                        new Network.Output(
                                                model.node(tensor).name(), model.shape(tensor)))
                        .toList();
        int chosen = outputChoice.among(outputs, Optional.ofNullable(labels));
        return outputs.size() == 1 ? model : model.withOutput(chosen);
    }

    private Network network(KerasModel model) {
        return engine == Engine.ONNX ? OnnxNetwork.load(model, onnxOptions) : engine.load(model);
    }

    private static EmotionClassifier closingOnFailure(
            Network network, java.util.function.Function<Network, EmotionClassifier> step) {
        try {
            return step.apply(network);
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    private ModelSpec spec(
            Network network,
            Scaling pixels,
            ColorOrder colors,
            LabelOrder order,
            double temperature) {
        PictureLayout layout = PictureLayout.of(network.inputShape());
        return new ModelSpec(
                size("height", layout.height(), inputHeight),
                size("width", layout.width(), inputWidth),
                layout.channels() == Shape.UNKNOWN ? 1 : layout.channels(),
                colors,
                pixels,
                order,
                temperature);
    }

    private static int size(String what, int networks, int chosen) {
        int size = chosen == Shape.UNKNOWN ? networks : chosen;
        if (size == Shape.UNKNOWN) {
            throw new IllegalArgumentException(
                    "the network takes pictures of any %s: name one with inputSize"
                            .formatted(what));
        }
        return size;
    }

    private static LabelOrder usualLabels(Network.Output output) {
        int classes = output.shape().rank() == 0 ? 0 : output.shape().size(-1);
        if (classes == LabelOrder.FER2013.size()) {
            return LabelOrder.FER2013;
        }
        if (classes == LabelOrder.FER_PLUS.size()) {
            return LabelOrder.FER_PLUS;
        }
        throw new IllegalArgumentException(
                "output '%s' of the network has %s values: name its labels, one for each"
                        .formatted(
                                output.name(),
                                classes == Shape.UNKNOWN ? "any number of" : classes));
    }
}
