package io.github.fer4j.render;

import io.github.fer4j.model.EmotionScores.Score;
import java.util.List;
import java.util.Locale;

/**
 * A table of emotions, each with a bar.
 *
 * @param area where it is
 * @param rows what is in it, from the top
 * @param lettering how large its letters are
 */
record BarPanel(Area area, List<Score> rows, Lettering lettering) {
    /** In heights of a capital letter. */
    private static final double ROW = 2.0;

    private static final double PADDING = 0.9;
    private static final double BAR = 6;
    private static final double BAR_HEIGHT = 0.9;
    private static final double GAP = 1;
    private static final double FRAME = 0.12;

    private static final int GROUND = 0x0c1014;
    private static final double GROUND_OPACITY = 0.72;
    private static final int TEXT = 0xc4c9cf;
    private static final int DOMINANT_TEXT = 0xffffff;
    private static final double TRACK_OPACITY = 0.14;

    /** A panel whose size fits its rows, at the origin. */
    static BarPanel of(List<Score> rows, Lettering lettering) {
        double cap = lettering.capHeight();
        double width =
                labelWidth(rows, lettering)
                        + percentWidth(rows, lettering)
                        + (BAR + 2 * GAP + 2 * PADDING) * cap;
        double height = (rows.size() * ROW + 2 * PADDING - (ROW - 1) * 0.5) * cap;
        return new BarPanel(new Area(0, 0, width, height), rows, lettering);
    }

    BarPanel at(Area place) {
        return new BarPanel(place, rows, lettering);
    }

    /**
     * @param frame the colour of its frame, which is that of its face's box
     */
    void drawOn(Canvas canvas, int frame) {
        double cap = lettering.capHeight();
        canvas.fill(area, 0.6 * cap, GROUND, GROUND_OPACITY);
        canvas.outline(area, 0.6 * cap, Math.max(1, Math.rint(FRAME * cap)), frame, 1);
        double left = area.x() + PADDING * cap;
        double barLeft = left + labelWidth(rows, lettering) + GAP * cap;
        double right = area.right() - PADDING * cap;
        double baseline = area.y() + (PADDING + 1) * cap + 0.25 * (ROW - 1) * cap;
        double most = rows.stream().mapToDouble(Score::probability).max().orElse(0);
        for (Score row : rows) {
            int color = row.probability() == most ? DOMINANT_TEXT : TEXT;
            canvas.text(row.emotion().label(), lettering, left, baseline, color);
            String percent = percent(row.probability());
            canvas.text(percent, lettering, right - lettering.width(percent), baseline, color);
            Area track =
                    new Area(
                            barLeft,
                            baseline - (1 + BAR_HEIGHT) / 2 * cap,
                            BAR * cap,
                            BAR_HEIGHT * cap);
            double radius = 0.25 * cap;
            canvas.fill(track, radius, DOMINANT_TEXT, TRACK_OPACITY);
            double length = track.width() * row.probability();
            if (length >= 0.5) {
                canvas.fill(
                        new Area(track.x(), track.y(), length, track.height()),
                        Math.min(radius, length / 2),
                        EmotionColors.rgb(row.emotion()),
                        1);
            }
            baseline += ROW * cap;
        }
    }

    static String percent(double probability) {
        return String.format(Locale.ROOT, "%.0f", probability * 100);
    }

    private static double percentWidth(List<Score> rows, Lettering lettering) {
        return rows.stream()
                .mapToDouble(row -> lettering.width(percent(row.probability())))
                .max()
                .orElse(0);
    }

    private static double labelWidth(List<Score> rows, Lettering lettering) {
        return rows.stream()
                .mapToDouble(row -> lettering.width(row.emotion().label()))
                .max()
                .orElse(0);
    }
}
