package io.github.fer4j.video;

import io.github.fer4j.detect.FaceBox;
import java.util.Optional;

/** A box between pixels: a face's movement from frame to frame is less than one. */
record Rectangle(double centerX, double centerY, double width, double height) {
    static Rectangle of(FaceBox box) {
        return new Rectangle(
                box.x() + box.width() / 2.0,
                box.y() + box.height() / 2.0,
                box.width(),
                box.height());
    }

    double left() {
        return centerX - width / 2;
    }

    double top() {
        return centerY - height / 2;
    }

    double side() {
        return Math.sqrt(width * height);
    }

    double iou(Rectangle other) {
        double shared = shared(other);
        return shared / (area() + other.area() - shared);
    }

    /** How much of the smaller one lies in the other, 0 to 1. */
    double overlap(Rectangle other) {
        return shared(other) / Math.min(area(), other.area());
    }

    private double area() {
        return width * height;
    }

    private double shared(Rectangle other) {
        double w =
                Math.min(left() + width, other.left() + other.width)
                        - Math.max(left(), other.left());
        double h =
                Math.min(top() + height, other.top() + other.height) - Math.max(top(), other.top());
        return w <= 0 || h <= 0 ? 0 : w * h;
    }

    double centerDistance(Rectangle other) {
        return Math.hypot(centerX - other.centerX, centerY - other.centerY);
    }

    Rectangle scaled(double factor) {
        return new Rectangle(centerX, centerY, width * factor, height * factor);
    }

    /** The part that lies in a picture of this size, in whole pixels; empty if none does. */
    Optional<FaceBox> clipped(int pictureWidth, int pictureHeight) {
        int x0 = (int) Math.max(0, Math.round(left()));
        int y0 = (int) Math.max(0, Math.round(top()));
        int x1 = (int) Math.min(pictureWidth, Math.round(left() + width));
        int y1 = (int) Math.min(pictureHeight, Math.round(top() + height));
        return x1 > x0 && y1 > y0
                ? Optional.of(new FaceBox(x0, y0, x1 - x0, y1 - y0))
                : Optional.empty();
    }

    /** How much of this lies in a picture of that size, 0 to 1. */
    double inside(int pictureWidth, int pictureHeight) {
        double w = Math.min(pictureWidth, left() + width) - Math.max(0, left());
        double h = Math.min(pictureHeight, top() + height) - Math.max(0, top());
        return w <= 0 || h <= 0 ? 0 : w * h / (width * height);
    }
}
