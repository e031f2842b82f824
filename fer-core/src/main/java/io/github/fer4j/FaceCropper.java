package io.github.fer4j;

import io.github.fer4j.detect.FaceBox;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * Cuts a face out of a picture as the square that a network is shown. Where the square reaches over
 * the picture's edge, the edge is repeated.
 */
final class FaceCropper {
    private final double margin;

    /**
     * @param margin how much of the box's longer side is added on each side
     */
    FaceCropper(double margin) {
        this.margin = margin;
    }

    /**
     * @return the face; shares the picture's memory where it can; the caller closes it
     */
    Mat crop(Mat picture, FaceBox box) {
        int side = (int) Math.round(Math.max(box.width(), box.height()) * (1 + 2 * margin));
        int left = box.x() + Math.floorDiv(box.width() - side, 2);
        int top = box.y() + Math.floorDiv(box.height() - side, 2);
        int insideLeft = Math.max(0, left);
        int insideTop = Math.max(0, top);
        int insideRight = Math.min(picture.cols(), left + side);
        int insideBottom = Math.min(picture.rows(), top + side);
        Mat inside;
        try (Rect rectangle =
                new Rect(
                        insideLeft,
                        insideTop,
                        insideRight - insideLeft,
                        insideBottom - insideTop)) {
            inside = new Mat(picture, rectangle);
        }
        if (inside.cols() == side && inside.rows() == side) {
            return inside;
        }
        Mat padded = new Mat();
        try (inside) {
            opencv_core.copyMakeBorder(
                    inside,
                    padded,
                    insideTop - top,
                    top + side - insideBottom,
                    insideLeft - left,
                    left + side - insideRight,
                    opencv_core.BORDER_REPLICATE | opencv_core.BORDER_ISOLATED);
            return padded;
        } catch (RuntimeException | Error e) {
            padded.close();
            throw e;
        }
    }
}
