package io.github.fer4j.render;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** Draws smooth shapes on a BGR picture of 8 bits. What lies outside is left out. */
final class Canvas {
    private final Mat picture;

    Canvas(Mat picture) {
        this.picture = picture;
    }

    int width() {
        return picture.cols();
    }

    int height() {
        return picture.rows();
    }

    void fill(Area area, double radius, int rgb, double opacity) {
        if (!isVisible(area)) {
            return;
        }
        try (CoverageMask mask = mask(area)) {
            mask.roundRectangle(area, radius, true).paint(picture, rgb, opacity);
        }
    }

    /** A frame, its middle on the area's edge, its outside on whole pixels, so that it is crisp. */
    void outline(Area area, double radius, double thickness, int rgb, double opacity) {
        Area outer = area.grown(thickness / 2).onWholePixels();
        Area inner = outer.grown(-thickness);
        // In four parts, since the middle of a large frame costs much and gets nothing
        double rim = Math.ceil(radius + thickness) + 1;
        double top = Math.min(Math.floor(outer.y()) + rim, outer.bottom());
        double bottom = Math.max(Math.ceil(outer.bottom()) - rim, top);
        double left = Math.min(Math.floor(outer.x()) + rim, outer.right());
        double right = Math.max(Math.ceil(outer.right()) - rim, left);
        for (Area part :
                List.of(
                        new Area(outer.x(), outer.y(), outer.width(), top - outer.y()),
                        new Area(outer.x(), bottom, outer.width(), outer.bottom() - bottom),
                        new Area(outer.x(), top, left - outer.x(), bottom - top),
                        new Area(right, top, outer.right() - right, bottom - top))) {
            if (!isVisible(part)) {
                continue;
            }
            try (CoverageMask mask = mask(part)) {
                mask.roundRectangle(outer, radius + thickness / 2, true)
                        .roundRectangle(inner, Math.max(0, radius - thickness / 2), false)
                        .paint(picture, rgb, opacity);
            }
        }
    }

    void dot(double x, double y, double radius, int rgb, double opacity) {
        fill(new Area(x - radius, y - radius, 2 * radius, 2 * radius), radius, rgb, opacity);
    }

    /** Letters from {@code x} on that stand on {@code baseline}. */
    void text(String text, Lettering lettering, double x, double baseline, int rgb) {
        double cap = lettering.capHeight();
        Area area = new Area(x - cap, baseline - 2 * cap, lettering.width(text) + 2 * cap, 3 * cap);
        if (!isVisible(area)) {
            return;
        }
        try (CoverageMask mask = mask(area)) {
            mask.text(text, lettering, x, baseline).paint(picture, rgb, 1);
        }
    }

    private boolean isVisible(Area area) {
        return area.width() > 0
                && area.height() > 0
                && area.x() < width()
                && area.y() < height()
                && area.right() > 0
                && area.bottom() > 0;
    }

    private CoverageMask mask(Area area) {
        int left = (int) Math.max(0, Math.min(width() - 1, Math.floor(area.x())));
        int top = (int) Math.max(0, Math.min(height() - 1, Math.floor(area.y())));
        int right = (int) Math.max(left + 1, Math.min(width(), Math.ceil(area.right())));
        int bottom = (int) Math.max(top + 1, Math.min(height(), Math.ceil(area.bottom())));
        return new CoverageMask(new Rect(left, top, right - left, bottom - top));
    }
}
