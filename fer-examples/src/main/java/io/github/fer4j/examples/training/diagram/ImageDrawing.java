package io.github.fer4j.examples.training.diagram;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Composite;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Draws a picture in the light colours, twice as fine as its usual scale. */
final class ImageDrawing implements Drawing, AutoCloseable {
    private static final int FINENESS = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;

    ImageDrawing(int width, int height) {
        image = new BufferedImage(width * FINENESS, height * FINENESS, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.scale(FINENESS, FINENESS);
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        rectangle(0, 0, width, height, Ink.PAPER, 1);
    }

    BufferedImage image() {
        return image;
    }

    @Override
    public void rectangle(
            double x, double y, double width, double height, Ink ink, double opacity) {
        Composite before = graphics.getComposite();
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) opacity));
        graphics.setColor(ink.color());
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
        graphics.setComposite(before);
    }

    @Override
    public void path(double[] xs, double[] ys, Ink ink, double thickness, boolean dashed) {
        if (xs.length == 0) {
            return;
        }
        Path2D path = new Path2D.Double();
        path.moveTo(xs[0], ys[0]);
        for (int i = 1; i < xs.length; i++) {
            path.lineTo(xs[i], ys[i]);
        }
        graphics.setColor(ink.color());
        graphics.setStroke(
                dashed
                        ? new BasicStroke(
                                (float) thickness,
                                BasicStroke.CAP_BUTT,
                                BasicStroke.JOIN_ROUND,
                                1,
                                new float[] {5, 4},
                                0)
                        : new BasicStroke(
                                (float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        graphics.draw(path);
    }

    @Override
    public void disc(double x, double y, double radius, Ink ink) {
        graphics.setColor(ink.color());
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void text(
            double x, double y, String text, Anchor anchor, Ink ink, double size, boolean bold) {
        graphics.setFont(
                new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, (int) Math.round(size)));
        graphics.setColor(ink.color());
        double width = graphics.getFontMetrics().stringWidth(text);
        double start =
                switch (anchor) {
                    case START -> x;
                    case MIDDLE -> x - width / 2;
                    case END -> x - width;
                };
        graphics.drawString(text, (float) start, (float) y);
    }

    @Override
    public void textUpwards(double x, double y, String text, Ink ink, double size) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(-Math.PI / 2);
        text(0, 0, text, Anchor.MIDDLE, ink, size, false);
        graphics.setTransform(before);
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
