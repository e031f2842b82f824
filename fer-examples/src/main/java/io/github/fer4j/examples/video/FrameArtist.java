package io.github.fer4j.examples.video;

import io.github.fer4j.FaceResult;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.detect.Landmarks;
import io.github.fer4j.render.AnnotationRenderer;
import io.github.fer4j.video.TrackedFace;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Draws a frame's faces with their calmed emotions and their numbers on its picture. */
public final class FrameArtist {
    private static final int FONT = opencv_imgproc.FONT_HERSHEY_SIMPLEX;
    private static final double LETTER_SHARE_OF_FACE = 0.1;
    private static final double FONT_PIXELS = 22;

    private final AnnotationRenderer renderer = AnnotationRenderer.create();

    /** Draws as {@link AnnotationRenderer} does by default. */
    public FrameArtist() {}

    /**
     * @param picture BGR or grey; changed
     * @param faces the faces in it
     */
    public void draw(Mat picture, List<TrackedFace> faces) {
        if (picture.channels() == 1) {
            opencv_imgproc.cvtColor(picture, picture, opencv_imgproc.COLOR_GRAY2BGR);
        }
        renderer.drawOn(picture, faces.stream().map(FrameArtist::shown).toList());
        for (TrackedFace face : faces) {
            number(picture, face);
        }
    }

    private static FaceResult shown(TrackedFace face) {
        return new FaceResult(
                face.face().box(),
                face.face().confidence(),
                face.face().landmarks(),
                face.smoothed());
    }

    /** The track's number in the lower left corner of the box. */
    private static void number(Mat picture, TrackedFace face) {
        FaceBox box = face.face().box();
        double letter = Math.max(13, Math.min(40, LETTER_SHARE_OF_FACE * box.height()));
        write(
                picture,
                "#" + face.trackId(),
                (int) (box.x() + letter * 0.5),
                (int) (box.y() + box.height() - letter * 0.5),
                letter,
                0xffffff);
    }

    /** Writes letters of a height in pixels, with a dark rim that is read on any ground. */
    static void write(Mat picture, String text, int x, int y, double letter, int rgb) {
        double scale = letter / FONT_PIXELS;
        int thickness = Math.max(1, (int) Math.round(letter / 11));
        try (Point at = new Point(x, y);
                Scalar dark = new Scalar(20, 20, 20, 0);
                Scalar light = new Scalar(rgb & 0xff, rgb >> 8 & 0xff, rgb >> 16 & 0xff, 0)) {
            opencv_imgproc.putText(
                    picture,
                    text,
                    at,
                    FONT,
                    scale,
                    dark,
                    thickness + (letter < 16 ? 1 : 2),
                    opencv_imgproc.LINE_AA,
                    false);
            opencv_imgproc.putText(
                    picture,
                    text,
                    at,
                    FONT,
                    scale,
                    light,
                    thickness,
                    opencv_imgproc.LINE_AA,
                    false);
        }
    }

    /** Mirrors a picture in place. */
    static void mirror(Mat picture) {
        opencv_core.flip(picture, picture, 1);
    }

    /** The same faces in the mirrored picture. */
    static List<TrackedFace> mirrored(List<TrackedFace> faces, int width) {
        return faces.stream()
                .map(
                        face ->
                                new TrackedFace(
                                        face.trackId(),
                                        mirrored(face.face(), width),
                                        face.smoothed(),
                                        face.age()))
                .toList();
    }

    private static FaceResult mirrored(FaceResult face, int width) {
        FaceBox box = face.box();
        Optional<Landmarks> landmarks =
                face.landmarks()
                        .map(
                                points ->
                                        new Landmarks(
                                                mirrored(points.rightEye(), width),
                                                mirrored(points.leftEye(), width),
                                                mirrored(points.nose(), width),
                                                mirrored(points.rightMouthCorner(), width),
                                                mirrored(points.leftMouthCorner(), width)));
        return new FaceResult(
                new FaceBox(width - box.x() - box.width(), box.y(), box.width(), box.height()),
                face.confidence(),
                landmarks,
                face.emotions());
    }

    private static Landmarks.Point mirrored(Landmarks.Point point, int width) {
        return new Landmarks.Point(width - 1 - point.x(), point.y());
    }
}
