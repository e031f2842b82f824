package io.github.fer4j.detect;

import static org.bytedeco.opencv.global.opencv_core.BORDER_ISOLATED;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.WARP_INVERSE_MAP;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import io.github.fer4j.detect.Landmarks.Point;
import java.util.Optional;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Cuts faces out for a network: a square around the face, its roll levelled from the eyes if the
 * detector finds them. Where the square leaves the picture, the picture's last pixels are repeated.
 *
 * <pre>{@code
 * try (AlignedFace crop = FaceAligner.create().align(image, face, 48, 48)) {
 *     network.run(crop.pixels());
 * }
 * }</pre>
 *
 * <p>With the default margin of 0 the crop shows what FER-2013's pictures show, whatever detector
 * found the face. Without landmarks the square is as large as the box's longer side: a Haar
 * cascade's box is FER-2013's. With landmarks it is placed so that eyes and mouth come to lie where
 * they lie in FER-2013. docs/detectors.md has the measurements.
 *
 * <p>Immutable and thread-safe.
 */
public final class FaceAligner {
    /**
     * The distance of the eyes from each other, and from the mouth, as a share of the crop's side.
     * In 738 of FER-2013's faces both have the median 0.36; the larger of the two, which is kept
     * here because it is the one that a turned head does not shorten, has 0.377.
     */
    private static final double EYES_TO_MOUTH = 0.377;

    /** Where the middle between eyes and mouth lies, as a share of the crop's side. */
    private static final double FEATURES_Y = 0.566;

    /** Landmarks ask for a square that differs more from the box by this factor: not believed. */
    private static final double PLAUSIBLE = 2;

    private final double margin;
    private final boolean levelRoll;

    private FaceAligner(double margin, boolean levelRoll) {
        this.margin = margin;
        this.levelRoll = levelRoll;
    }

    /**
     * @return an aligner with no margin, which levels the roll
     */
    public static FaceAligner create() {
        return builder().build();
    }

    /**
     * @return options, to be changed where the defaults do not fit
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Cuts out a face and scales it to a network's input. Shrinking averages the pixels under each
     * new one, as FER-2013's pictures look: sampling single ones makes them grainier than those.
     *
     * @param image 8 bits a channel, grey, BGR or BGRA; read only
     * @param face a face in it
     * @param width of the crop, 1 to 4096
     * @param height of the crop, 1 to 4096
     * @return the crop, to be closed by the caller
     * @throws IllegalArgumentException if the picture is of another type, the face's box is not
     *     inside it or the size is out of range
     */
    public AlignedFace align(Mat image, DetectedFace face, int width, int height) {
        if (width < 1 || height < 1 || width > 4096 || height > 4096) {
            throw new IllegalArgumentException(
                    "a crop must be 1x1 to 4096x4096, was " + width + "x" + height);
        }
        CropTransform square = square(image, face);
        Mat resized = new Mat();
        try (Mat cut = cut(image, square);
                Size size = new Size(width, height)) {
            boolean shrinks = square.width() > Math.max(width, height);
            resize(cut, resized, size, 0, 0, shrinks ? INTER_AREA : INTER_LINEAR);
            return new AlignedFace(resized, square.resizedTo(width, height));
        } catch (RuntimeException | Error e) {
            resized.close();
            throw e;
        }
    }

    /**
     * Cuts out a face at the picture's own resolution.
     *
     * @param image 8 bits a channel, grey, BGR or BGRA; read only
     * @param face a face in it
     * @return the square crop, to be closed by the caller
     * @throws IllegalArgumentException if the picture is of another type or the face's box is not
     *     inside it
     */
    public AlignedFace crop(Mat image, DetectedFace face) {
        CropTransform square = square(image, face);
        try (Mat cut = cut(image, square)) {
            return new AlignedFace(cut.clone(), square);
        }
    }

    /** Where the crop lies, at the picture's resolution. */
    private CropTransform square(Mat image, DetectedFace face) {
        Pictures.require8Bit(image);
        FaceBox box = face.box();
        if (box.x() < 0
                || box.y() < 0
                || box.x() > image.cols() - box.width()
                || box.y() > image.rows() - box.height()) {
            throw new IllegalArgumentException(
                    box + " is not inside the picture of " + image.cols() + "x" + image.rows());
        }
        return face.landmarks()
                .filter(landmarks -> levelRoll)
                .flatMap(landmarks -> fromLandmarks(landmarks, box))
                .orElseGet(() -> fromBox(box));
    }

    private CropTransform fromBox(FaceBox box) {
        int side = side(Math.max(box.width(), box.height()));
        // On whole pixels, so that nothing is interpolated
        double left = Math.rint(box.x() + box.width() / 2.0 - side / 2.0);
        double top = Math.rint(box.y() + box.height() / 2.0 - side / 2.0);
        return new CropTransform(left + side / 2.0, top + side / 2.0, 1, 0, 1, 1, side, side);
    }

