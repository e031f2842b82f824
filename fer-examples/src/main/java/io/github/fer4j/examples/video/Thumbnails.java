package io.github.fer4j.examples.video;

import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.image.BufferedImages;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** One person's face from time to time; when there are too many, every second one is kept. */
final class Thumbnails {
    /** The side of a thumbnail in pixels. */
    static final int SIDE = 72;

    private static final int MOST = 32;
    private static final double FIRST_STEP_SECONDS = 0.25;
    private static final double MARGIN = 0.15;

    /**
     * @param seconds when
     * @param image the face
     */
    record Thumbnail(double seconds, BufferedImage image) {}

    private final List<Thumbnail> images = new ArrayList<>();
    private double stepSeconds = FIRST_STEP_SECONDS;
    private double next = Double.NEGATIVE_INFINITY;

    void add(double seconds, Mat picture, FaceBox face) {
        if (seconds < next) {
            return;
        }
        if (images.size() == MOST) {
            List<Thumbnail> kept = new ArrayList<>();
            for (int i = 0; i < images.size(); i += 2) {
                kept.add(images.get(i));
            }
            images.clear();
            images.addAll(kept);
            stepSeconds *= 2;
        }
        next = seconds + stepSeconds;
        images.add(new Thumbnail(seconds, cut(picture, face)));
    }

    List<Thumbnail> images() {
        return images;
    }

    private static BufferedImage cut(Mat picture, FaceBox face) {
        int margin = (int) (MARGIN * Math.max(face.width(), face.height()));
        int left = Math.max(0, face.x() - margin);
        int top = Math.max(0, face.y() - margin);
        int side =
                Math.min(
                        Math.max(face.width(), face.height()) + 2 * margin,
                        Math.min(picture.cols() - left, picture.rows() - top));
        try (Rect rect = new Rect(left, top, side, side);
                Mat view = new Mat(picture, rect);
                Mat small = new Mat();
                Size size = new Size(SIDE, SIDE)) {
            opencv_imgproc.resize(view, small, size, 0, 0, opencv_imgproc.INTER_AREA);
            return BufferedImages.toBufferedImage(small);
        }
    }
}
