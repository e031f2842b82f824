package io.github.fer4j.detect;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/**
 * Finds upright frontal faces with a cascade of Haar or LBP features, OpenCV's {@code
 * CascadeClassifier}. Needs no network file; a face turned by more than about 20 degrees, seen from
 * the side or half hidden is usually missed.
 *
 * <pre>{@code
 * try (FaceDetector detector = HaarFaceDetector.builder().minFaceSizePx(40).build()) {
 *     for (DetectedFace face : detector.detect(image)) {
 *         System.out.println(face.box());
 *     }
 * }
 * }</pre>
 *
 * <p>A face's {@linkplain DetectedFace#confidence() confidence} is the weight at which it passes
 * the cascade's last stage ({@code detectMultiScale3}'s level weight). Its range is the cascade's
 * own: 55 to 58 for {@link HaarCascade#FRONTAL_ALT2}, about 1 to 12 for {@link
 * HaarCascade#FRONTAL_DEFAULT}. Faces have no landmarks.
 *
 * <p>Thread-safe; as many calls run side by side as there are processors.
 */
public final class HaarFaceDetector implements FaceDetector {
    private final CallGate gate = new CallGate("the face detector");
    private final CascadePool cascades;
    private final Builder options;

    private HaarFaceDetector(CascadePool cascades, Builder options) {
        this.cascades = cascades;
        this.options = options;
    }

    /**
     * @return a detector with the default options, which {@link Builder} names
     */
    public static HaarFaceDetector create() {
        return builder().build();
    }

    /**
     * @return options, to be changed where the defaults do not fit
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public List<DetectedFace> detect(Mat image) {
        Pictures.require8Bit(image);
        gate.enter();
        try (Mat grey = new Mat();
                Mat small = new Mat()) {
            Mat looked = image;
            if (image.channels() > 1) {
                cvtColor(image, grey, image.channels() == 4 ? COLOR_BGRA2GRAY : COLOR_BGR2GRAY);
                looked = grey;
            }
            if (options.maxDetectionSidePx > 0 && longerSide(image) > options.maxDetectionSidePx) {
                double factor = options.maxDetectionSidePx / (double) longerSide(image);
                try (Size size =
                        new Size(scaled(image.cols(), factor), scaled(image.rows(), factor))) {
                    resize(looked, small, size, 0, 0, INTER_AREA);
                }
                looked = small;
            }
            Mat whole = looked;
            List<DetectedFace> faces = cascades.with(cascade -> run(cascade, whole, image));
            return BoxMerger.merge(faces, FaceBox::overlap, options.mergeOverlap, options.maxFaces);
        } finally {
            gate.leave();
        }
    }

    /** Waits for calls under way. */
    @Override
    public void close() {
        gate.close(cascades::close);
    }

    private List<DetectedFace> run(CascadeClassifier cascade, Mat looked, Mat image) {
        if (looked.cols() < cascades.windowWidth() || looked.rows() < cascades.windowHeight()) {
            return List.of();
        }
        double toX = image.cols() / (double) looked.cols();
        double toY = image.rows() / (double) looked.rows();
        int minSide = minFaceSide(image, toX);
        int maxSide =
                options.maxFaceSizePx == 0
                        ? 0
                        : Math.max(1, scaled(options.maxFaceSizePx, 1 / toX));
        List<DetectedFace> faces = new ArrayList<>();
        try (RectVector boxes = new RectVector();
                IntPointer stages = new IntPointer();
                DoublePointer weights = new DoublePointer();
                Size min = new Size(minSide, minSide);
                Size max = new Size(maxSide, maxSide)) {
            cascade.detectMultiScale3(
                    looked,
                    boxes,
                    stages,
                    weights,
                    options.scaleFactor,
                    options.minNeighbors,
                    0,
                    min,
                    max,
                    true);
            for (long i = 0; i < boxes.size(); i++) {
                Rect box = boxes.get(i);
                double weight = weights.get(i);
                if (weight >= options.minConfidence) {
                    FaceBox.clip(
                                    box.x() * toX,
                                    box.y() * toY,
                                    (box.x() + box.width()) * toX,
                                    (box.y() + box.height()) * toY,
                                    image.cols(),
                                    image.rows())
                            .ifPresent(
                                    clipped ->
                                            faces.add(
                                                    new DetectedFace(
                                                            clipped, weight, Optional.empty())));
                }
            }
        }
        return faces;
    }

    private int minFaceSide(Mat image, double toImage) {
        double share = options.minFaceShare * longerSide(image);
        double side = Math.min(Math.max(share, options.smallestMinPx), options.largestMinPx);
        return (int) Math.round(side / toImage);
    }

    private static int longerSide(Mat image) {
        return Math.max(image.cols(), image.rows());
    }

    private static int scaled(int length, double factor) {
        return Math.max(1, (int) Math.round(length * factor));
    }

    /**
     * Options of a {@link HaarFaceDetector}. The defaults find more faces and fewer false ones than
     * the classic options (FRONTAL_DEFAULT, scale factor 1.3, 5 neighbours, from 24 pixels) in 60 %
     * of their time, on the photos of docs/detectors.md.
     */
    public static final class Builder {
        private HaarCascade cascade = HaarCascade.FRONTAL_ALT2;
        private Path cascadeFile;
        private double scaleFactor = 1.2;
        private int minNeighbors = 3;
        private double minFaceShare = 0.04;
        private int smallestMinPx = 30;
        private int largestMinPx = 68;
        private int maxFaceSizePx;
        private int maxDetectionSidePx;
        private double mergeOverlap = 0.6;
        private int maxFaces = Integer.MAX_VALUE;
        private double minConfidence = Double.NEGATIVE_INFINITY;

