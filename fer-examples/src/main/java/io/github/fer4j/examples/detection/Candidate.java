package io.github.fer4j.examples.detection;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceDetector;
import io.github.fer4j.detect.HaarCascade;
import io.github.fer4j.detect.HaarFaceDetector;
import io.github.fer4j.detect.YuNetFaceDetector;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** A detector with its options, and what was measured of it. */
final class Candidate implements AutoCloseable {
    private final String name;
    private final FaceDetector detector;
    private double millis;
    private double cpuMillis;
    private GroundTruth.Score score = new GroundTruth.Score(0, 0, 0);

    private Candidate(String name, FaceDetector detector) {
        this.name = name;
        this.detector = detector;
    }

    static Candidate haar(
            HaarCascade cascade,
            double scaleFactor,
            int minNeighbors,
            int minFacePx,
            double minFaceShare,
            int maxMinFacePx,
            int maxSidePx) {
        FaceDetector detector =
                HaarFaceDetector.builder()
                        .cascade(cascade)
                        .scaleFactor(scaleFactor)
                        .minNeighbors(minNeighbors)
                        .minFaceShare(minFaceShare, minFacePx, Math.max(minFacePx, maxMinFacePx))
                        .maxDetectionSidePx(maxSidePx)
                        .build();
        String name =
                String.join(
                        " | ",
                        cascade.name(),
                        "" + scaleFactor,
                        "" + minNeighbors,
                        minFaceShare == 0
                                ? minFacePx + " px"
                                : Math.round(100 * minFaceShare)
                                        + " %, "
                                        + minFacePx
                                        + "-"
                                        + maxMinFacePx
                                        + " px",
                        maxSidePx == 0 ? "none" : "" + maxSidePx);
        return new Candidate(name, detector);
    }

    static Candidate standard() {
        return new Candidate("HaarFaceDetector.create() | | | | ", HaarFaceDetector.create());
    }

    static Candidate yuNet(Path model, int maxSidePx, double minConfidence) {
        FaceDetector detector =
                YuNetFaceDetector.builder(model)
                        .maxDetectionSidePx(maxSidePx)
                        .minConfidence(minConfidence)
                        .build();
        String name = "YuNet from " + minConfidence + " | | | | " + maxSidePx;
        return new Candidate(name, detector);
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

    /**
     * Adds what a photo takes.
     *
     * @param bestMillis the shortest of several tries: what else the machine does only adds
     * @param bestCpuMillis likewise, of all processors together
     */
    void took(double bestMillis, double bestCpuMillis) {
        millis += bestMillis;
        cpuMillis += bestCpuMillis;
    }

    /** For all photos. */
    double millis() {
        return millis;
    }

    double cpuMillis() {
        return cpuMillis;
    }

    @Override
    public void close() {
        detector.close();
    }
}
