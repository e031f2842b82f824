package io.github.fer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.detect.FaceDetector;
import io.github.fer4j.image.BufferedImages;
import io.github.fer4j.image.ImageReadException;
import io.github.fer4j.image.TruncatedImages;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.ModelFormatException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmotionRecognizerTest {
    private static final FaceBox DARK = new FaceBox(2, 4, 16, 16);
    private static final FaceBox BRIGHT = new FaceBox(40, 10, 30, 30);

    private final Fakes.Classifier classifier = new Fakes.Classifier();
    private final Fakes.Detector detector = new Fakes.Detector(DARK, BRIGHT);

    @Test
    void analyze_anySource_givesTheSameFaces(@TempDir Path folder) throws IOException {
        byte[] png = png();
        Path file = Files.write(folder.resolve("a.png"), png);
        try (EmotionRecognizer recognizer = recognizer();
                Mat mat = BufferedImages.toMat(picture())) {
            ImageAnalysis analysis = recognizer.analyze(file);
            assertThat(analysis).hasSize(2);
            assertThat(analysis.width()).isEqualTo(80);
            assertThat(analysis.height()).isEqualTo(50);
            assertThat(analysis.warnings()).isEmpty();
            assertThat(recognizer.analyze(new ByteArrayInputStream(png))).isEqualTo(analysis);
            assertThat(recognizer.analyze(png)).isEqualTo(analysis);
            assertThat(recognizer.analyze(picture())).isEqualTo(analysis);
            assertThat(recognizer.analyze(mat)).isEqualTo(analysis);
            assertThat(mat.isNull()).as("still the caller's").isFalse();
        }
    }

    @Test
    void analyze_severalFaces_areSortedAndEachGetsItsOwnScores() {
        try (EmotionRecognizer recognizer = recognizer()) {
            ImageAnalysis faces = recognizer.analyze(picture());
            assertThat(faces).extracting(FaceResult::box).containsExactly(BRIGHT, DARK);
            assertThat(faces.get(0).emotions().of(Emotion.HAPPY)).isCloseTo(1, within(0.01));
            assertThat(faces.get(1).emotions().of(Emotion.ANGRY)).isCloseTo(1, within(0.01));
        }
    }

    @Test
    void analyze_severalFaces_runsTheNetworkOnce() {
        try (EmotionRecognizer recognizer = recognizer()) {
            recognizer.analyze(picture());
            assertThat(classifier.calls).containsExactly(2);
        }
    }

    @Test
    void analyze_noFace_isEmptyAndRunsNoNetwork() {
        try (EmotionRecognizer recognizer =
                EmotionRecognizer.builder()
                        .detector(new Fakes.Detector())
                        .classifier(classifier)
                        .build()) {
            assertThat(recognizer.analyze(picture())).isEmpty();
            assertThat(classifier.calls).isEmpty();
        }
    }

    @Test
    void analyze_mat_isNotChanged() {
        try (EmotionRecognizer recognizer = recognizer();
                Mat mat = new Mat(50, 80, opencv_core.CV_8UC3, Scalar.all(90));
                Mat before = mat.clone();
                Mat difference = new Mat()) {
            recognizer.analyze(mat);
            opencv_core.absdiff(mat, before, difference);
            assertThat(opencv_core.sumElems(difference).get(0)).isZero();
        }
    }

    @Test
    void analyze_matOfAnotherType_namesIt() {
        try (EmotionRecognizer recognizer = recognizer();
                Mat empty = new Mat();
                Mat floats = new Mat(10, 20, opencv_core.CV_32FC3)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> recognizer.analyze(floats))
                    .withMessageContaining("20x10 with 3 of depth 5");
            assertThatIllegalArgumentException().isThrownBy(() -> recognizer.analyze(empty));
        }
    }

    @Test
    void analyze_truncatedFile_isRefusedOrAnsweredWithWarning() throws IOException {
        byte[] cut = Arrays.copyOf(png(), png().length - 40);
        try (EmotionRecognizer recognizer = recognizer()) {
            assertThatThrownBy(() -> recognizer.analyze(cut))
                    .isInstanceOf(ImageReadException.class)
                    .hasMessageContaining("cut off");
        }
        try (EmotionRecognizer recognizer =
                EmotionRecognizer.builder()
                        .detector(detector)
                        .classifier(classifier)
                        .truncatedImages(TruncatedImages.ACCEPT)
                        .build()) {
            ImageAnalysis analysis = recognizer.analyze(cut);
            assertThat(analysis.width()).isEqualTo(80);
            assertThat(analysis.warnings()).singleElement().asString().contains("cut off");
        }
    }

    @Test
    void analyze_pictureAboveMaxPixels_isRefused() throws IOException {
        byte[] png = png();
        try (EmotionRecognizer recognizer =
                EmotionRecognizer.builder()
                        .detector(detector)
                        .classifier(classifier)
                        .maxPixels(100)
                        .build()) {
            assertThatThrownBy(() -> recognizer.analyze(png))
                    .isInstanceOf(ImageReadException.class)
                    .hasMessageContaining("80x50");
        }
    }

    @Test
    void close_twice_closesPartsOnce() {
        EmotionRecognizer recognizer = recognizer();
        recognizer.close();
        recognizer.close();
        assertThat(detector.closed).hasValue(1);
        assertThat(classifier.closed).hasValue(1);
    }

    @Test
    void analyze_afterClose_isIllegalState() {
        EmotionRecognizer recognizer = recognizer();
        recognizer.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> recognizer.analyze(picture()))
                .withMessageContaining("closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> recognizer.analyze(Path.of("nowhere.jpg")));
    }

    @Test
    @Timeout(20)
    void close_duringACall_waitsForIt() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Fakes.Detector slow =
                new Fakes.Detector(
                        image -> {
                            inside.countDown();
                            await(goOn);
                            return List.of(new DetectedFace(DARK, 1, Optional.empty()));
                        });
        EmotionRecognizer recognizer =
                EmotionRecognizer.builder().detector(slow).classifier(classifier).build();
        CompletableFuture<ImageAnalysis> call =
                CompletableFuture.supplyAsync(() -> recognizer.analyze(picture()));
        inside.await();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(recognizer::close);
        assertThatThrownBy(() -> closing.get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(slow.closed).hasValue(0);
        goOn.countDown();
        assertThat(call.get()).hasSize(1);
        closing.get();
        assertThat(slow.closed).hasValue(1);
    }

    @Test
    @Timeout(20)
    void close_fromInsideACall_isIllegalStateNotADeadlock() {
        EmotionRecognizer[] holder = new EmotionRecognizer[1];
        Fakes.Detector closing =
                new Fakes.Detector(
                        image -> {
                            holder[0].close();
                            return List.of();
                        });
        holder[0] = EmotionRecognizer.builder().detector(closing).classifier(classifier).build();
        assertThatIllegalStateException().isThrownBy(() -> holder[0].analyze(picture()));
        holder[0].close();
        assertThat(closing.closed).hasValue(1);
    }

    @Test
    void build_modelThatIsNone_closesTheDetectorThatWasGiven(@TempDir Path folder)
            throws IOException {
        Path model = Files.writeString(folder.resolve("model.keras"), "no network at all");
        EmotionRecognizerBuilder builder =
                EmotionRecognizer.builder().detector(detector).model(model);
        assertThatThrownBy(builder::build)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.keras");
        assertThat(detector.closed).hasValue(1);
    }

    @Test
    void build_classifierAndModel_isIllegalState() {
        EmotionRecognizerBuilder builder =
                EmotionRecognizer.builder()
                        .detector(detector)
                        .classifier(classifier)
                        .temperature(2);
        assertThatIllegalStateException()
                .isThrownBy(builder::build)
                .withMessageContaining("temperature");
        assertThat(detector.closed).hasValue(1);
        assertThat(classifier.closed).hasValue(1);
    }

    @Test
    void build_twiceWithTheSameDetector_isIllegalState() {
        EmotionRecognizerBuilder builder =
                EmotionRecognizer.builder().detector(detector).classifier(classifier);
        try (EmotionRecognizer first = builder.build()) {
            assertThatIllegalStateException().isThrownBy(builder::build);
            assertThat(first.analyze(picture())).hasSize(2);
        }
    }

    @Test
    void builder_wrongOption_isNamed() {
        EmotionRecognizerBuilder builder = EmotionRecognizer.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.temperature(0))
                .withMessageContaining("temperature must be > 0, was 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxPixels(0))
                .withMessageContaining("maxPixels");
        assertThatThrownBy(() -> builder.detector((FaceDetector) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("detector");
    }

    private EmotionRecognizer recognizer() {
        return EmotionRecognizer.builder().detector(detector).classifier(classifier).build();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Black, with a white square where the bright face is. */
    private static BufferedImage picture() {
        BufferedImage image = new BufferedImage(80, 50, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(BRIGHT.x(), BRIGHT.y(), BRIGHT.width(), BRIGHT.height());
        graphics.dispose();
        return image;
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture(), "png", out);
        return out.toByteArray();
    }
}
