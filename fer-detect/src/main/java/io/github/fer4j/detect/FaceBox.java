package io.github.fer4j.detect;

/**
 * Where a face is, in pixels of the picture that was given, origin at the top left.
 *
 * @param x left edge
 * @param y top edge
 * @param width width, at least 1
 * @param height height, at least 1
 */
public record FaceBox(int x, int y, int width, int height) {
    /** Checks that the box is not empty. */
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
        long overlapWidth =
                Math.min((long) x + width, (long) other.x + other.width) - Math.max(x, other.x);
        long overlapHeight =
                Math.min((long) y + height, (long) other.y + other.height) - Math.max(y, other.y);
        if (overlapWidth <= 0 || overlapHeight <= 0) {
            return 0;
        }
        double overlap = (double) overlapWidth * overlapHeight;
        return overlap / (area() + other.area() - overlap);
    }
}
