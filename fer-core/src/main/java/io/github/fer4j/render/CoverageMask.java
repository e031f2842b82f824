package io.github.fer4j.render;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Which part of each pixel a shape covers: the shape is drawn several times as large, and the
 * average is taken.
 */
final class CoverageMask implements AutoCloseable {
    private static final int MOST_SAMPLES = 4;
    private static final double MOST_PIXELS = 6e6;
    private static final int FILLED = -1;

    private final Rect region;
    private final int samples;
    private final Mat mask;

    /**
     * @param region the part of the picture that the shape lies in; closed by this object
     */
    CoverageMask(Rect region) {
        this.region = region;
        double pixels = Math.max(1, (double) region.width() * region.height());
        this.samples = (int) Math.max(1, Math.min(MOST_SAMPLES, Math.sqrt(MOST_PIXELS / pixels)));
        try (Scalar nothing = Scalar.all(0)) {
            this.mask =
                    new Mat(
                            region.height() * samples,
                            region.width() * samples,
                            opencv_core.CV_8UC1,
                            nothing);
        }
    }

    /** Adds a rectangle with round corners, or takes it away. */
    CoverageMask roundRectangle(Area area, double radius, boolean add) {
        int left = sample(area.x() - region.x());
        int top = sample(area.y() - region.y());
        int right = sample(area.right() - region.x()) - 1;
        int bottom = sample(area.bottom() - region.y()) - 1;
        if (right < left || bottom < top) {
            return this;
        }
        int corner = Math.min(sample(radius), Math.min(right - left, bottom - top) / 2);
        try (Scalar value = Scalar.all(add ? 255 : 0)) {
            rectangle(left + corner, top, right - corner, bottom, value);
            rectangle(left, top + corner, right, bottom - corner, value);
            if (corner > 0) {
                circle(left + corner, top + corner, corner, value);
                circle(right - corner, top + corner, corner, value);
                circle(left + corner, bottom - corner, corner, value);
                circle(right - corner, bottom - corner, corner, value);
            }
        }
        return this;
    }

    /** Adds letters that stand on a line. */
    CoverageMask text(String text, Lettering lettering, double x, double baseline) {
        try (Scalar value = Scalar.all(255);
                Point start = new Point(sample(x - region.x()), sample(baseline - region.y()))) {
            opencv_imgproc.putText(
                    mask,
                    text,
                    start,
                    Lettering.FONT,
                    lettering.scale() * samples,
                    value,
                    (int) Math.max(1, Math.round(lettering.stroke() * samples)),
                    opencv_imgproc.LINE_AA,
                    false);
        }
        return this;
    }

    /** Lays a colour over the picture where the mask covers it. */
    void paint(Mat picture, int rgb, double opacity) {
        try (Mat target = new Mat(picture, region);
                Size size = target.size();
                Mat coverage = new Mat();
                Mat alpha = new Mat();
                Mat rest = new Mat();
                Scalar color = new Scalar(rgb & 0xff, rgb >> 8 & 0xff, rgb >> 16 & 0xff, 0);
                Mat paint = new Mat(size, opencv_core.CV_8UC3, color)) {
            opencv_imgproc.resize(mask, coverage, size, 0, 0, opencv_imgproc.INTER_AREA);
            coverage.convertTo(coverage, opencv_core.CV_8U, opacity, 0);
            opencv_imgproc.cvtColor(coverage, alpha, opencv_imgproc.COLOR_GRAY2BGR);
            opencv_core.bitwise_not(alpha, rest);
            opencv_core.multiply(target, rest, target, 1.0 / 255, -1);
            opencv_core.multiply(paint, alpha, paint, 1.0 / 255, -1);
            opencv_core.add(target, paint, target);
        }
    }

    @Override
    public void close() {
        mask.close();
        region.close();
    }

    private void rectangle(int left, int top, int right, int bottom, Scalar value) {
        if (right < left || bottom < top) {
            return;
        }
        try (Point first = new Point(left, top);
                Point last = new Point(right, bottom)) {
            opencv_imgproc.rectangle(mask, first, last, value, FILLED, opencv_imgproc.LINE_8, 0);
        }
    }

    private void circle(int x, int y, int radius, Scalar value) {
        try (Point centre = new Point(x, y)) {
            opencv_imgproc.circle(mask, centre, radius, value, FILLED, opencv_imgproc.LINE_AA, 0);
        }
    }

    private int sample(double pixels) {
        return (int) Math.round(pixels * samples);
    }
}
