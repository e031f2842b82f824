package io.github.fer4j.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tracker with a detector that knows the truth, of the whole frame or of a part of it. */
class FaceTrackerTest {
    private static final double RATE = 30;
    private static final double KEY_FRAME_SECONDS = 0.33;
    private static final double OCCLUSION_SECONDS = 2;

    private final Astronaut astronaut = new Astronaut();
    private final List<Rectangle> truth = new ArrayList<>();
    private final Random random = new Random(9);
    private double jitter;
    private double hitRate = 1;
    private int detections;
    private final FaceTracker tracker =
            new FaceTracker(this::detect, KEY_FRAME_SECONDS, OCCLUSION_SECONDS);

    @AfterEach
    void close() {
        tracker.close();
        astronaut.close();
    }

    private List<DetectedFace> detect(Mat image) {
        detections++;
        try (Size whole = new Size();
                Point at = new Point()) {
            image.locateROI(whole, at);
            FaceBox looked = new FaceBox(at.x(), at.y(), image.cols(), image.rows());
            return truth.stream()
                    .map(this::jittered)
                    .map(Astronaut::detected)
                    .filter(face -> face.box().overlap(looked) > 0.99)
                    .filter(face -> random.nextDouble() < hitRate)
                    .map(face -> Faces.ofWhole(face, -looked.x(), -looked.y()))
                    .toList();
        }
    }

    private Rectangle jittered(Rectangle face) {
        double side = face.side();
        return new Rectangle(
                face.centerX() + jitter * side * random.nextGaussian(),
                face.centerY() + jitter * side * random.nextGaussian(),
                side * (1 + jitter * random.nextGaussian()),
                side * (1 + jitter * random.nextGaussian()));
    }

    @Test
    void update_movingFace_isFollowedBetweenKeyFramesUnderOneId() {
        jitter = 0.03;
        for (int i = 0; i < 90; i++) {
            double x = 320 + 200 * Math.sin(i / 20.0);
            double side = 120 + 30 * Math.sin(i / 15.0);
            List<FaceTrack> tracks = frame(i, head(x, 180, side));
            assertThat(tracks).hasSize(1);
            assertThat(tracks.get(0).id()).isEqualTo(1);
            assertThat(tracks.get(0).box().iou(truth.get(0))).as("frame %d", i).isGreaterThan(0.7);
        }
        assertThat(detections).isBetween(9, 11);
    }

    @Test
    void update_faceHiddenForASecond_comesBackUnderItsId() {
        List<Long> ids = new ArrayList<>();
        int hidden = 0;
        for (int i = 0; i < 75; i++) {
            double x = 100 + 6.0 * i;
            Mat frame = astronaut.empty();
            truth.clear();
            astronaut.put(frame, x, 180, 120);
            Astronaut.cover(frame, 260, 0, 130, Astronaut.HEIGHT);
            if (x < 200 || x > 450) {
                truth.add(Astronaut.face(x, 180, 120));
            }
            List<FaceTrack> tracks = update(frame, i);
            tracks.forEach(track -> ids.add(track.id()));
            hidden += tracks.isEmpty() ? 1 : 0;
            if (x > 290 && x < 360) {
                assertThat(tracks).as("frame %d: the face is behind the cover", i).isEmpty();
            }
        }
        assertThat(hidden).isGreaterThan(20);
        assertThat(ids).isNotEmpty().containsOnly(1L);
    }

    @Test
    void update_faceBackAfterTooLong_isSomebodyNew() {
        frame(0, head(200, 180, 120));
        for (int i = 1; i <= 15; i++) {
            frame(i, head(200, 180, 120));
        }
        for (int i = 16; i < 90; i++) {
            assertThat(frame(i)).isEmpty();
        }
        List<Long> ids = new ArrayList<>();
        for (int i = 90; i < 100; i++) {
            frame(i, head(200, 180, 120)).forEach(track -> ids.add(track.id()));
        }
        assertThat(ids).isNotEmpty().containsOnly(2L);
    }

