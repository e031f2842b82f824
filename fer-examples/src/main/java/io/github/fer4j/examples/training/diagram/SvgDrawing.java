package io.github.fer4j.examples.training.diagram;

import java.util.Locale;

/** Draws SVG whose colours the page chooses by {@link Ink#css()}. */
final class SvgDrawing implements Drawing {
    private final StringBuilder marks = new StringBuilder();

    /** The whole picture; its text is hidden from screen readers in favour of the description. */
    String svg(int width, int height, String title, String description) {
        return """
        <svg viewBox="0 0 %d %d" role="img" aria-label="%s" style="max-width:%dpx">
        <desc>%s</desc>
        %s</svg>
        """
                .formatted(
                        width, height, escape(title), width, escape(description), marks.toString());
    }

    @Override
    public void rectangle(
            double x, double y, double width, double height, Ink ink, double opacity) {
        marks.append(
                format(
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
                                + " fill=\"%s\"%s/>\n",
                        x,
                        y,
                        width,
                        height,
                        color(ink),
                        opacity == 1 ? "" : format(" fill-opacity=\"%.3f\"", opacity)));
    }

    @Override
    public void path(double[] xs, double[] ys, Ink ink, double thickness, boolean dashed) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            points.append(format("%s%.1f,%.1f", i == 0 ? "" : " ", xs[i], ys[i]));
        }
        marks.append(
                format(
                        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\""
                                + " stroke-width=\"%.1f\"%s/>\n",
                        points, color(ink), thickness, dashed ? " stroke-dasharray=\"5 4\"" : ""));
    }

    @Override
    public void disc(double x, double y, double radius, Ink ink) {
        marks.append(
                format(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>\n",
                        x, y, radius, color(ink)));
    }

    @Override
    public void text(
            double x, double y, String text, Anchor anchor, Ink ink, double size, boolean bold) {
        marks.append(
                format(
                        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.0f\" text-anchor=\"%s\""
                                + " fill=\"%s\"%s>%s</text>\n",
                        x,
                        y,
                        size,
                        anchor.name().toLowerCase(Locale.ROOT),
                        color(ink),
                        bold ? " font-weight=\"600\"" : "",
                        escape(text)));
    }

    @Override
    public void textUpwards(double x, double y, String text, Ink ink, double size) {
        marks.append(
                format(
                        "<text transform=\"translate(%.1f %.1f) rotate(-90)\" font-size=\"%.0f\""
                                + " text-anchor=\"middle\" fill=\"%s\">%s</text>\n",
                        x, y, size, color(ink), escape(text)));
    }

    private static String color(Ink ink) {
        return "var(" + ink.variable() + ")";
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
