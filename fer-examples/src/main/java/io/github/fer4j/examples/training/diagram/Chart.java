package io.github.fer4j.examples.training.diagram;

import java.awt.image.BufferedImage;

/** Something that is drawn. */
public abstract class Chart {
    /** For charts of this package. */
    Chart() {}

    /**
     * @return its width in pixels, at the usual scale
     */
    public abstract int width();

    /**
     * @return its height in pixels, at the usual scale
     */
    public abstract int height();

    /** What it is called. */
    abstract String title();

    /** What is to be seen on it, in words. */
    abstract String description();

    /** Draws it. */
    abstract void draw(Drawing drawing);

    /**
     * @return an {@code svg} element for a page whose style has {@link Ink#css()}
     */
    public final String toSvg() {
        SvgDrawing drawing = new SvgDrawing();
        draw(drawing);
        return drawing.svg(width(), height(), title(), description());
    }

    /**
     * @return a picture, light
     */
    public final BufferedImage toImage() {
        try (ImageDrawing drawing = new ImageDrawing(width(), height())) {
            draw(drawing);
            return drawing.image();
        }
    }
}
