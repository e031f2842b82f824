package io.github.fer4j.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.model.Emotion;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FrameResultsTest {
    private static final DetectedFace FACE =
            new DetectedFace(new FaceBox(2, 2, 20, 20), 3, Optional.empty());

    @Test
    void next_sourceOfFrames_answersEachInOrderWithItsPicture() {
        NumberedFrames frames = new NumberedFrames(200, 32, 24);
        try (FrameResults results = analyze(new StubRecognizer(0), FrameSource.of(frames, 25))) {
            for (int i = 0; i < 200; i++) {
                assertThat(results.hasNext()).isTrue();
                FrameResult result = results.next();
                assertThat(result.index()).isEqualTo(i);
                assertThat(result.seconds()).isCloseTo(i / 25.0, within(1e-6));
                assertThat(result.faces()).isEmpty();
                assertThat(NumberedFrames.number(results.image())).isEqualTo(i);
                assertThat(results.hasNext()).isEqualTo(i < 199);
                assertThat(NumberedFrames.number(results.image())).isEqualTo(i);
            }
            assertThat(results.droppedFrames()).isZero();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(results::next);
        }
        assertThat(frames.closed()).isTrue();
    }

    @Test
    void next_slowCaller_readsNoMoreThanAFewFramesAhead() throws InterruptedException {
        NumberedFrames frames = new NumberedFrames(500, 32, 24);
        try (FrameResults results = analyze(new StubRecognizer(0), FrameSource.of(frames, 25))) {
            results.next();
            Thread.sleep(200);
            assertThat(frames.handedOut()).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void next_liveSourceFasterThanTheAnalysis_dropsAndCountsAndStaysCurrent() {
        NumberedFrames frames = new NumberedFrames(120, 32, 24);
        FrameSource source = FrameSource.live(FrameSource.of(frames, 100));
        List<Long> answered = new ArrayList<>();
        long worst = 0;
        long dropped;
        try (FrameResults results = analyze(new StubRecognizer(25, FACE), source)) {
            while (results.hasNext()) {
                answered.add(results.next().index());
                worst = Math.max(worst, results.latency().toMillis());
            }
            dropped = results.droppedFrames();
        }
        assertThat(answered).isSorted().doesNotHaveDuplicates();
        assertThat(dropped).isGreaterThan(30);
        assertThat(answered.size() + dropped).isEqualTo(120);
        // 60 ms of waiting, 25 of analysis, and what a busy machine adds.
        assertThat(worst).isLessThan(400);
    }

    @Test
    void analyze_steadyFace_isOneTrackThatGrowsOld() {
        try (Astronaut astronaut = new Astronaut();
                Mat frame = astronaut.empty()) {
            astronaut.put(frame, 200, 180, 120);
            DetectedFace face = Astronaut.detected(Astronaut.face(200, 180, 120));
            List<Mat> frames = List.of(frame, frame, frame, frame, frame, frame);
            try (FrameResults results =
                            analyze(new StubRecognizer(0, face), FrameSource.of(frames, 10));
                    Stream<FrameResult> stream = results.stream()) {
                List<TrackedFace> faces = stream.map(result -> result.faces().get(0)).toList();
                assertThat(faces).hasSize(6).allMatch(tracked -> tracked.trackId() == 1);
                assertThat(faces.get(5).age()).isEqualTo(Duration.ofMillis(500));
                assertThat(faces.get(5).smoothed().dominant()).isEqualTo(Emotion.HAPPY);
                assertThat(faces.get(5).face().box().iou(face.box())).isGreaterThan(0.95);
            }
        }
    }

    @Test
    void analyze_everyThird_answersEveryThird() {
        FrameSource source = FrameSource.of(new NumberedFrames(10, 32, 24), 25);
        try (FrameResults results =
                VideoEmotionRecognizer.builder(new StubRecognizer(0))
                        .every(3)
                        .build()
                        .analyze(source)) {
            assertThat(results.stream().map(FrameResult::index)).containsExactly(0L, 3L, 6L, 9L);
        }
    }

    @Test
    void analyze_bufferedImages_areFrames() {
        List<BufferedImage> images = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, 0xff0000);
            images.add(image);
        }
        try (FrameResults results =
                analyze(new StubRecognizer(0), FrameSource.ofImages(images, 10))) {
            results.next();
            assertThat(results.image().cols()).isEqualTo(40);
            assertThat(results.image().ptr(0, 0).get(2) & 0xff).isEqualTo(255);
            assertThat(results.stream()).hasSize(2);
        }
    }

    @Test
    void hasNext_damagedSource_throwsAfterWhatCouldBeRead() {
        try (FrameResults results = analyze(new StubRecognizer(0), new Breaking(5))) {
            int read = 0;
            String message = "";
            try {
                while (results.hasNext()) {
                    results.next();
                    read++;
                }
            } catch (VideoReadException e) {
                message = e.getMessage();
            }
            assertThat(read).isEqualTo(5);
            assertThat(message).isEqualTo("broken after 5");
            assertThat(results.hasNext()).isFalse();
        }
    }

    @Test
    void hasNext_failingAnalysis_passesTheFailureOn() {
        StubRecognizer failing =
                new StubRecognizer(0) {
                    @Override
                    public List<DetectedFace> detect(Mat image) {
                        throw new IllegalStateException("the recognizer is closed");
                    }
                };
        try (FrameResults results =
                analyze(failing, FrameSource.of(new NumberedFrames(100, 32, 24), 25))) {
            assertThatIllegalStateException()
                    .isThrownBy(results::hasNext)
                    .withMessage("the recognizer is closed");
        }
    }

    @Test
    void close_inTheMiddle_endsThreadsAndForbidsUse() {
        NumberedFrames frames = new NumberedFrames(1_000_000, 32, 24);
        FrameResults results = analyze(new StubRecognizer(1), FrameSource.of(frames, 25));
        results.next();
        results.close();
        results.close();
        assertThat(frames.closed()).isTrue();
        assertThatIllegalStateException().isThrownBy(results::hasNext);
        assertThatIllegalStateException().isThrownBy(results::image);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("fer-video-"));
    }

    @Test
    void stop_fromAnotherThread_endsAfterTheFramesThatWereRead() throws InterruptedException {
        NumberedFrames frames = new NumberedFrames(1_000_000, 32, 24);
        try (FrameResults results = analyze(new StubRecognizer(0), FrameSource.of(frames, 25))) {
            results.next();
            Thread stopper = new Thread(results::stop);
            stopper.start();
            stopper.join();
            assertThat(results.stream().count()).isLessThan(20);
        }
    }

    @Test
    void image_beforeTheFirstFrame_isAnError() {
        try (FrameResults results =
                analyze(new StubRecognizer(0), FrameSource.of(new NumberedFrames(1, 32, 24), 25))) {
            assertThatIllegalStateException().isThrownBy(results::image);
        }
    }

    @Test
    void builder_wrongValues_sayWhatIsAccepted() {
        VideoEmotionRecognizer.Builder builder =
                VideoEmotionRecognizer.builder(new StubRecognizer(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.every(0))
                .withMessage("every must be >= 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.fps(Double.NaN))
                .withMessageContaining("fps must be > 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.smoothing(Duration.ofMillis(-1)))
                .withMessageContaining("smoothing must be >= 0");
    }

    private static FrameResults analyze(StubRecognizer recognizer, FrameSource source) {
        return VideoEmotionRecognizer.over(recognizer).analyze(source);
    }

    /** Breaks after some frames. */
    private static final class Breaking implements FrameSource {
        private final FrameSource frames;
        private final int good;
        private int grabbed;

        private Breaking(int good) {
            this.good = good;
            this.frames = FrameSource.of(new NumberedFrames(good, 32, 24), 25);
        }

        @Override
        public boolean grab() {
            if (grabbed++ == good) {
                throw new VideoReadException("broken after " + good);
            }
            return frames.grab();
        }

        @Override
        public Duration timestamp() {
            return frames.timestamp();
        }

        @Override
        public void retrieve(Mat target) {
            frames.retrieve(target);
        }

        @Override
        public SourceInfo info() {
            return frames.info();
        }

        @Override
        public void close() {
            frames.close();
        }
    }
}