    @Test
    void update_twoFacesPassing_keepTheirIds() {
        for (int i = 0; i < 100; i++) {
            double x = 120 + 4 * i;
            List<FaceTrack> tracks = frame(i, head(x, 100, 120), head(640 - x, 255, 120));
            assertThat(tracks).hasSize(2);
            for (FaceTrack track : tracks) {
                int who = track.id() == 1 ? 0 : 1;
                assertThat(track.box().iou(truth.get(who))).isGreaterThan(0.6);
            }
        }
    }

    @Test
    void update_flickeringDetector_doesNotMakeTheFaceFlicker() {
        hitRate = 0.5;
        int seen = 0;
        long lastId = 0;
        for (int i = 0; i < 300; i++) {
            for (FaceTrack track : frame(i, head(320 + 30 * Math.sin(i / 30.0), 180, 120))) {
                seen++;
                lastId = track.id();
            }
        }
        assertThat(seen).isGreaterThan(290);
        assertThat(lastId).isLessThanOrEqualTo(2);
    }

    @Test
    void update_falseFaceSeenOnce_isGoneWithinASecond() {
        truth.add(new Rectangle(500, 100, 70, 70));
        assertThat(update(astronaut.empty(), 0)).hasSize(1);
        truth.clear();
        for (int i = 1; i < 30; i++) {
            update(astronaut.empty(), i);
        }
        assertThat(update(astronaut.empty(), 30)).isEmpty();
    }

    @Test
    void update_sceneChange_isAKeyFrame() {
        frame(0, head(200, 180, 120));
        frame(1, head(200, 180, 120));
        Mat bright = frameWith();
        Astronaut.cover(bright, 0, 0, Astronaut.WIDTH, Astronaut.HEIGHT);
        astronaut.put(bright, 450, 200, 140);
        truth.clear();
        truth.add(Astronaut.face(450, 200, 140));
        List<FaceTrack> tracks = update(bright, 2);
        assertThat(tracks).hasSize(1);
        assertThat(tracks.get(0).box().iou(truth.get(0))).isGreaterThan(0.8);
    }

    @Test
    void update_framesWithoutAnybody_goOn() {
        for (int i = 0; i < 20; i++) {
            assertThat(frame(i)).isEmpty();
        }
        assertThat(frame(20, head(200, 180, 120))).hasSizeLessThanOrEqualTo(1);
        assertThat(frame(23, head(200, 180, 120))).hasSize(1);
    }

    @Test
    void update_frameOfAnotherSize_startsFromTheDetector() {
        frame(0, head(200, 180, 120));
        try (Mat large = new Mat(720, 1280, org.bytedeco.opencv.global.opencv_core.CV_8UC3)) {
            truth.clear();
            assertThat(tracker.update(large, 1 / RATE)).isEmpty();
        }
    }

    @Test
    void update_sameTimestampTwice_isNoError() {
        frame(3, head(200, 180, 120));
        assertThat(frame(3, head(200, 180, 120))).hasSizeLessThanOrEqualTo(1);
    }

    private record Head(double x, double y, double side) {}

    private static Head head(double x, double y, double side) {
        return new Head(x, y, side);
    }

    private List<FaceTrack> frame(int index, Head... heads) {
        return update(frameWith(heads), index);
    }

    private Mat frameWith(Head... heads) {
        Mat frame = astronaut.empty();
        truth.clear();
        for (Head head : heads) {
            astronaut.put(frame, head.x(), head.y(), head.side(), head.y() > 200);
            truth.add(Astronaut.face(head.x(), head.y(), head.side()));
        }
        return frame;
    }

    private List<FaceTrack> update(Mat frame, int index) {
        try (frame) {
            List<FaceTrack> tracks = tracker.update(frame, index / RATE);
            FaceBox whole = new FaceBox(0, 0, Astronaut.WIDTH, Astronaut.HEIGHT);
            assertThat(
                            tracks.stream()
                                    .flatMap(
                                            track ->
                                                    Stream.of(
                                                            track.face(
                                                                            Astronaut.WIDTH,
                                                                            Astronaut.HEIGHT)
                                                                    .orElseThrow()
                                                                    .box())))
                    .allMatch(box -> box.overlap(whole) > 0.999);
            return tracks;
        }
    }
}