        private Builder() {}

        private Builder(Builder other) {
            cascade = other.cascade;
            cascadeFile = other.cascadeFile;
            scaleFactor = other.scaleFactor;
            minNeighbors = other.minNeighbors;
            minFaceShare = other.minFaceShare;
            smallestMinPx = other.smallestMinPx;
            largestMinPx = other.largestMinPx;
            maxFaceSizePx = other.maxFaceSizePx;
            maxDetectionSidePx = other.maxDetectionSidePx;
            mergeOverlap = other.mergeOverlap;
            maxFaces = other.maxFaces;
            minConfidence = other.minConfidence;
        }

        /**
         * @param cascade one of OpenCV's; by default {@link HaarCascade#FRONTAL_ALT2}
         * @return this
         */
        public Builder cascade(HaarCascade cascade) {
            this.cascade = Objects.requireNonNull(cascade, "cascade");
            cascadeFile = null;
            return this;
        }

        /**
         * @param xml a cascade of Haar or LBP features as {@code opencv_traincascade} writes it
         * @return this
         */
        public Builder cascade(Path xml) {
            cascadeFile = Objects.requireNonNull(xml, "xml");
            return this;
        }

        /**
         * @param scaleFactor how much larger the searched faces become from step to step, above 1
         *     and at most 4, 1.2 by default; nearer to 1 finds more and takes longer
         * @return this
         */
        public Builder scaleFactor(double scaleFactor) {
            Options.require(
                    scaleFactor > 1 && scaleFactor <= 4,
                    "scaleFactor",
                    "> 1.0 and <= 4.0",
                    scaleFactor);
            this.scaleFactor = scaleFactor;
            return this;
        }

        /**
         * @param minNeighbors how many more boxes must lie around a box, at least 0, 3 by default;
         *     more finds fewer faces and fewer false ones. At 0 every window that passes is a box
         * @return this
         */
        public Builder minNeighbors(int minNeighbors) {
            Options.require(minNeighbors >= 0, "minNeighbors", ">= 0", minNeighbors);
            this.minNeighbors = minNeighbors;
            return this;
        }

        /**
         * The smallest face, the same for every picture.
         *
         * @param minFaceSizePx the smallest side of a face's box in pixels of the picture, at least
         *     1; the larger, the faster
         * @return this
         */
        public Builder minFaceSizePx(int minFaceSizePx) {
            Options.require(minFaceSizePx >= 1, "minFaceSizePx", ">= 1", minFaceSizePx);
            return minFaceShare(0, minFaceSizePx, minFaceSizePx);
        }

        /**
         * The smallest face, larger in larger pictures. This is the default, with 0.04, 30 and 68.
         *
         * @param minFaceShare the smallest side of a face's box as a share of the picture's longer
         *     side, 0 to 1
         * @param smallestPx but not less than so many pixels of the picture, at least 1
         * @param largestPx and not more than so many, at least {@code smallestPx}
         * @return this
         */
        public Builder minFaceShare(double minFaceShare, int smallestPx, int largestPx) {
            Options.requireShare("minFaceShare", minFaceShare);
            Options.require(smallestPx >= 1, "smallestPx", ">= 1", smallestPx);
            Options.require(largestPx >= smallestPx, "largestPx", ">= " + smallestPx, largestPx);
            this.minFaceShare = minFaceShare;
            smallestMinPx = smallestPx;
            largestMinPx = largestPx;
            return this;
        }

        /**
         * @param maxFaceSizePx the largest side of a face's box in pixels of the picture; 0, the
         *     default, for no limit
         * @return this
         */
        public Builder maxFaceSizePx(int maxFaceSizePx) {
            Options.require(maxFaceSizePx >= 0, "maxFaceSizePx", ">= 0", maxFaceSizePx);
            this.maxFaceSizePx = maxFaceSizePx;
            return this;
        }

        /**
         * @param maxDetectionSidePx the longer side of the copy in which faces are searched, if the
         *     picture is larger; 0, the default, for the picture as it is
         * @return this
         */
        public Builder maxDetectionSidePx(int maxDetectionSidePx) {
            Options.require(
                    maxDetectionSidePx >= 0, "maxDetectionSidePx", ">= 0", maxDetectionSidePx);
            this.maxDetectionSidePx = maxDetectionSidePx;
            return this;
        }

        /**
         * @param mergeOverlap of two boxes that overlap by more than this share of the smaller one
         *     (0 to 1), the surer stays; 0.6 by default
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
         * @param minConfidence faces below are left out; the range is the cascade's own. By default
         *     none is
         * @return this
         */
        public Builder minConfidence(double minConfidence) {
            Options.require(
                    !Double.isNaN(minConfidence), "minConfidence", "a number", minConfidence);
            this.minConfidence = minConfidence;
            return this;
        }

        /**
         * @return a detector, to be closed by the caller
         * @throws DetectorModelException if the cascade's file cannot be used
         * @throws IllegalArgumentException if no face is allowed by the sizes
         */
        public HaarFaceDetector build() {
            if (maxFaceSizePx > 0) {
                String accepted = ">= the smallest face's " + largestMinPx + " px or 0";
                Options.require(
                        maxFaceSizePx >= largestMinPx, "maxFaceSizePx", accepted, maxFaceSizePx);
            }
            CascadePool pool =
                    cascadeFile == null
                            ? CascadePool.of(cascade.file())
                            : CascadePool.ofUntrusted(cascadeFile);
            return new HaarFaceDetector(pool, new Builder(this));
        }
    }
}
