package io.github.fer4j.examples.training.chart;

import io.github.fer4j.model.internal.StagedFiles;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts as pictures, all in one style. */
public final class Charts {
    /** Paper. */
    static final Color PAPER = Color.WHITE;

    /** What is written. */
    static final Color INK = new Color(0x20242a);

    /** What is written small beside it. */
    static final Color FAINT = new Color(0x5d6670);

    private static final Color LINES = new Color(0xdfe3e8);
    private static final int WIDTH = 1100;
    private static final int HEIGHT = 620;
    private static final double FILL = 0.82;

    /** Okabe and Ito's, which people with any colour vision tell apart. */
    private static final Color[] COLORS = {
        new Color(0x0072b2),
        new Color(0xe69f00),
        new Color(0x009e73),
        new Color(0xd55e00),
        new Color(0xcc79a7),
        new Color(0x56b4e9),
        new Color(0x20242a),
    };

    private Charts() {}

    /**
     * A curve.
     *
     * @param name stands in the legend
     * @param x where its points lie
     * @param y what their values are, as many
     */
    public record Line(String name, double[] x, double[] y) {
        /** Copies the arrays and checks that they are of one length, and not empty. */
        public Line {
            if (x.length != y.length || x.length == 0) {
                throw new IllegalArgumentException(
                        "a line needs as many x as y, and one at least, had %d and %d"
                                .formatted(x.length, y.length));
            }
            x = x.clone();
            y = y.clone();
        }

        /** {@return a copy} */
        @Override
        public double[] x() {
            return x.clone();
        }

        /** {@return a copy} */
        @Override
        public double[] y() {
            return y.clone();
        }
    }

    /**
     * Draws a group of bars for each category, with their values above them.
     *
     * @param title stands above
     * @param yTitle says what is counted
     * @param categories the groups, from left to right
     * @param series the bars of a group: names, and a value for each category
     * @return the chart
     */
    public static BufferedImage bars(
            String title,
            String yTitle,
            List<String> categories,
            Map<String, ? extends List<? extends Number>> series) {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .yAxisTitle(yTitle)
                        .build();
        style(chart.getStyler());
        chart.getStyler().setAvailableSpaceFill(FILL);
        chart.getStyler().setYAxisDecimalPattern("#,##0");
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setPlotContentSize(1);
        chart.getStyler().setLegendVisible(series.size() > 1);
        chart.getStyler().setAnnotationTextFont(font(Font.PLAIN, 13));
        chart.getStyler().setAnnotationTextFontColor(INK);
        double most = 1;
        for (List<? extends Number> values : series.values()) {
            for (Number value : values) {
                most = Math.max(most, value.doubleValue());
            }
        }
        chart.getStyler().setYAxisMax(most * 1.08);
        int bar = 0;
        for (Map.Entry<String, ? extends List<? extends Number>> entry : series.entrySet()) {
            chart.addSeries(entry.getKey(), categories, entry.getValue());
            // XChart's own labels stand inside the bars, where low ones have no place.
            double aside = (bar - (series.size() - 1) / 2.0) * FILL / series.size();
            for (int i = 0; i < categories.size(); i++) {
                double value = entry.getValue().get(i).doubleValue();
                String text = String.format(Locale.ROOT, "%,.0f", value);
                chart.addAnnotation(
                        new AnnotationText(text, i + 0.5 + aside, value + most * 0.02, false));
            }
            bar++;
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    /**
     * Draws curves.
     *
     * @param title stands above
     * @param xTitle says what goes to the right
     * @param yTitle says what goes up
     * @param lines the curves, at least one; a single point is drawn as a dot
     * @return the chart
     */
    public static BufferedImage lines(
            String title, String xTitle, String yTitle, List<Line> lines) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle(xTitle)
                        .yAxisTitle(yTitle)
                        .build();
        style(chart.getStyler());
        for (Line line : lines) {
            chart.addSeries(line.name(), line.x(), line.y())
                    .setMarker(line.x().length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
                    .setLineStyle(new BasicStroke(2.4f));
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static void style(AxesChartStyler styler) {
        styler.setLocale(Locale.ROOT);
        styler.setSeriesColors(COLORS);
        styler.setBaseFont(font(Font.PLAIN, 14));
        styler.setChartTitleFont(font(Font.BOLD, 20));
        styler.setAxisTitleFont(font(Font.PLAIN, 15));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 14));
        styler.setLegendFont(font(Font.PLAIN, 14));
        styler.setChartFontColor(INK);
        styler.setAxisTickLabelsColor(INK);
        styler.setChartBackgroundColor(PAPER);
        styler.setPlotBackgroundColor(PAPER);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(LINES);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setChartTitleBoxVisible(false);
        styler.setLegendBorderColor(PAPER);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setChartPadding(16);
    }

    /**
     * @param style one of {@link Font}'s
     * @param size in pixels
     * @return the font of all pictures here
     */
    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /**
     * Writes a picture. It is there whole or not at all.
     *
     * @param picture what to write
     * @param file where to, as PNG; replaced if it is there
     * @throws IOException if it cannot be written
     */
    public static void writePng(BufferedImage picture, Path file) throws IOException {
        try (StagedFiles staged = new StagedFiles()) {
            try (OutputStream out = Files.newOutputStream(staged.aside(file))) {
                ImageIO.write(picture, "png", out);
            }
            staged.commit();
        }
    }
}
