package io.github.fer4j.examples.video;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.render.EmotionColors;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * Draws a {@link Timeline}: thumbnails and stacked probabilities over time, a row for each person.
 */
final class TimelineChart {
    private static final int WIDTH = 1400;
    private static final int LEFT = 120;
    private static final int RIGHT = 24;
    private static final int HEAD = 84;
    private static final int FOOT = 44;
    private static final int PLOT = 110;
    private static final int GAP = 18;
    private static final int ROW = Thumbnails.SIDE + 6 + PLOT + GAP;
    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(0x20242a);
    private static final Color FAINT = new Color(0x737b85);
    private static final Color LINES = new Color(0xdfe3e8);
    private static final Color ABSENT = new Color(0xf3f5f7);
    private static final double[] STEPS = {
        0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200
    };
    private static final int PIXELS_PER_TICK = 80;

    private final String title;
    private final List<Emotion> emotions;
    private final List<Timeline.Person> persons;
    private final int more;
    private final double seconds;

    TimelineChart(
            String title,
            List<Emotion> emotions,
            List<Timeline.Person> persons,
            int more,
            double seconds) {
        this.title = title;
        this.emotions = emotions;
        this.persons = persons;
        this.more = more;
        this.seconds = Math.max(seconds, 0.1);
    }

    BufferedImage draw() {
        int height = HEAD + Math.max(1, persons.size()) * ROW + FOOT;
        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setColor(PAPER);
            g.fillRect(0, 0, WIDTH, height);
            drawHead(g);
            if (persons.isEmpty()) {
                g.setColor(FAINT);
                g.setFont(font(Font.PLAIN, 16));
                g.drawString("no face was seen", LEFT, HEAD + ROW / 2);
            }
            for (int i = 0; i < persons.size(); i++) {
                drawPerson(g, persons.get(i), HEAD + i * ROW);
            }
            drawAxis(g, height - FOOT);
        } finally {
            g.dispose();
        }
        return image;
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    private void drawHead(Graphics2D g) {
        g.setColor(INK);
        g.setFont(font(Font.BOLD, 20));
        g.drawString(title, LEFT, 32);
        g.setFont(font(Font.PLAIN, 14));
        int x = LEFT;
        for (Emotion emotion : emotions) {
            g.setColor(color(emotion));
            g.fillRoundRect(x, 48, 16, 16, 4, 4);
            g.setColor(INK);
            g.drawString(emotion.label(), x + 22, 61);
            x += 22 + g.getFontMetrics().stringWidth(emotion.label()) + 22;
        }
        if (more > 0) {
            String text = "and %d more, seen for less time".formatted(more);
            g.setColor(FAINT);
            g.drawString(text, WIDTH - RIGHT - g.getFontMetrics().stringWidth(text), 32);
        }
    }

    private void drawPerson(Graphics2D g, Timeline.Person person, int top) {
        int plotTop = top + Thumbnails.SIDE + 6;
        g.setColor(ABSENT);
        g.fillRect(LEFT, plotTop, WIDTH - LEFT - RIGHT, PLOT);
        drawCurve(g, person.curve(), plotTop);
        drawThumbnails(g, person, top);
        g.setColor(INK);
        g.setFont(font(Font.BOLD, 18));
        g.drawString("#" + person.id(), 20, plotTop + 24);
        g.setColor(FAINT);
        g.setFont(font(Font.PLAIN, 12));
        g.drawString(
                String.format(Locale.ROOT, "%s", time(person.curve().start(), 0.1)),
                20,
                plotTop + 46);
        g.drawString("to " + time(person.curve().end(), 0.1), 20, plotTop + 62);
        for (int percent = 0; percent <= 100; percent += 50) {
            int y = plotTop + PLOT - PLOT * percent / 100;
            String text = percent + " %";
            g.setColor(FAINT);
            g.drawString(text, LEFT - 8 - g.getFontMetrics().stringWidth(text), y + 4);
            g.setColor(new Color(255, 255, 255, 90));
            if (percent == 50) {
                g.drawLine(LEFT, y, WIDTH - RIGHT, y);
            }
        }
    }

    private void drawCurve(Graphics2D g, EmotionCurve curve, int plotTop) {
        double secondsPerPixel = seconds / (WIDTH - LEFT - RIGHT);
        for (int x = LEFT; x < WIDTH - RIGHT; x++) {
            double from = (x - LEFT) * secondsPerPixel;
            // Where pixels are finer than frames, each shows the frame before it.
            double[] mean =
                    curve.mean(from - Math.max(0, 0.05 - secondsPerPixel), from + secondsPerPixel);
            if (mean.length == 0) {
                continue;
            }
            double below = 0;
            for (int i = 0; i < mean.length; i++) {
                int bottom = plotTop + PLOT - (int) Math.round(below * PLOT);
                below += mean[i];
                int upper = plotTop + PLOT - (int) Math.round(Math.min(1, below) * PLOT);
                g.setColor(color(emotions.get(i)));
                g.fillRect(x, upper, 1, bottom - upper);
            }
        }
    }

    private void drawThumbnails(Graphics2D g, Timeline.Person person, int top) {
        int free = Integer.MIN_VALUE;
        for (Thumbnails.Thumbnail thumbnail : person.thumbnails().images()) {
            int x = x(thumbnail.seconds());
            int left = Math.min(x, WIDTH - RIGHT - Thumbnails.SIDE);
            if (left >= free) {
                g.drawImage(thumbnail.image(), left, top, null);
                g.setColor(FAINT);
                g.setStroke(new BasicStroke(1));
                g.drawLine(x, top + Thumbnails.SIDE, x, top + Thumbnails.SIDE + 5);
                free = left + Thumbnails.SIDE + 4;
            }
        }
    }

    private void drawAxis(Graphics2D g, int y) {
        int plot = WIDTH - LEFT - RIGHT;
        double step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0; i--) {
            if (STEPS[i] / seconds * plot >= PIXELS_PER_TICK) {
                step = STEPS[i];
            }
        }
        g.setFont(font(Font.PLAIN, 13));
        for (int i = 0; i * step <= seconds * 1.0001; i++) {
            int x = x(i * step);
            g.setColor(LINES);
            g.drawLine(x, HEAD - 4, x, HEAD - 1);
            g.setColor(FAINT);
            g.drawLine(x, y - GAP + 2, x, y - GAP + 8);
            String text = time(i * step, step);
            int width = g.getFontMetrics().stringWidth(text);
            g.drawString(text, Math.min(x - width / 2, WIDTH - width - 4), y + 8);
        }
    }

    private int x(double at) {
        return LEFT + (int) Math.round(at / seconds * (WIDTH - LEFT - RIGHT));
    }

    private static String time(double at, double step) {
        if (at < 60) {
            return String.format(Locale.ROOT, step < 1 ? "%.1f s" : "%.0f s", at);
        }
        long whole = Math.round(at);
        return whole >= 3600
                ? "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60)
                : "%d:%02d".formatted(whole / 60, whole % 60);
    }

    private static Color color(Emotion emotion) {
        return new Color(EmotionColors.rgb(emotion));
    }
}
