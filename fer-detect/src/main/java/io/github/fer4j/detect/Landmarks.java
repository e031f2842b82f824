package io.github.fer4j.detect;

/**
 * Points of a face, in pixels of the picture that was given. Left and right are the viewer's.
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
     * A point in a picture.
     *
     * @param x pixels from the left
     * @param y pixels from the top
     */
    public record Point(double x, double y) {}
}
