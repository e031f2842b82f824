package io.github.fer4j.video;

import java.util.Arrays;

/** The Hungarian method: who belongs to whom, so that the costs sum to the least. */
final class Assignment {
    /** The cost of a pair that may not be. */
    static final double FORBIDDEN = 1e6;

    private Assignment() {}

    /**
     * Shortest augmenting paths (Jonker and Volgenant), cubic in the larger side.
     *
     * @param costs a row for each worker, a column for each job; finite
     * @return for each row its column, or −1 where none is left that is not {@link #FORBIDDEN}
     */
    static int[] solve(double[][] costs) {
        int rows = costs.length;
        int columns = rows == 0 ? 0 : costs[0].length;
        int[] columnOfRow = new int[rows];
        Arrays.fill(columnOfRow, -1);
        if (columns == 0) {
            return columnOfRow;
        }
        int size = Math.max(rows, columns);
        // Indices from 1: column 0 is where each search starts.
        double[] rowPotential = new double[size + 1];
        double[] columnPotential = new double[size + 1];
        int[] rowOfColumn = new int[size + 1];
        int[] previous = new int[size + 1];
        for (int row = 1; row <= size; row++) {
            rowOfColumn[0] = row;
            int column = 0;
            double[] least = new double[size + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] done = new boolean[size + 1];
            do {
                done[column] = true;
                int current = rowOfColumn[column];
                int next = 0;
                double delta = Double.POSITIVE_INFINITY;
                for (int j = 1; j <= size; j++) {
                    if (done[j]) {
                        continue;
                    }
                    double reduced =
                            cost(costs, current - 1, j - 1)
                                    - rowPotential[current]
                                    - columnPotential[j];
                    if (reduced < least[j]) {
                        least[j] = reduced;
                        previous[j] = column;
                    }
                    if (least[j] < delta) {
                        delta = least[j];
                        next = j;
                    }
                }
                for (int j = 0; j <= size; j++) {
                    if (done[j]) {
                        rowPotential[rowOfColumn[j]] += delta;
                        columnPotential[j] -= delta;
                    } else {
                        least[j] -= delta;
                    }
                }
                column = next;
            } while (rowOfColumn[column] != 0);
            do {
                int before = previous[column];
                rowOfColumn[column] = rowOfColumn[before];
                column = before;
            } while (column != 0);
        }
        for (int j = 1; j <= columns; j++) {
            int row = rowOfColumn[j] - 1;
            if (row < rows && costs[row][j - 1] < FORBIDDEN) {
                columnOfRow[row] = j - 1;
            }
        }
        return columnOfRow;
    }

    /** The costs made square: leaving someone without a job costs as much as a forbidden one. */
    private static double cost(double[][] costs, int row, int column) {
        return row < costs.length && column < costs[0].length ? costs[row][column] : FORBIDDEN;
    }
}
