package io.github.fer4j;

import io.github.fer4j.detect.FaceAligner;
import io.github.fer4j.detect.FaceDetector;
import io.github.fer4j.detect.HaarFaceDetector;
import io.github.fer4j.image.ImageDecoder;
import io.github.fer4j.image.TruncatedImages;
import io.github.fer4j.model.ColorOrder;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.engine.ClassifierLoader;
import io.github.fer4j.model.engine.Engine;
import io.github.fer4j.model.keras.LayerDefinition;
import io.github.fer4j.model.onnx.LayerConverter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;

/**
 * Collects the options of an {@link EmotionRecognizer}.
 *
 * <pre>{@code
 * EmotionRecognizer recognizer =
 *         EmotionRecognizer.builder()
 *                 .detector(HaarFaceDetector.builder().minFaceSizePx(60).build())
 *                 .model(Path.of("model.json"), Path.of("weights.h5"))
 *                 .labels(LabelOrder.ALPHABETICAL)
 *                 .scaling(Scaling.SYMMETRIC)
 *                 .build();
 * }</pre>
 *
 * <p>A detector or classifier that is given belongs to the recogniser from {@link #build()} on,
 * which closes it, also when it fails. Not thread-safe.
 */
public final class EmotionRecognizerBuilder {
    private final ImageDecoder.Builder decoder = ImageDecoder.builder();
    private final ClassifierLoader loader = new ClassifierLoader();
    private FaceDetector detector;
    private EmotionClassifier classifier;
    private String networkOption;
    private Engine engine = Engine.ONNX;
    private FaceAligner aligner = FaceAligner.create();
    private boolean built;

    EmotionRecognizerBuilder() {}

    /**
     * @param detector what finds faces; by default {@link HaarFaceDetector} as it comes
     * @return this
     */
    public EmotionRecognizerBuilder detector(FaceDetector detector) {
        this.detector = Objects.requireNonNull(detector, "detector");
        return this;
    }

    /**
     * @param classifier what classifies faces, instead of a network that is loaded here
     * @return this
     */
    public EmotionRecognizerBuilder classifier(EmotionClassifier classifier) {
        this.classifier = Objects.requireNonNull(classifier, "classifier");
        return this;
    }

    /**
     * @param architecture a whole network ({@code .h5}, {@code .hdf5}, {@code .keras}) or an
     *     architecture ({@code .json}, {@code .yaml}); by default the bundled network is used
     * @param weights the files of an architecture's weights
     * @return this
     */
    public EmotionRecognizerBuilder model(Path architecture, Path... weights) {
        loader.model(architecture, weights);
        return networkOption("model");
    }

    /**
     * @param labels what the network's outputs stand for; without a model it chooses between the
     *     bundled networks, {@link LabelOrder#FER2013} and {@link LabelOrder#FER_PLUS}
     * @return this
     */
    public EmotionRecognizerBuilder labels(LabelOrder labels) {
        loader.labels(labels);
        return networkOption("labels");
    }

    /**
     * @param scaling what is done to a pixel before it enters the network
     * @return this
     */
    public EmotionRecognizerBuilder scaling(Scaling scaling) {
        loader.scaling(scaling);
        return networkOption("scaling");
    }

    /**
     * @param colorOrder the order of a colour picture's channels as the network wants it
     * @return this
     */
    public EmotionRecognizerBuilder colorOrder(ColorOrder colorOrder) {
        loader.colorOrder(colorOrder);
        return networkOption("colorOrder");
    }

    /**
     * @param temperature what the logits are divided by before the softmax, greater than 0
     * @return this
     */
    public EmotionRecognizerBuilder temperature(double temperature) {
        loader.temperature(temperature);
        return networkOption("temperature");
    }

    /**
     * @param name the output to read of several
     * @return this
     */
    public EmotionRecognizerBuilder output(String name) {
        loader.output(name);
        return networkOption("output");
    }

    /**
     * @param index the output to read of several, from 0
     * @return this
     */
    public EmotionRecognizerBuilder output(int index) {
        loader.output(index);
        return networkOption("output");
    }

    /**
     * For a network that takes pictures of any size.
     *
     * @param height rows, at least 1
     * @param width columns, at least 1
     * @return this
     */
    public EmotionRecognizerBuilder inputSize(int height, int width) {
        loader.inputSize(height, width);
        return networkOption("inputSize");
    }

