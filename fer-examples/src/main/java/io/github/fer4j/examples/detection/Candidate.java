package io.github.fer4j.examples.detection;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceDetector;
import io.github.fer4j.detect.HaarCascade;
import io.github.fer4j.detect.HaarFaceDetector;
import io.github.fer4j.detect.YuNetFaceDetector;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** A detector with its options, and what was measured of it. */
final class Candidate implements AutoCloseable {
    private final String name;
    private final FaceDetector detector;
    private final double[] millis;
    private GroundTruth.Score score = new GroundTruth.Score(0, 0, 0);

    private Candidate(String name, FaceDetector detector, int rounds) {
        this.name = name;
        this.detector = detector;
        millis = new double[rounds];
    }

    static Candidate haar(
            HaarCascade cascade,
            double scaleFactor,
            int minNeighbors,
            int minFacePx,
            double minFaceShare,
            int maxSidePx,
            int rounds) {
        FaceDetector detector =
                HaarFaceDetector.builder()
                        .cascade(cascade)
                        .scaleFactor(scaleFactor)
                        .minNeighbors(minNeighbors)
                        .minFaceSizePx(minFacePx)
                        .minFaceShare(minFaceShare)
                        .maxDetectionSidePx(maxSidePx)
                        .build();
        String name =
                String.join(
                        " | ",
                        cascade.name(),
                        "" + scaleFactor,
                        "" + minNeighbors,
                        "" + minFacePx,
                        "" + minFaceShare,
                        maxSidePx == 0 ? "none" : "" + maxSidePx);
        return new Candidate(name, detector, rounds);
    }

    static Candidate standard(int rounds) {
        return new Candidate(
                "HaarFaceDetector.create() | | | | | ", HaarFaceDetector.create(), rounds);
    }

    static Candidate yuNet(Path model, int maxSidePx, double minConfidence, int rounds) {
        FaceDetector detector =
                YuNetFaceDetector.builder(model)
                        .maxDetectionSidePx(maxSidePx)
                        .minConfidence(minConfidence)
                        .build();
        String name = "YuNet from " + minConfidence + " | | | | | " + maxSidePx;
        return new Candidate(name, detector, rounds);
    }

    String name() {
        return name;
    }

    List<DetectedFace> detect(Mat picture) {
        return detector.detect(picture);
    }

    void add(GroundTruth.Score more) {
        score = score.plus(more);
    }

    GroundTruth.Score score() {
        return score;
    }

    /** Adds to the time that a round took. */
    void took(int round, double more) {
        millis[round] += more;
    }

    double medianMillis() {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    double minMillis() {
        return Arrays.stream(millis).min().orElse(0);
    }

    @Override
    public void close() {
        detector.close();
    }
}
