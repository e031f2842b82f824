package io.github.fer4j.render;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * OpenCV's stroked letters, which are there on every machine; one with a JDK alone need not have
 * any font.
 *
 * @param capHeight how high a capital letter is, in pixels
 */
record Lettering(double capHeight) {
    static final int FONT = opencv_imgproc.FONT_HERSHEY_SIMPLEX;

    /** How high a capital letter is at scale 1. */
    private static final double UNIT = 21;

    private static final double STROKE = 0.135;

    /** OpenCV measures in whole pixels, so it is asked for something large. */
    private static final int MEASURED_AT = 16;

    double scale() {
        return capHeight / UNIT;
    }

    /** How thick a stroke is. */
    double stroke() {
        return Math.max(1, capHeight * STROKE);
    }

    double width(String text) {
        try (IntPointer baseline = new IntPointer(1);
                Size size =
                        opencv_imgproc.getTextSize(
                                text, FONT, scale() * MEASURED_AT, 1, baseline)) {
            return size.width() / (double) MEASURED_AT;
        }
    }
}
