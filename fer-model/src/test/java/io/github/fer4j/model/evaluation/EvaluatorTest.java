package io.github.fer4j.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.model.ColorOrder;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.FaceReader;
import io.github.fer4j.model.dataset.FerPlusVotes;
import io.github.fer4j.model.dataset.LabeledFace;
import io.github.fer4j.model.dataset.Split;
import io.github.fer4j.model.engine.ClassifierLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final LabelOrder LABELS =
            LabelOrder.of(Emotion.ANGRY, Emotion.HAPPY, Emotion.SAD);

    /** Answers by the top left pixel: its first channel 10 is angry, 20 happy, else sad. */
    private static final class PixelClassifier implements EmotionClassifier {
        private final List<Integer> batches = new ArrayList<>();
        private final double temperature;

        PixelClassifier(double temperature) {
            this.temperature = temperature;
        }

        @Override
        public ModelSpec spec() {
            return new ModelSpec(2, 2, 1, ColorOrder.RGB, Scaling.UNIT, LABELS, temperature);
        }

        @Override
        public List<EmotionScores> classify(List<Mat> faces) {
            batches.add(faces.size());
            TemperatureScaling scaling = new TemperatureScaling(temperature);
            return faces.stream()
                    .map(face -> face.data().get() & 0xff)
                    .map(
                            level ->
                                    level == 10
                                            ? new double[] {0.8, 0.1, 0.1}
                                            : level == 20
                                                    ? new double[] {0.2, 0.6, 0.2}
                                                    : new double[] {0.3, 0.3, 0.4})
                    .map(row -> EmotionScores.of(LABELS, scaling.apply(row)))
                    .toList();
        }

        @Override
        public void close() {}
    }

    private static LabeledFace face(Emotion emotion, int... pixels) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        return LabeledFace.of(bytes, 2, 2, bytes.length / 4, emotion, Split.TEST, "made up");
    }

    private static FaceDataset faces(LabeledFace... faces) {
        return FaceDataset.of(List.of(faces), LabelOrder.FER2013);
    }

    @Test
    void evaluate_classifierWithTemperature_answersWithoutIt() {
        PixelClassifier classifier = new PixelClassifier(0.5);
        List<Integer> done = new ArrayList<>();

        Evaluator.Result result =
                Evaluator.of(classifier)
                        .batchSize(2)
                        .onProgress(done::add)
                        .evaluate(
                                faces(
                                        face(Emotion.ANGRY, 10, 0, 0, 0),
                                        face(Emotion.SAD, 20, 0, 0, 0),
                                        face(Emotion.FEAR, 0, 0, 0, 0)));

        Evaluation raw = result.evaluation();
        assertThat(raw.probabilities(0))
                .containsExactly(new double[] {0.8, 0.1, 0.1, 0}, within(1e-12));
        assertThat(raw.accuracy()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(raw.labels())
                .isEqualTo(LabelOrder.of(Emotion.ANGRY, Emotion.HAPPY, Emotion.SAD, Emotion.FEAR));
        assertThat(classifier.batches).containsExactly(2, 1);
        assertThat(done).containsExactly(2, 3);
        assertThat(result.batchSize()).isEqualTo(2);
        assertThat(result.latency().runs()).isEqualTo(1);
    }

    @Test
    void evaluate_mirrored_averagesWithoutTheTemperature() {
        Evaluation averaged =
                Evaluator.of(new PixelClassifier(0.5))
                        .mirrored(true)
                        .evaluate(faces(face(Emotion.HAPPY, 10, 20, 0, 0)))
                        .evaluation();

        assertThat(averaged.probabilities(0))
                .containsExactly(new double[] {0.5, 0.35, 0.15}, within(1e-12));
    }

    @Test
    void evaluate_coloredFaces_reachTheClassifierAsBgr() {
        Evaluation evaluation =
                Evaluator.of(new PixelClassifier(1))
                        .evaluate(faces(face(Emotion.HAPPY, 10, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
                        .evaluation();

        assertThat(evaluation.predicted(0)).isEqualTo(Emotion.HAPPY);
    }

    @Test
    void evaluate_noFace_isRefused() {
        FaceDataset none = faces(face(Emotion.HAPPY, 1, 2, 3, 4)).subset(Split.TRAIN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluator.of(new PixelClassifier(1)).evaluate(none))
                .withMessageContaining("at least one face");
    }

    @Test
    void singleFaceLatency_runs_areCounted() {
        PixelClassifier classifier = new PixelClassifier(1);

        Latency latency =
                Evaluator.of(classifier)
                        .singleFaceLatency(faces(face(Emotion.HAPPY, 1, 2, 3, 4)), 5);

        assertThat(latency.runs()).isEqualTo(5);
        assertThat(classifier.batches).hasSize(10).containsOnly(1);
    }

    /** docs/model-card.md. */
    @Test
    void evaluate_bundledNetworkOnValidation_isAsItsCardSays() {
        Path data = data("fer2013.zip");
        FaceDataset faces =
                FaceReader.of(data)
                        .votes(FerPlusVotes.read(data("ferplus-votes.csv")))
                        .read()
                        .subset(Split.VALIDATION);
        try (EmotionClassifier classifier = new ClassifierLoader().load()) {
            Evaluation raw = Evaluator.of(classifier).evaluate(faces).evaluation();

            assertThat(raw.size()).isEqualTo(3579);
            assertThat(raw.accuracy()).isCloseTo(0.7167, within(5e-5));
            assertThat(raw.macroF1()).isCloseTo(0.695, within(5e-4));
            assertThat(raw.reliability().expectedCalibrationError()).isCloseTo(0.088, within(5e-4));
            TemperatureScaling scaling = TemperatureScaling.fit(raw);
            assertThat(scaling.temperature()).isCloseTo(0.734, within(5e-3));
            assertThat(raw.with(scaling).reliability().expectedCalibrationError())
                    .isCloseTo(0.034, within(5e-4));
        }
        try (EmotionClassifier classifier =
                new ClassifierLoader().labels(LabelOrder.FER_PLUS).load()) {
            Evaluation raw =
                    Evaluator.of(classifier).evaluate(faces.withMajorityLabels()).evaluation();

            assertThat(raw.size()).isEqualTo(3436);
            assertThat(raw.accuracy()).isCloseTo(0.8586, within(5e-5));
            TemperatureScaling scaling = TemperatureScaling.fit(raw);
            assertThat(scaling.temperature()).isCloseTo(0.503, within(5e-3));
            assertThat(raw.with(scaling).reliability().expectedCalibrationError())
                    .isCloseTo(0.022, within(5e-4));
        }
    }

    private static Path data(String name) {
        Path file = Path.of(System.getProperty("fer.shared", "../../shared"), "data", name);
        Assumptions.assumeTrue(Files.isRegularFile(file), "no development data at " + file);
        return file;
    }
}
