package io.github.fer4j.benchmarks;

import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.HaarCascade;
import io.github.fer4j.detect.HaarFaceDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_objdetect;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The Haar detector against OpenCV called by hand with the same options, and the default. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DetectorBenchmark {
    private static final double SCALE_FACTOR = 1.3;
    private static final int MIN_NEIGHBORS = 5;
    private static final int MIN_FACE = 40;

    /** A photo of the development data. */
    @Param({"justin.jpg", "emotion_classification.jpg"})
    public String photo;

    private Mat image;
    private HaarFaceDetector detector;
    private HaarFaceDetector standard;
    private CascadeClassifier cascade;

    /** Opens the photo, the detectors and a cascade. */
    @Setup
    public void open() throws IOException {
        image = imread(Path.of(System.getProperty("fer.shared"), "photos", photo).toString());
        detector =
                HaarFaceDetector.builder()
                        .cascade(HaarCascade.FRONTAL_DEFAULT)
                        .scaleFactor(SCALE_FACTOR)
                        .minNeighbors(MIN_NEIGHBORS)
                        .minFaceSizePx(MIN_FACE)
                        .build();
        standard = HaarFaceDetector.create();
        String resource =
                "/org/bytedeco/opencv/"
                        + Loader.getPlatform()
                        + "/share/opencv4/haarcascades/haarcascade_frontalface_default.xml";
        cascade =
                new CascadeClassifier(
                        Loader.cacheResource(opencv_objdetect.class, resource).getPath());
    }

    /** Closes all. */
    @TearDown
    public void close() {
        detector.close();
        standard.close();
        cascade.close();
        image.close();
    }

    /**
     * @return faces, with confidences, merged
     */
    @Benchmark
    public List<DetectedFace> detector() {
        return detector.detect(image);
    }

    /**
     * @return faces, with the detector's own options
     */
    @Benchmark
    public List<DetectedFace> standardDetector() {
        return standard.detect(image);
    }

    /**
     * @return how many faces
     */
    @Benchmark
    public long detectMultiScale() {
        try (Mat grey = new Mat();
                RectVector boxes = new RectVector();
                Size min = new Size(MIN_FACE, MIN_FACE);
                Size max = new Size()) {
            cvtColor(image, grey, COLOR_BGR2GRAY);
            cascade.detectMultiScale(grey, boxes, SCALE_FACTOR, MIN_NEIGHBORS, 0, min, max);
            return boxes.size();
        }
    }
}
