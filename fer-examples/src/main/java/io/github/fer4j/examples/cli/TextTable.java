package io.github.fer4j.examples.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table of text: as wide as its cells, numbers to the right. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param header the columns' names
     */
    public TextTable(String... header) {
        this.header = List.of(header);
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column
     * @return this table
     */
    public TextTable row(Object... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException(
                    "a row has %d cells, the table %d columns"
                            .formatted(cells.length, header.size()));
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    /**
     * @param out where the table goes
     */
    public void print(PrintWriter out) {
        int[] widths = new int[header.size()];
        boolean[] right = new boolean[header.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = header.get(column).length();
            right[column] = !rows.isEmpty();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
                right[column] &= isNumber(row.get(column));
            }
        }
        printRow(out, header, widths, right);
        int total = (widths.length - 1) * GAP.length();
        for (int width : widths) {
            total += width;
        }
        out.println("-".repeat(total));
        for (List<String> row : rows) {
            printRow(out, row, widths, right);
        }
        out.flush();
    }

    private static void printRow(
            PrintWriter out, List<String> cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP);
            line.append(right[column] ? padding + cell : cell + padding);
        }
        out.println(line.toString().stripTrailing());
    }

    private static boolean isNumber(String cell) {
        return cell.isEmpty() || cell.matches("[-+]?[0-9][0-9.,]*([eE][-+]?[0-9]+)?%?");
    }
}
