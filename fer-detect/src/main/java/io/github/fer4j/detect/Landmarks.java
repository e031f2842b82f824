package io.github.fer4j.detect;

import java.util.Objects;

/**
 * Points of a face, in pixels of the picture that was given: (0, 0) is the upper left corner of its
 * first pixel, whose centre is (0.5, 0.5). Left and right are the viewer's.
 *
 * @param leftEye centre of the eye on the left of the picture
 * @param rightEye centre of the eye on the right of the picture
 * @param nose tip of the nose
 * @param leftMouthCorner corner of the mouth on the left of the picture
 * @param rightMouthCorner corner of the mouth on the right of the picture
 */
public record Landmarks(
        Point leftEye, Point rightEye, Point nose, Point leftMouthCorner, Point rightMouthCorner) {
    /**
     * Checks that nothing is null.
     *
     * @param leftEye centre of the eye on the left of the picture
     * @param rightEye centre of the eye on the right of the picture
     * @param nose tip of the nose
     * @param leftMouthCorner corner of the mouth on the left of the picture
     * @param rightMouthCorner corner of the mouth on the right of the picture
     */
    public Landmarks {
        Objects.requireNonNull(leftEye, "leftEye");
        Objects.requireNonNull(rightEye, "rightEye");
        Objects.requireNonNull(nose, "nose");
        Objects.requireNonNull(leftMouthCorner, "leftMouthCorner");
        Objects.requireNonNull(rightMouthCorner, "rightMouthCorner");
    }

    /**
     * A point in a picture.
     *
     * @param x pixels from the left
     * @param y pixels from the top
     */
    public record Point(double x, double y) {
        /**
         * Checks that the point is somewhere.
         *
         * @param x pixels from the left
         * @param y pixels from the top
         */
        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new IllegalArgumentException("a point must be finite, was " + x + ", " + y);
            }
        }
    }
}