    /**
     * @param engine what runs the network; {@link Engine#ONNX} by default
     * @return this
     */
    public EmotionRecognizerBuilder engine(Engine engine) {
        this.engine = engine;
        loader.engine(engine);
        return networkOption("engine");
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
    public EmotionRecognizerBuilder layer(
            String className, LayerDefinition definition, LayerConverter converter) {
        loader.layer(className, definition, converter);
        return this;
    }

    /**
     * @param threads how many threads of {@link Engine#ONNX} work on one picture's faces, at least
     *     1; by default as many as there are processors, at most 8
     * @return this
     */
    public EmotionRecognizerBuilder threads(int threads) {
        loader.threads(threads);
        return this;
    }

    /**
     * @param aligner how faces are cut out; by default with no margin and levelled by the eyes
     *     where the detector finds them, which is how the bundled network was trained
     * @return this
     */
    public EmotionRecognizerBuilder aligner(FaceAligner aligner) {
        this.aligner = Objects.requireNonNull(aligner, "aligner");
        return this;
    }

    /**
     * @param maxPixels how many pixels a picture may have, 1 to 2³⁰; {@link
     *     ImageDecoder#DEFAULT_MAX_PIXELS} by default
     * @return this
     */
    public EmotionRecognizerBuilder maxPixels(long maxPixels) {
        decoder.maxPixels(maxPixels);
        return this;
    }

    /**
     * @param maxBytes how many bytes a picture's file may have, 1 to 2³¹ − 65; {@link
     *     ImageDecoder#DEFAULT_MAX_BYTES} by default
     * @return this
     */
    public EmotionRecognizerBuilder maxBytes(long maxBytes) {
        decoder.maxBytes(maxBytes);
        return this;
    }

    /**
     * @param truncatedImages what to do with a picture whose file is cut off or damaged; {@link
     *     TruncatedImages#REFUSE} by default
     * @return this
     */
    public EmotionRecognizerBuilder truncatedImages(TruncatedImages truncatedImages) {
        decoder.truncatedImages(truncatedImages);
        return this;
    }

    /**
     * Loads the detector and the network, side by side.
     *
     * @return the recogniser, to be closed
     * @throws ModelFormatException if the network cannot be used; names its file and what was found
     * @throws IllegalArgumentException if labels, scaling or size do not fit the network
     * @throws IllegalStateException if the engine's jars are missing; if there is a classifier and
     *     an option of a network; or if this is called twice although a detector or classifier was
     *     given
     */
    public EmotionRecognizer build() {
        if (built && (detector != null || classifier != null)) {
            throw new IllegalStateException(
                    "the detector or classifier that was given belongs to another recognizer");
        }
        built = true;
        CompletableFuture<FaceDetector> detectorLoading = loadDetector();
        EmotionClassifier loaded = null;
        try {
            if (engine == Engine.DEEPLEARNING4J) {
                // Both load by JavaCPP, whose classes can lock each other out for ever when two
                // threads load them at once, one from Loader and one from Pointer.
                join(detectorLoading);
            }
            loaded = loadClassifier();
            return new DefaultEmotionRecognizer(
                    decoder.build(), join(detectorLoading), aligner, loaded);
        } catch (RuntimeException | Error e) {
            closeAfter(e, loaded == null ? classifier : loaded);
            detectorLoading.handle(
                    (opened, failure) -> {
                        closeAfter(e, opened);
                        return null;
                    });
            throw e;
        }
    }

    private EmotionClassifier loadClassifier() {
        if (classifier == null) {
            return loader.load();
        }
        if (networkOption != null) {
            throw new IllegalStateException(
                    networkOption
                            + " is for a network that is loaded here, but a classifier was"
                            + " given: leave one of the two out");
        }
        return classifier;
    }

    /** OpenCV takes longer to load than the network does, so both go side by side. */
    private CompletableFuture<FaceDetector> loadDetector() {
        if (detector != null) {
            return CompletableFuture.completedFuture(detector);
        }
        CompletableFuture<FaceDetector> loading = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                FaceDetector opened = HaarFaceDetector.create();
                                Loader.load(opencv_imgcodecs.class);
                                loading.complete(opened);
                            } catch (RuntimeException | Error e) {
                                loading.completeExceptionally(e);
                            }
                        },
                        "fer-detector-loading");
        thread.setDaemon(true);
        thread.start();
        return loading;
    }

    private static FaceDetector join(CompletableFuture<FaceDetector> loading) {
        try {
            return loading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void closeAfter(Throwable failure, AutoCloseable opened) {
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private EmotionRecognizerBuilder networkOption(String name) {
        networkOption = name;
        return this;
    }
}
