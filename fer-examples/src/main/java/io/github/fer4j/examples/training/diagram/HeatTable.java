package io.github.fer4j.examples.training.diagram;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A square table of counts whose cells are the darker the larger a share of their row they are. */
public final class HeatTable extends Chart {
    private static final int CELL_WIDTH = 66;
    private static final int CELL_HEIGHT = 46;
    private static final int LEFT = 96;
    private static final int TOP = 64;
    private static final int MARGIN = 16;

    /** So that the text keeps a contrast of 4.5 to 1 on every cell, in light and dark. */
    private static final double DARKEST = 0.5;

    private final String title;
    private final String rowsTitle;
    private final String columnsTitle;
    private final List<String> labels;
    private final long[][] counts;

    /**
     * @param title what it is called
     * @param rowsTitle what the rows are
     * @param columnsTitle what the columns are
     * @param labels the name of each row and column
     * @param counts a row for each label, of as many counts
     */
    public HeatTable(
            String title,
            String rowsTitle,
            String columnsTitle,
            List<String> labels,
            long[][] counts) {
        this.title = title;
        this.rowsTitle = rowsTitle;
        this.columnsTitle = columnsTitle;
        this.labels = List.copyOf(labels);
        this.counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    @Override
    public int width() {
        return LEFT + labels.size() * CELL_WIDTH + MARGIN;
    }

    @Override
    public int height() {
        return TOP + labels.size() * CELL_HEIGHT + MARGIN;
    }

    @Override
    String title() {
        return title;
    }

    @Override
    String description() {
        return title + "; the table on this page holds the same numbers";
    }

    @Override
    void draw(Drawing drawing) {
        drawing.text(
                LEFT + labels.size() * CELL_WIDTH / 2.0,
                20,
                columnsTitle,
                Drawing.Anchor.MIDDLE,
                Ink.MUTED,
                13,
                false);
        drawing.textUpwards(16, TOP + labels.size() * CELL_HEIGHT / 2.0, rowsTitle, Ink.MUTED, 13);
        for (int i = 0; i < labels.size(); i++) {
            drawing.text(
                    LEFT + (i + 0.5) * CELL_WIDTH,
                    TOP - 10,
                    labels.get(i),
                    Drawing.Anchor.MIDDLE,
                    Ink.TEXT,
                    13,
                    false);
            drawing.text(
                    LEFT - 8,
                    TOP + (i + 0.5) * CELL_HEIGHT + 5,
                    labels.get(i),
                    Drawing.Anchor.END,
                    Ink.TEXT,
                    13,
                    false);
            drawRow(drawing, i);
        }
    }

    private void drawRow(Drawing drawing, int row) {
        long sum = Arrays.stream(counts[row]).sum();
        for (int column = 0; column < counts[row].length; column++) {
            double share = sum == 0 ? 0 : (double) counts[row][column] / sum;
            double x = LEFT + column * CELL_WIDTH;
            double y = TOP + row * CELL_HEIGHT;
            drawing.rectangle(x, y, CELL_WIDTH - 2, CELL_HEIGHT - 2, Ink.GRID, 0.35);
            drawing.rectangle(x, y, CELL_WIDTH - 2, CELL_HEIGHT - 2, Ink.FIRST, DARKEST * share);
            double middle = x + CELL_WIDTH / 2.0 - 1;
            drawing.text(
                    middle,
                    y + 20,
                    Long.toString(counts[row][column]),
                    Drawing.Anchor.MIDDLE,
                    Ink.TEXT,
                    14,
                    row == column);
            drawing.text(
                    middle,
                    y + 36,
                    sum == 0 ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * share),
                    Drawing.Anchor.MIDDLE,
                    Ink.TEXT,
                    11,
                    false);
        }
    }
}
