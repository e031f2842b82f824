package io.github.fer4j.render;

import io.github.fer4j.FaceResult;
import io.github.fer4j.detect.Landmarks;
import io.github.fer4j.detect.Landmarks.Point;
import io.github.fer4j.image.BufferedImages;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Draws results on their picture: a box around each face, a tag with its likeliest emotion, and a
 * bar for every emotion. Sizes follow the face and the picture; everything stays inside the picture
 * and, as far as there is room, away from other faces. Needs no font and no display. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * try (DecodedImage image = ImageDecoder.create().decode(Path.of("group.jpg"));
 *         Mat annotated =
 *                 AnnotationRenderer.create().render(image.mat(), recognizer.analyze(image.mat()))) {
 *     ImageWriter.write(annotated, Path.of("group-annotated.png"));
 * }
 * }</pre>
 */
public final class AnnotationRenderer {
    private static final double BOX_THICKNESS = 0.22;
    private static final double BOX_RADIUS = 0.4;
    private static final double HALO_SHARE = 0.4;
    private static final double LEAST_THICKNESS = 2;
    private static final double TAG_PADDING = 0.7;
    private static final int HALO = 0x000000;
    private static final double HALO_OPACITY = 0.45;

    private final boolean bars;
    private final boolean landmarks;
    private final double scale;

    private AnnotationRenderer(Builder builder) {
        this.bars = builder.bars;
        this.landmarks = builder.landmarks;
        this.scale = builder.scale;
    }

    /**
     * @return a renderer that draws bars, and landmarks where there are any
     */
    public static AnnotationRenderer create() {
        return builder().build();
    }

    /**
     * @return options, to be changed where the defaults do not fit
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param picture 8 bits a channel: grey (CV_8UC1), BGR (CV_8UC3) or BGRA (CV_8UC4); read only
     * @param faces faces in it
     * @return an annotated copy, BGR; the caller closes it
     * @throws IllegalArgumentException if the picture is empty or of another type
     */
    public Mat render(Mat picture, List<FaceResult> faces) {
        Objects.requireNonNull(picture, "picture");
        Objects.requireNonNull(faces, "faces");
        if (picture.empty()) {
            throw new IllegalArgumentException("the picture is empty");
        }
        Mat copy = new Mat();
        try {
            if (picture.depth() == opencv_core.CV_8U && picture.channels() == 1) {
                opencv_imgproc.cvtColor(picture, copy, opencv_imgproc.COLOR_GRAY2BGR);
            } else if (picture.depth() == opencv_core.CV_8U && picture.channels() == 4) {
                opencv_imgproc.cvtColor(picture, copy, opencv_imgproc.COLOR_BGRA2BGR);
            } else {
                picture.copyTo(copy);
            }
            drawOn(copy, faces);
            return copy;
        } catch (RuntimeException | Error e) {
            copy.close();
            throw e;
        }
    }

    /**
     * @param picture a picture of any type; not changed
     * @param faces faces in it
     * @return an annotated copy
     */
    public BufferedImage render(BufferedImage picture, List<FaceResult> faces) {
        try (Mat mat = BufferedImages.toMat(picture);
                Mat annotated = render(mat, faces)) {
            return BufferedImages.toBufferedImage(annotated);
        }
    }

    /**
     * Draws without copying, as for the frames of a video.
     *
     * @param picture BGR, 8 bits a channel (CV_8UC3); changed
     * @param faces faces in it
     * @throws IllegalArgumentException if the picture is empty or of another type
     */
    public void drawOn(Mat picture, List<FaceResult> faces) {
        if (picture.empty() || picture.type() != opencv_core.CV_8UC3) {
            throw new IllegalArgumentException(
                    "a picture to draw on must be BGR of 8 bits (CV_8UC3), was %dx%d with %d channels of depth %d"
                            .formatted(
                                    picture.cols(),
                                    picture.rows(),
                                    picture.channels(),
                                    picture.depth()));
        }
        Canvas canvas = new Canvas(picture);
        List<Annotation> annotations =
                new AnnotationLayout(canvas.width(), canvas.height(), scale, bars, faces)
                        .place(faces);
        for (Annotation annotation : annotations) {
            drawBox(canvas, annotation);
        }
        for (Annotation annotation : annotations) {
            annotation.panel().ifPresent(panel -> panel.drawOn(canvas, color(annotation.face())));
        }
        for (Annotation annotation : annotations) {
            drawTag(canvas, annotation);
        }
    }

    private void drawBox(Canvas canvas, Annotation annotation) {
        FaceResult face = annotation.face();
        int color = color(face);
        double cap = annotation.tagLettering().capHeight();
        double thickness = Math.max(LEAST_THICKNESS, Math.rint(BOX_THICKNESS * cap));
        double halo = Math.max(1, Math.rint(thickness * HALO_SHARE));
        double radius = BOX_RADIUS * cap;
        Area box = Area.of(face.box());
        canvas.outline(box, radius, thickness + 2 * halo, HALO, HALO_OPACITY);
        canvas.outline(box, radius, thickness, color, 1);
        if (landmarks) {
            face.landmarks().ifPresent(points -> drawPoints(canvas, points, thickness, color));
        }
    }

    private static void drawPoints(Canvas canvas, Landmarks points, double radius, int color) {
        for (Point point :
                List.of(
                        points.leftEye(),
                        points.rightEye(),
                        points.nose(),
                        points.leftMouthCorner(),
                        points.rightMouthCorner())) {
            canvas.dot(point.x(), point.y(), radius * 1.5, HALO, HALO_OPACITY);
            canvas.dot(point.x(), point.y(), radius, color, 1);
        }
    }

    private static void drawTag(Canvas canvas, Annotation annotation) {
        Area tag = annotation.tag();
        Lettering lettering = annotation.tagLettering();
        double cap = lettering.capHeight();
        int color = color(annotation.face());
        canvas.fill(tag.grown(0.15 * cap), 0.5 * cap, HALO, HALO_OPACITY);
        canvas.fill(tag, 0.4 * cap, color, 1);
        canvas.text(
                annotation.tagText(),
                lettering,
                tag.x() + TAG_PADDING * cap,
                tag.y() + (tag.height() + cap) / 2,
                EmotionColors.textOn(color));
    }

    private static int color(FaceResult face) {
        return EmotionColors.rgb(face.emotions().dominant());
    }

    /** Options of an {@link AnnotationRenderer}. */
    public static final class Builder {
        private boolean bars = true;
        private boolean landmarks = true;
        private double scale = 1;

        private Builder() {}

        /**
         * @param bars whether every emotion's bar is drawn where there is room; true by default
         * @return this
         */
        public Builder bars(boolean bars) {
            this.bars = bars;
            return this;
        }

        /**
         * @param landmarks whether a face's points are drawn if it has any; true by default
         * @return this
         */
        public Builder landmarks(boolean landmarks) {
            this.landmarks = landmarks;
            return this;
        }

        /**
         * @param scale how much larger letters and lines are than by default, 0.25 to 4; letters
         *     stay legible all the same
         * @return this
         */
        public Builder scale(double scale) {
            if (!(scale >= 0.25 && scale <= 4)) {
                throw new IllegalArgumentException("scale must be 0.25 to 4.0, was " + scale);
            }
            this.scale = scale;
            return this;
        }

        /**
         * @return the renderer
         */
        public AnnotationRenderer build() {
            return new AnnotationRenderer(this);
        }
    }
}
