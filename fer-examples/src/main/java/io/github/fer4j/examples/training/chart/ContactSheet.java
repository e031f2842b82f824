package io.github.fer4j.examples.training.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Many small pictures on a sheet, in rows that have a heading at their left, each with a caption
 * below it or none.
 *
 * <pre>{@code
 * ContactSheet sheet = new ContactSheet("Random faces", 12, 96);
 * sheet.row("happy", "7,185 faces");
 * sheet.add(FacePictures.of(face), "00017.png");
 * Charts.writePng(sheet.draw(), Path.of("faces.png"));
 * }</pre>
 *
 * Not thread-safe.
 */
public final class ContactSheet {
    private static final int MARGIN = 24;
    private static final int GAP = 6;
    private static final int ROW_GAP = 12;
    private static final int LINE = 16;
    private static final int LEAST_WIDTH = 420;

    private final String title;
    private final int columns;
    private final int side;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String heading, List<String> details, List<Tile> tiles) {
        /** Rows of a heading continue below if there are more pictures than columns. */
        int lines(int columns) {
            return Math.max(1, (tiles.size() + columns - 1) / columns);
        }

        int captionLines() {
            return tiles.stream().mapToInt(tile -> tile.caption().size()).max().orElse(0);
        }
    }

    private record Tile(BufferedImage picture, List<String> caption) {}

    /**
     * @param title stands above
     * @param columns how many pictures stand side by side at most
     * @param side how large each is drawn, in pixels
     */
    public ContactSheet(String title, int columns, int side) {
        if (columns < 1 || side < 1) {
            throw new IllegalArgumentException(
                    "columns and side must be >= 1, were " + columns + " and " + side);
        }
        this.title = title;
        this.columns = columns;
        this.side = side;
    }

    /**
     * Begins a row.
     *
     * @param heading stands at its left; empty for none
     * @param details stand below the heading, smaller
     * @return this sheet
     */
    public ContactSheet row(String heading, String... details) {
        rows.add(new Row(heading, List.of(details), new ArrayList<>()));
        return this;
    }

    /**
     * Adds a picture to the last row, or below it where that is full.
     *
     * @param picture the picture
     * @param caption lines that stand below it
     * @return this sheet
     */
    public ContactSheet add(BufferedImage picture, String... caption) {
        if (rows.isEmpty()) {
            row("");
        }
        rows.get(rows.size() - 1).tiles().add(new Tile(picture, List.of(caption)));
        return this;
    }

    /**
     * @return the sheet
     */
    public BufferedImage draw() {
        Font heading = Charts.font(Font.BOLD, 16);
        Font small = Charts.font(Font.PLAIN, 12);
        Font large = Charts.font(Font.BOLD, 20);
        FontMetrics headings = metrics(heading);
        FontMetrics smalls = metrics(small);
        int left = 0;
        for (Row row : rows) {
            left = Math.max(left, headings.stringWidth(row.heading()));
            for (String detail : row.details()) {
                left = Math.max(left, smalls.stringWidth(detail));
            }
        }
        left = MARGIN + (left == 0 ? 0 : left + 16);
        int most = rows.stream().mapToInt(row -> row.tiles().size()).max().orElse(0);
        int wide = left + Math.min(columns, most) * (side + GAP) - GAP + MARGIN;
        int width =
                Math.max(
                        LEAST_WIDTH,
                        Math.max(wide, metrics(large).stringWidth(title) + 2 * MARGIN));
        int height = MARGIN + 28 + ROW_GAP;
        for (Row row : rows) {
            height += height(row);
        }
        BufferedImage sheet =
                new BufferedImage(width, height + MARGIN - ROW_GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        try {
            g.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            g.setColor(Charts.PAPER);
            g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
            write(g, large, Charts.INK, title, MARGIN, MARGIN + 18);
            int y = MARGIN + 28 + ROW_GAP;
            for (Row row : rows) {
                write(g, heading, Charts.INK, row.heading(), MARGIN, y + 18);
                for (int i = 0; i < row.details().size(); i++) {
                    write(g, small, Charts.FAINT, row.details().get(i), MARGIN, y + 38 + i * LINE);
                }
                drawTiles(g, row, left, y, small);
                y += height(row);
            }
        } finally {
            g.dispose();
        }
        return sheet;
    }

    private int height(Row row) {
        int pictures = row.lines(columns) * (side + GAP + row.captionLines() * LINE);
        int words = 18 + (row.details().isEmpty() ? 0 : 8 + row.details().size() * LINE);
        return Math.max(pictures, words) + ROW_GAP;
    }

    private void drawTiles(Graphics2D g, Row row, int left, int top, Font small) {
        int step = side + GAP + row.captionLines() * LINE;
        for (int i = 0; i < row.tiles().size(); i++) {
            Tile tile = row.tiles().get(i);
            int x = left + i % columns * (side + GAP);
            int y = top + i / columns * step;
            g.drawImage(tile.picture(), x, y, side, side, null);
            for (int line = 0; line < tile.caption().size(); line++) {
                String text = fitted(g.getFontMetrics(small), tile.caption().get(line));
                write(g, small, Charts.FAINT, text, x, y + side + 13 + line * LINE);
            }
        }
    }

    /** Cuts what would run into the neighbour; a name's end says more than its start. */
    private String fitted(FontMetrics metrics, String text) {
        String shown = text;
        for (int from = 1; metrics.stringWidth(shown) > side && from < text.length(); from++) {
            shown = "…" + text.substring(from);
        }
        return shown;
    }

    private static void write(Graphics2D g, Font font, Color color, String text, int x, int y) {
        g.setFont(font);
        g.setColor(color);
        g.drawString(text, x, y);
    }

    private static FontMetrics metrics(Font font) {
        Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            return g.getFontMetrics(font);
        } finally {
            g.dispose();
        }
    }
}
