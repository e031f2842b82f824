package io.github.fer4j.detect;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Finds faces with YuNet, a small network that also sees turned and half hidden ones and finds
 * their eyes, nose and mouth. The network's file is the user's: {@code face_detection_yunet_*.onnx}
 * of OpenCV's model zoo (MIT licence). ONNX Runtime runs it.
 *
 * <pre>{@code
 * Path model = Path.of("face_detection_yunet_2023mar.onnx");
 * try (FaceDetector detector = YuNetFaceDetector.open(model)) {
 *     for (DetectedFace face : detector.detect(image)) {
 *         System.out.println(face.box() + " " + face.landmarks().orElseThrow());
 *     }
 * }
 * }</pre>
 *
 * <p>A face's {@linkplain DetectedFace#confidence() confidence} is between 0 and 1. Faces of fewer
 * than about 10 pixels in the picture that is looked at ({@link Builder#maxDetectionSidePx}) are
 * not found.
 *
 * <p>The landmarks of the published networks lean towards upright faces: of a roll of 25 degrees
 * they show 1 to 13.
 *
 * <p>Thread-safe; calls run side by side.
 */
public final class YuNetFaceDetector implements FaceDetector {
    /** Bounds the time that merging takes, as FaceDetectorYN's top-k does. */
    private static final int MAX_CANDIDATES = 5000;

    private final CallGate gate = new CallGate("the face detector");
    private final YuNetSession session;
    private final int maxDetectionSidePx;
    private final double minConfidence;
    private final double mergeOverlap;
    private final int maxFaces;
    private final int minFaceSizePx;

    private YuNetFaceDetector(YuNetSession session, Builder options) {
        this.session = session;
        maxDetectionSidePx = options.maxDetectionSidePx;
        minConfidence = options.minConfidence;
        mergeOverlap = options.mergeOverlap;
        maxFaces = options.maxFaces;
        minFaceSizePx = options.minFaceSizePx;
    }

    /**
     * @param model a YuNet network's ONNX file
     * @return a detector with the default options, which {@link Builder} names; to be closed by the
     *     caller
     * @throws DetectorModelException if the file cannot be used
     */
    public static YuNetFaceDetector open(Path model) {
        return builder(model).build();
    }

    /**
     * @param model a YuNet network's ONNX file
     * @return options, to be changed where the defaults do not fit
     */
    public static Builder builder(Path model) {
        return new Builder(model);
    }

    @Override
    public List<DetectedFace> detect(Mat image) {
        Pictures.require8Bit(image);
        gate.enter();
        try (YuNetInput input =
                new YuNetInput(
                        image, session.fixedWidth(), session.fixedHeight(), maxDetectionSidePx)) {
            YuNetDecoder decoder =
                    new YuNetDecoder(input, image.cols(), image.rows(), minConfidence);
            session.run(input, decoder);
            List<DetectedFace> candidates =
                    decoder.faces().stream()
                            .filter(face -> longerSide(face.box()) >= minFaceSizePx)
                            .sorted(Comparator.comparingDouble(face -> -face.confidence()))
                            .limit(MAX_CANDIDATES)
                            .toList();
            return BoxMerger.merge(candidates, FaceBox::iou, mergeOverlap, maxFaces);
        } finally {
            gate.leave();
        }
    }

    /** Waits for calls under way. */
    @Override
    public void close() {
        gate.close(session::close);
    }

    private static int longerSide(FaceBox box) {
        return Math.max(box.width(), box.height());
    }

    /** Options of a {@link YuNetFaceDetector}. */
    public static final class Builder {
        private final Path model;
        private int maxDetectionSidePx = 640;
        private double minConfidence = 0.6;
        private double mergeOverlap = 0.3;
        private int maxFaces = Integer.MAX_VALUE;
        private int minFaceSizePx = 1;
        private int threads;

        private Builder(Path model) {
            this.model = Objects.requireNonNull(model, "model");
        }

        /**
         * @param maxDetectionSidePx the longer side of the copy that the network looks at, if the
         *     picture is larger, 32 to 4096, 640 by default; larger finds smaller faces and takes
         *     longer. A network of fixed size looks at no more than that
         * @return this
         */
        public Builder maxDetectionSidePx(int maxDetectionSidePx) {
            boolean fine = maxDetectionSidePx >= 32 && maxDetectionSidePx <= 4096;
            Options.require(fine, "maxDetectionSidePx", ">= 32 and <= 4096", maxDetectionSidePx);
            this.maxDetectionSidePx = maxDetectionSidePx;
            return this;
        }

        /**
         * @param minConfidence less sure faces are left out, 0 to 1, 0.6 by default
         * @return this
         */
        public Builder minConfidence(double minConfidence) {
            Options.requireShare("minConfidence", minConfidence);
            this.minConfidence = minConfidence;
            return this;
        }

        /**
         * @param mergeOverlap of two boxes whose intersection over union is above, 0 to 1, the
         *     surer stays; 0.3 by default
         * @return this
         */
        public Builder mergeOverlap(double mergeOverlap) {
            Options.requireShare("mergeOverlap", mergeOverlap);
            this.mergeOverlap = mergeOverlap;
            return this;
        }

        /**
         * @param maxFaces how many faces are answered at most, the surest, at least 1; by default
         *     all
         * @return this
         */
        public Builder maxFaces(int maxFaces) {
            Options.require(maxFaces >= 1, "maxFaces", ">= 1", maxFaces);
            this.maxFaces = maxFaces;
            return this;
        }

        /**
         * @param minFaceSizePx faces whose box's longer side is shorter are left out, in pixels of
         *     the picture, at least 1, the default
         * @return this
         */
        public Builder minFaceSizePx(int minFaceSizePx) {
            Options.require(minFaceSizePx >= 1, "minFaceSizePx", ">= 1", minFaceSizePx);
            this.minFaceSizePx = minFaceSizePx;
            return this;
        }

        /**
         * @param threads that work on one picture, at least 1; by default one for each core
         * @return this
         */
        public Builder threads(int threads) {
            Options.require(threads >= 1, "threads", ">= 1", threads);
            this.threads = threads;
            return this;
        }

        /**
         * @return a detector, to be closed by the caller
         * @throws DetectorModelException if the file cannot be used
         */
        public YuNetFaceDetector build() {
            return new YuNetFaceDetector(new YuNetSession(model, threads), this);
        }
    }
}
