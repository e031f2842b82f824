package io.github.fer4j.render;

import io.github.fer4j.detect.FaceBox;

/**
 * A rectangle that may reach out of the picture, in fractions of pixels.
 *
 * @param x left edge
 * @param y top edge
 * @param width width
 * @param height height
 */
record Area(double x, double y, double width, double height) {
    static Area of(FaceBox box) {
        return new Area(box.x(), box.y(), box.width(), box.height());
    }

    double right() {
        return x + width;
    }

    double bottom() {
        return y + height;
    }

    double size() {
        return width * height;
    }

    Area grown(double by) {
        return new Area(x - by, y - by, width + 2 * by, height + 2 * by);
    }

    Area onWholePixels() {
        double left = Math.rint(x);
        double top = Math.rint(y);
        return new Area(left, top, Math.rint(right()) - left, Math.rint(bottom()) - top);
    }

    double overlap(Area other) {
        double w = Math.min(right(), other.right()) - Math.max(x, other.x);
        double h = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
        return w <= 0 || h <= 0 ? 0 : w * h;
    }

    /** Moved so that it lies in a picture, as far as it is not larger than that. */
    Area movedInto(double pictureWidth, double pictureHeight) {
        return new Area(
                Math.max(0, Math.min(x, pictureWidth - width)),
                Math.max(0, Math.min(y, pictureHeight - height)),
                width,
                height);
    }

    boolean fitsInto(double pictureWidth, double pictureHeight) {
        return width <= pictureWidth && height <= pictureHeight;
    }
}
