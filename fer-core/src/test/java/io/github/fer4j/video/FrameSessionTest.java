package io.github.fer4j.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FrameSessionTest {
    private static final int FRAMES = 20;
    private static final DetectedFace FACE =
            new DetectedFace(new FaceBox(2, 2, 20, 20), 3, Optional.empty());

    private static FrameSession session(EmotionRecognizer recognizer) {
        return VideoEmotionRecognizer.over(recognizer).session();
    }

    @Test
    void analyze_framesOneByOne_answersAsForASourceOfThem() {
        List<Mat> frames = new ArrayList<>();
        List<FrameResult> expected = new ArrayList<>();
        List<FrameResult> answered = new ArrayList<>();
        try (EmotionRecognizer recognizer = EmotionRecognizer.create();
                Astronaut astronaut = new Astronaut()) {
            for (int i = 0; i < FRAMES; i++) {
                Mat frame = astronaut.empty();
                astronaut.put(frame, 200 + 4 * i, 180, 160);
                frames.add(frame);
            }
            try (FrameResults results =
                    VideoEmotionRecognizer.over(recognizer).analyze(FrameSource.of(frames, 25))) {
                results.forEachRemaining(expected::add);
            }
            try (FrameSession session = session(recognizer)) {
                for (int i = 0; i < FRAMES; i++) {
                    answered.add(session.analyze(frames.get(i), expected.get(i).timestamp()));
                }
            }
        } finally {
            frames.forEach(Mat::close);
        }

        assertThat(answered).isEqualTo(expected);
        assertThat(answered).allSatisfy(frame -> assertThat(frame.faces()).hasSize(1));
        assertThat(answered.get(FRAMES - 1).faces().get(0).trackId()).isEqualTo(1);
    }

    @Test
    void analyze_anotherSizeAndGrey_looksAnew() {
        try (FrameSession session = session(new StubRecognizer(0, FACE));
                Mat colour = new Mat(48, 64, opencv_core.CV_8UC3);
                Mat grey = new Mat(96, 64, opencv_core.CV_8UC1)) {
            assertThat(session.analyze(colour, Duration.ZERO).index()).isZero();
            FrameResult second = session.analyze(grey, Duration.ofMillis(1));

            assertThat(second.index()).isEqualTo(1);
            assertThat(second.faces()).hasSize(1);
        }
    }

    @Test
    void analyze_unfitFrameOrTime_saysWhatIsAccepted() {
        try (FrameSession session = session(new StubRecognizer(0, FACE));
                Mat frame = new Mat(48, 64, opencv_core.CV_8UC3);
                Mat deep = new Mat(48, 64, opencv_core.CV_16UC3);
                Mat empty = new Mat()) {
            session.analyze(frame, Duration.ofMillis(40));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.analyze(frame, Duration.ofMillis(40)))
                    .withMessageContaining("later than the frame before, at PT0.04S");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.analyze(frame, Duration.ofMillis(-1)))
                    .withMessageContaining("timestamp must be >= 0, was PT-0.001S");
            for (Mat unfit : List.of(deep, empty)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> session.analyze(unfit, Duration.ofSeconds(1)))
                        .withMessageContaining("1 or 3 channels of 8 bits");
            }
            assertThat(session.analyze(frame, Duration.ofSeconds(1)).faces()).hasSize(1);
        }
    }

    @Test
    void close_duringACall_waitsAndNoOtherIsTaken() {
        FrameSession session = session(new StubRecognizer(300, FACE));
        try (Mat frame = new Mat(48, 64, opencv_core.CV_8UC3)) {
            CompletableFuture<FrameResult> call =
                    CompletableFuture.supplyAsync(() -> session.analyze(frame, Duration.ZERO));
            while (!call.isDone() && !isBusy()) {
                Thread.onSpinWait();
            }
            session.close();
            session.close();

            assertThat(call.join().faces()).hasSize(1);
            assertThatIllegalStateException()
                    .isThrownBy(() -> session.analyze(frame, Duration.ofSeconds(1)))
                    .withMessage("the session is closed");
        }
    }

    /** Whether some thread is in the stub's pause. */
    private static boolean isBusy() {
        return Thread.getAllStackTraces().values().stream()
                .anyMatch(
                        stack ->
                                Arrays.stream(stack)
                                        .anyMatch(
                                                frame ->
                                                        frame.getClassName()
                                                                .endsWith("StubRecognizer")));
    }
}