    private Optional<CropTransform> fromLandmarks(Landmarks landmarks, FaceBox box) {
        Point eyes = middle(landmarks.leftEye(), landmarks.rightEye());
        Point mouth = middle(landmarks.leftMouthCorner(), landmarks.rightMouthCorner());
        double dx = landmarks.rightEye().x() - landmarks.leftEye().x();
        double dy = landmarks.rightEye().y() - landmarks.leftEye().y();
        double eyeDistance = Math.hypot(dx, dy);
        double toMouth = Math.hypot(mouth.x() - eyes.x(), mouth.y() - eyes.y());
        double wanted = Math.max(eyeDistance, toMouth) / EYES_TO_MOUTH;
        double boxSide = Math.max(box.width(), box.height());
        if (eyeDistance == 0 || wanted > boxSide * PLAUSIBLE || wanted < boxSide / PLAUSIBLE) {
            return Optional.empty();
        }
        Point features = middle(eyes, mouth);
        if (!holds(box, features)) {
            return Optional.empty();
        }
        double cos = dx / eyeDistance;
        double sin = dy / eyeDistance;
        double up = (FEATURES_Y - 0.5) * wanted;
        int side = side(wanted);
        return Optional.of(
                new CropTransform(
                        features.x() + sin * up,
                        features.y() - cos * up,
                        cos,
                        sin,
                        1,
                        1,
                        side,
                        side));
    }

    private static boolean holds(FaceBox box, Point point) {
        double right = point.x() - box.x();
        double down = point.y() - box.y();
        return right >= 0 && down >= 0 && right <= box.width() && down <= box.height();
    }

    private int side(double face) {
        return Math.max(1, (int) Math.round(face * (1 + 2 * margin)));
    }

    private static Point middle(Point a, Point b) {
        return new Point((a.x() + b.x()) / 2, (a.y() + b.y()) / 2);
    }

    /** The pixels of the square; a view into the picture where that is possible. */
    private static Mat cut(Mat image, CropTransform square) {
        return square.sin() == 0 && square.cos() == 1
                ? cutUpright(image, square)
                : cutTurned(image, square);
    }

    private static Mat cutUpright(Mat image, CropTransform square) {
        int side = square.width();
        int left = (int) Math.rint(square.centreX() - side / 2.0);
        int top = (int) Math.rint(square.centreY() - side / 2.0);
        int x = Math.max(0, left);
        int y = Math.max(0, top);
        int right = Math.min(image.cols(), left + side);
        int bottom = Math.min(image.rows(), top + side);
        try (Rect rect = new Rect(x, y, right - x, bottom - y)) {
            Mat inside = new Mat(image, rect);
            if (right - x == side && bottom - y == side) {
                return inside;
            }
            Mat padded = new Mat();
            try (inside;
                    Scalar unused = new Scalar()) {
                copyMakeBorder(
                        inside,
                        padded,
                        y - top,
                        top + side - bottom,
                        x - left,
                        left + side - right,
                        BORDER_REPLICATE | BORDER_ISOLATED,
                        unused);
            }
            return padded;
        }
    }

    private static Mat cutTurned(Mat image, CropTransform square) {
        Mat turned = new Mat();
        // From the part around the crop, since OpenCV turns nothing of more than 32,766 pixels
        try (Rect part = around(image, square);
                Mat view = new Mat(image, part);
                Mat toView = new Mat(2, 3, CV_64FC1);
                DoubleIndexer m = toView.createIndexer();
                Size size = new Size(square.width(), square.height());
                Scalar unused = new Scalar()) {
            // OpenCV's coordinates have their origin at the centre of the first pixel.
            Point origin = square.toImage(new Point(0.5, 0.5));
            m.put(0, 0, square.cos());
            m.put(0, 1, -square.sin());
            m.put(0, 2, origin.x() - 0.5 - part.x());
            m.put(1, 0, square.sin());
            m.put(1, 1, square.cos());
            m.put(1, 2, origin.y() - 0.5 - part.y());
            warpAffine(
                    view,
                    turned,
                    toView,
                    size,
                    INTER_LINEAR | WARP_INVERSE_MAP,
                    BORDER_REPLICATE,
                    unused);
            return turned;
        } catch (RuntimeException | Error e) {
            turned.close();
            throw e;
        }
    }

    /** The picture's pixels of which some may come into the crop. */
    private static Rect around(Mat image, CropTransform square) {
        double half = square.width() / 2.0 * (Math.abs(square.cos()) + Math.abs(square.sin())) + 2;
        int left = (int) Math.max(0, Math.floor(square.centreX() - half));
        int top = (int) Math.max(0, Math.floor(square.centreY() - half));
        int right = (int) Math.min(image.cols(), Math.ceil(square.centreX() + half));
        int bottom = (int) Math.min(image.rows(), Math.ceil(square.centreY() + half));
        return new Rect(left, top, right - left, bottom - top);
    }

    /** Options of a {@link FaceAligner}. */
    public static final class Builder {
        private double margin;
        private boolean levelRoll = true;

        private Builder() {}

        /**
         * @param margin what is added at each side of the face, as a share of its side, -0.4 to 1;
         *     0 by default, for networks trained on FER-2013
         * @return this
         */
        public Builder margin(double margin) {
            if (!(margin >= -0.4 && margin <= 1)) {
                throw new IllegalArgumentException(
                        "margin must be >= -0.4 and <= 1.0, was " + margin);
            }
            this.margin = margin;
            return this;
        }

        /**
         * @param levelRoll whether a face whose eyes are known is placed and turned by them, the
         *     default; if not, the box alone counts
         * @return this
         */
        public Builder levelRoll(boolean levelRoll) {
            this.levelRoll = levelRoll;
            return this;
        }

        /**
         * @return the aligner
         */
        public FaceAligner build() {
            return new FaceAligner(margin, levelRoll);
        }
    }
}
