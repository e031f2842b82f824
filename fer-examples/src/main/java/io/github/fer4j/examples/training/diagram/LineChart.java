package io.github.fer4j.examples.training.diagram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Lines over two axes that show shares of 0 to 1 (or a part of that), with bars below them where
 * these say how many cases stand behind a stretch of the x axis.
 */
public final class LineChart extends Chart {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 400;
    private static final int LEFT = 58;
    private static final int RIGHT = 18;
    private static final int TOP = 44;
    private static final int BOTTOM = 46;

    /**
     * A line.
     *
     * @param name what it is called
     * @param ink what it is drawn in
     * @param dashed whether it is dashed
     * @param dots whether its points are marked
     * @param xs the points' x
     * @param ys the points' y, as many
     */
    public record Series(
            String name, Ink ink, boolean dashed, boolean dots, double[] xs, double[] ys) {
        /** Copies the arrays. */
        public Series {
            xs = xs.clone();
            ys = ys.clone();
            if (xs.length != ys.length) {
                throw new IllegalArgumentException(
                        "%d xs and %d ys".formatted(xs.length, ys.length));
            }
        }
    }

    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final double lowest;
    private final boolean diagonal;
    private final List<Series> series = new ArrayList<>();
    private double[] bars = {};

    /**
     * @param title what it is called
     * @param xTitle what is from left to right, 0 to 1
     * @param yTitle what is from bottom to top
     * @param lowest what is at the bottom, 0 to below 1; 1 is at the top
     * @param diagonal whether the line is drawn where both axes are equal
     */
    public LineChart(String title, String xTitle, String yTitle, double lowest, boolean diagonal) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.lowest = lowest;
        this.diagonal = diagonal;
    }

    /**
     * @param line to be drawn
     * @return this
     */
    public LineChart add(Series line) {
        series.add(line);
        return this;
    }

    /**
     * @param shares how many cases stand behind equal stretches of the x axis; the largest becomes
     *     a fifth of the height
     * @return this
     */
    public LineChart bars(double... shares) {
        bars = shares.clone();
        return this;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    String title() {
        return title;
    }

    @Override
    String description() {
        return "%s: %s over %s; %s. The table on this page holds the same numbers."
                .formatted(
                        title,
                        yTitle,
                        xTitle,
                        String.join(", ", series.stream().map(Series::name).toList()));
    }

    private double x(double value) {
        return LEFT + value * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return TOP + (1 - (value - lowest) / (1 - lowest)) * (HEIGHT - TOP - BOTTOM);
    }

    @Override
    void draw(Drawing drawing) {
        drawAxes(drawing);
        drawBars(drawing);
        if (diagonal) {
            drawing.path(
                    new double[] {x(lowest), x(1)},
                    new double[] {y(lowest), y(1)},
                    Ink.MUTED,
                    1,
                    true);
        }
        double legend = LEFT;
        for (Series line : series) {
            double[] xs = Arrays.stream(line.xs()).map(this::x).toArray();
            double[] ys = Arrays.stream(line.ys()).map(v -> y(Math.max(lowest, v))).toArray();
            drawing.path(xs, ys, line.ink(), 2.5, line.dashed());
            for (int i = 0; line.dots() && i < xs.length; i++) {
                drawing.disc(xs[i], ys[i], 3.5, line.ink());
            }
            drawing.path(
                    new double[] {legend, legend + 26},
                    new double[] {22, 22},
                    line.ink(),
                    2.5,
                    line.dashed());
            drawing.text(legend + 32, 27, line.name(), Drawing.Anchor.START, Ink.TEXT, 13, false);
            legend += 54 + 7.2 * line.name().length();
        }
    }

    private void drawAxes(Drawing drawing) {
        double height = lowest < 0.4 ? 0.2 : lowest < 0.75 ? 0.1 : 0.05;
        for (double y = 1; y > lowest - height / 2; y -= height) {
            drawing.path(new double[] {x(0), x(1)}, new double[] {y(y), y(y)}, Ink.GRID, 1, false);
            drawing.text(LEFT - 8, y(y) + 4, tick(y), Drawing.Anchor.END, Ink.MUTED, 12, false);
        }
        for (double x = 0; x < 1.1; x += 0.2) {
            drawing.path(
                    new double[] {x(x), x(x)}, new double[] {y(lowest), y(1)}, Ink.GRID, 1, false);
            drawing.text(
                    x(x),
                    HEIGHT - BOTTOM + 18,
                    tick(x),
                    Drawing.Anchor.MIDDLE,
                    Ink.MUTED,
                    12,
                    false);
        }
        drawing.text(
                (x(0) + x(1)) / 2, HEIGHT - 8, xTitle, Drawing.Anchor.MIDDLE, Ink.MUTED, 13, false);
        drawing.textUpwards(16, (y(lowest) + y(1)) / 2, yTitle, Ink.MUTED, 13);
    }

    private void drawBars(Drawing drawing) {
        double largest = Arrays.stream(bars).max().orElse(0);
        double width = (x(1) - x(0)) / Math.max(1, bars.length);
        for (int i = 0; i < bars.length && largest > 0; i++) {
            double height = bars[i] / largest * (y(lowest) - y(1)) / 5;
            drawing.rectangle(
                    x(0) + i * width + 1, y(lowest) - height, width - 2, height, Ink.MUTED, 0.3);
        }
    }

    private static String tick(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
    }
}
