package io.github.fer4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A network together with what its pictures and its outputs mean. Owns the network: {@link
 * #close()} closes it. Thread-safe as the network is.
 */
public final class NetworkClassifier implements EmotionClassifier {
    private final Network network;
    private final ModelSpec spec;
    private final int output;
    private final OutputKind kind;
    private final FacePreprocessor preprocessor;

    /**
     * @param network the network; closed by this object, but not when this constructor throws
     * @param spec what goes in and what comes out
     * @param output which of the network's outputs to read, from 0
     * @param kind what that output's numbers are
     * @throws IllegalArgumentException if the spec does not fit the network's input or output;
     *     names both
     */
    public NetworkClassifier(Network network, ModelSpec spec, int output, OutputKind kind) {
        this.network = Objects.requireNonNull(network, "network");
        this.spec = Objects.requireNonNull(spec, "spec");
        this.output = Objects.checkIndex(output, network.outputs().size());
        this.kind = Objects.requireNonNull(kind, "kind");
        Shape input = network.inputShape();
        PictureLayout layout = PictureLayout.of(input);
        checkInput(layout, spec, input);
        checkOutput(network.outputs().get(output), spec.labels());
        this.preprocessor = new FacePreprocessor(spec, layout.channelsFirst());
    }

    private static void checkInput(PictureLayout layout, ModelSpec spec, Shape input) {
        if (!fits(layout.height(), spec.height())
                || !fits(layout.width(), spec.width())
                || !fits(layout.channels(), spec.channels())) {
            throw new IllegalArgumentException(
                    "pictures of %dx%d with %d channels do not fit the network's input %s"
                            .formatted(spec.height(), spec.width(), spec.channels(), input));
        }
    }

    private static boolean fits(int networks, int wanted) {
        return networks == Shape.UNKNOWN || networks == wanted;
    }

    private static void checkOutput(Network.Output output, LabelOrder labels) {
        Shape shape = output.shape();
        if (shape.rank() != 2) {
            throw new IllegalArgumentException(
                    "output '%s' is %s; a classifier needs one row of class scores for each face, (None, %d)"
                            .formatted(output.name(), shape, labels.size()));
        }
        int classes = shape.size(-1);
        if (classes != Shape.UNKNOWN && classes != labels.size()) {
            throw new IllegalArgumentException(
                    "%d labels %s do not fit output '%s' of the network, which has %d values"
                            .formatted(labels.size(), labels.labels(), output.name(), classes));
        }
    }

    @Override
    public ModelSpec spec() {
        return spec;
    }

    @Override
    public List<EmotionScores> classify(List<Mat> faces) {
        if (faces.isEmpty()) {
            return List.of();
        }
        return toScores(network.predict(preprocessor.toTensor(faces)).get(output));
    }

    private List<EmotionScores> toScores(Tensor answers) {
        int classes = spec.labels().size();
        if (answers.shape().rank() != 2 || answers.shape().size(1) != classes) {
            throw new ModelFormatException(
                    "the network answered %s where (None, %d) was expected"
                            .formatted(answers.shape(), classes));
        }
        List<EmotionScores> scores = new ArrayList<>();
        for (int start = 0; start < answers.count(); start += classes) {
            float[] row = answers.toArray(start, start + classes);
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    throw new ModelFormatException(
                            "the network answered "
                                    + value
                                    + "; its weights or its scaling do not fit");
                }
            }
            scores.add(
                    EmotionScores.of(spec.labels(), kind.toProbabilities(row, spec.temperature())));
        }
        return List.copyOf(scores);
    }

    @Override
    public void close() {
        network.close();
    }
}
