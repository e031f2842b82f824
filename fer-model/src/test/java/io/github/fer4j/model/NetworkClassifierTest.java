package io.github.fer4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class NetworkClassifierTest {
    private static final ModelSpec SPEC =
            new ModelSpec(2, 2, 1, ColorOrder.RGB, Scaling.NONE, LabelOrder.FER2013, 1);

    /** Answers each face with the class that its first pixel names. */
    private static final class PixelNetwork implements Network {
        final List<Integer> batches = new ArrayList<>();
        final Shape input;
        final int classes;
        final float sure;

        PixelNetwork(Shape input, int classes, float sure) {
            this.input = input;
            this.classes = classes;
            this.sure = sure;
        }

        @Override
        public Shape inputShape() {
            return input;
        }

        @Override
        public List<Output> outputs() {
            return List.of(new Output("head", Shape.of(Shape.UNKNOWN, classes)));
        }

        @Override
        public List<Tensor> predict(Tensor faces) {
            int count = faces.shape().size(0);
            batches.add(count);
            float[] answers = new float[count * classes];
            int pixels = faces.count() / count;
            for (int i = 0; i < count; i++) {
                answers[i * classes + (int) faces.get(i * pixels)] = sure;
            }
            return List.of(Tensor.wrap(Shape.of(count, classes), answers));
        }

        @Override
        public void close() {}
    }

    private static Mat face(int level) {
        try (Scalar scalar = new Scalar(level)) {
            return new Mat(5, 5, opencv_core.CV_8UC1, scalar);
        }
    }

    private static final Shape ANY = Shape.of(Shape.UNKNOWN, 2, 2, 1);

    @Test
    void classify_severalFaces_runsTheNetworkOnce() {
        PixelNetwork network = new PixelNetwork(ANY, 7, 1);
        NetworkClassifier classifier =
                new NetworkClassifier(network, SPEC, 0, OutputKind.PROBABILITIES);
        try (Mat happy = face(3);
                Mat neutral = face(6)) {
            List<EmotionScores> scores = classifier.classify(List.of(happy, neutral, happy));

            assertThat(scores)
                    .extracting(EmotionScores::dominant)
                    .containsExactly(Emotion.HAPPY, Emotion.NEUTRAL, Emotion.HAPPY);
            assertThat(network.batches).containsExactly(3);
        }
    }

    @Test
    void classify_noFaces_doesNotRunTheNetwork() {
        PixelNetwork network = new PixelNetwork(ANY, 7, 1);

        assertThat(
                        new NetworkClassifier(network, SPEC, 0, OutputKind.PROBABILITIES)
                                .classify(List.of()))
                .isEmpty();
        assertThat(network.batches).isEmpty();
    }

    @Test
    void new_labelsThatDoNotFit_namesBothCounts() {
        assertThatThrownBy(
                        () ->
                                new NetworkClassifier(
                                        new PixelNetwork(ANY, 8, 1),
                                        SPEC,
                                        0,
                                        OutputKind.PROBABILITIES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7 labels")
                .hasMessageContaining("8 values");
    }

    @Test
    void new_sizeThatDoesNotFit_namesBoth() {
        assertThatThrownBy(
                        () ->
                                new NetworkClassifier(
                                        new PixelNetwork(Shape.of(-1, 48, 48, 3), 7, 1),
                                        SPEC,
                                        0,
                                        OutputKind.PROBABILITIES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2x2")
                .hasMessageContaining("(None, 48, 48, 3)");
    }

    @Test
    void classify_networkAnswersNaN_isAnError() {
        NetworkClassifier classifier =
                new NetworkClassifier(
                        new PixelNetwork(ANY, 7, Float.NaN), SPEC, 0, OutputKind.PROBABILITIES);
        try (Mat face = face(0)) {
            assertThatThrownBy(() -> classifier.classify(List.of(face)))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("NaN");
        }
    }

    @Test
    void layout_ofShapes_findsTheChannels() {
        assertThat(PictureLayout.of(Shape.of(-1, 48, 48, 1)).channelsFirst()).isFalse();
        assertThat(PictureLayout.of(Shape.of(-1, 1, 48, 48)).channelsFirst()).isTrue();
        assertThat(PictureLayout.of(Shape.of(-1, -1, -1, 3)).channels()).isEqualTo(3);
        assertThatThrownBy(() -> PictureLayout.of(Shape.of(-1, 128)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(None, 128)");
    }
}
