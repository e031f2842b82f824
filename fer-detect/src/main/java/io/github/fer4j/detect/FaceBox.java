package io.github.fer4j.detect;

import java.util.Optional;

/**
 * Where a face is, in pixels of the picture that was given, origin at the top left.
 *
 * @param x left edge
 * @param y top edge
 * @param width width, at least 1
 * @param height height, at least 1
 */
public record FaceBox(int x, int y, int width, int height) {
    /**
     * Checks that the box is not empty.
     *
     * @param x left edge
     * @param y top edge
     * @param width width, at least 1
     * @param height height, at least 1
     */
    public FaceBox {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "a box must be at least 1x1, was " + width + "x" + height);
        }
    }

    /**
     * @return width times height
     */
    public long area() {
        return (long) width * height;
    }

    /**
     * Intersection over union.
     *
     * @param other another box
     * @return 0 for boxes apart, 1 for the same box
     */
    public double iou(FaceBox other) {
        double overlap = intersection(other);
        return overlap / (area() + other.area() - overlap);
    }

    /**
     * Intersection over the smaller box: unlike {@link #iou} it sees that one box lies in another.
     *
     * @param other another box
     * @return 0 for boxes apart, 1 where one holds the other
     */
    public double overlap(FaceBox other) {
        return intersection(other) / Math.min(area(), other.area());
    }

    private double intersection(FaceBox other) {
        long right = Math.min((long) x + width, (long) other.x + other.width);
        long bottom = Math.min((long) y + height, (long) other.y + other.height);
        long overlapWidth = Math.max(0, right - Math.max(x, other.x));
        long overlapHeight = Math.max(0, bottom - Math.max(y, other.y));
        return (double) overlapWidth * overlapHeight;
    }

    /**
     * The pixels of a picture that a rectangle covers, edges rounded to the nearest.
     *
     * @return empty if it covers none
     */
    static Optional<FaceBox> clip(
            double left, double top, double right, double bottom, int imageWidth, int imageHeight) {
        long x = Math.max(0, Math.round(left));
        long y = Math.max(0, Math.round(top));
        long width = Math.min(imageWidth, Math.round(right)) - x;
        long height = Math.min(imageHeight, Math.round(bottom)) - y;
        return width < 1 || height < 1
                ? Optional.empty()
                : Optional.of(new FaceBox((int) x, (int) y, (int) width, (int) height));
    }
}
