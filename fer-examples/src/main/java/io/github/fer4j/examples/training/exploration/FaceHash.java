package io.github.fer4j.examples.training.exploration;

/**
 * 128 bits that say where a face gets brighter and where darker, on a grid of 9 × 9 fields: they
 * stay as they are when a picture is lit otherwise, compressed or scaled.
 *
 * @param across whether a field is brighter than the one at its right
 * @param down whether a field is brighter than the one below it
 */
record FaceHash(long across, long down) {
    static final int GRID = 9;

    /**
     * @param grey a face
     * @param mirrored whether left and right are exchanged
     */
    static FaceHash of(Grey grey, boolean mirrored) {
        int height = grey.height();
        int width = grey.width();
        double[] fields = new double[GRID * GRID];
        for (int row = 0; row < GRID; row++) {
            int top = row * height / GRID;
            int bottom = Math.max(top + 1, (row + 1) * height / GRID);
            for (int column = 0; column < GRID; column++) {
                int left = column * width / GRID;
                int right = Math.max(left + 1, (column + 1) * width / GRID);
                double sum = 0;
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        sum += grey.values()[y * width + (mirrored ? width - 1 - x : x)];
                    }
                }
                fields[row * GRID + column] = sum / ((bottom - top) * (right - left));
            }
        }
        long across = 0;
        long down = 0;
        for (int row = 0; row < GRID - 1; row++) {
            for (int column = 0; column < GRID - 1; column++) {
                double field = fields[row * GRID + column];
                long bit = 1L << row * (GRID - 1) + column;
                across |= field > fields[row * GRID + column + 1] ? bit : 0;
                down |= field > fields[(row + 1) * GRID + column] ? bit : 0;
            }
        }
        return new FaceHash(across, down);
    }

    /** In how many bits two differ. */
    int distance(FaceHash other) {
        return Long.bitCount(across ^ other.across) + Long.bitCount(down ^ other.down);
    }
}
