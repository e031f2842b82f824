package io.github.fer4j.image;

/**
 * A PNG file's header.
 *
 * @param width columns
 * @param height rows
 * @param depth bits a sample
 * @param colorType 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha
 * @param interlaced whether its rows come in the seven passes of Adam7
 */
record PngHeader(int width, int height, int depth, int colorType, boolean interlaced) {
    private static final int[] PASS_X = {0, 4, 0, 2, 0, 1, 0};
    private static final int[] PASS_Y = {0, 0, 4, 0, 2, 0, 1};
    private static final int[] STEP_X = {8, 8, 4, 4, 2, 2, 1};
    private static final int[] STEP_Y = {8, 8, 8, 4, 4, 2, 2};

    /** Whether the format knows this combination. */
    static boolean fits(int colorType, int depth) {
        return switch (colorType) {
            case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
            case 2, 4, 6 -> depth == 8 || depth == 16;
            default -> false;
        };
    }

    /**
     * How many bytes the picture has once they are inflated: its rows, each after a filter byte.
     */
    long inflatedLength() {
        if (!interlaced) {
            return rows(width, height);
        }
        long sum = 0;
        for (int pass = 0; pass < PASS_X.length; pass++) {
            sum +=
                    rows(
                            (width - PASS_X[pass] + STEP_X[pass] - 1L) / STEP_X[pass],
                            (height - PASS_Y[pass] + STEP_Y[pass] - 1L) / STEP_Y[pass]);
        }
        return sum;
    }

    private long rows(long columns, long rows) {
        return columns <= 0 || rows <= 0 ? 0 : rows * (1 + (columns * samples() * depth + 7) / 8);
    }

    private int samples() {
        return switch (colorType) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }
}
