package io.github.fer4j.video;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.FaceResult;
import io.github.fer4j.detect.DetectedFace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;

/** Frame in, tracked faces out: track, classify all faces at once, smooth. Not thread-safe. */
final class FrameAnalyzer implements AutoCloseable {
    private final EmotionRecognizer recognizer;
    private final FaceTracker tracker;
    private final double smoothingSeconds;
    private final double occlusionSeconds;
    private final Map<Long, Smoothed> smoothers = new HashMap<>();

    FrameAnalyzer(EmotionRecognizer recognizer, VideoEmotionRecognizer.Options options) {
        this.recognizer = recognizer;
        this.tracker =
                new FaceTracker(
                        recognizer::detect, options.keyFrameSeconds(), options.occlusionSeconds());
        this.smoothingSeconds = options.smoothingSeconds();
        this.occlusionSeconds = options.occlusionSeconds();
    }

    FrameResult analyze(Mat image, long index, Duration timestamp) {
        double time = timestamp.toNanos() / 1e9;
        List<FaceTrack> tracks = new ArrayList<>();
        List<DetectedFace> faces = new ArrayList<>();
        for (FaceTrack track : tracker.update(image, time)) {
            track.face(image.cols(), image.rows())
                    .ifPresent(
                            face -> {
                                tracks.add(track);
                                faces.add(face);
                            });
        }
        List<FaceResult> results = recognizer.classify(image, faces);
        List<TrackedFace> tracked = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            FaceTrack track = tracks.get(i);
            FaceResult face = results.get(i);
            Smoothed smoothed =
                    smoothers.computeIfAbsent(track.id(), id -> new Smoothed(smoothingSeconds));
            smoothed.lastTime = time;
            tracked.add(
                    new TrackedFace(
                            track.id(),
                            face,
                            smoothed.smoother.smooth(face.emotions(), time),
                            Duration.ofNanos(Math.round((time - track.bornAt()) * 1e9))));
        }
        smoothers.values().removeIf(smoothed -> time - smoothed.lastTime > occlusionSeconds + 1);
        return new FrameResult(index, timestamp, tracked);
    }

    long keyFrames() {
        return tracker.keyFrames();
    }

    @Override
    public void close() {
        tracker.close();
    }

    private static final class Smoothed {
        private final EmotionSmoother smoother;
        private double lastTime;

        private Smoothed(double timeConstant) {
            smoother = new EmotionSmoother(timeConstant);
        }
    }
}
