package io.github.fer4j.model.dl4j;

/**
 * How a kernel or a pooling window moves over rows and columns.
 *
 * @param kernelRows rows of the kernel
 * @param kernelColumns columns of the kernel
 * @param strideRows rows from one to the next
 * @param strideColumns columns from one to the next
 * @param dilationRows distance of the kernel's rows
 * @param dilationColumns distance of its columns
 * @param padding what is added around
 */
record Window(
        int kernelRows,
        int kernelColumns,
        int strideRows,
        int strideColumns,
        int dilationRows,
        int dilationColumns,
        Padding padding) {
    /** How the border is chosen. */
    enum Padding {
        VALID,
        SAME,
        /** As much as the kernel before the first row, for one-dimensional convolutions. */
        CAUSAL
    }

    int extentRows() {
        return (kernelRows - 1) * dilationRows + 1;
    }

    int extentColumns() {
        return (kernelColumns - 1) * dilationColumns + 1;
    }

    /**
     * @return whether it is a product of matrices: every point by itself
     */
    boolean isPoint() {
        return kernelRows == 1 && kernelColumns == 1 && strideRows == 1 && strideColumns == 1;
    }

    Border rows(long size) {
        return switch (padding) {
            case VALID -> Border.NONE;
            case SAME -> Border.same(size, extentRows(), strideRows);
            case CAUSAL -> new Border(extentRows() - 1, 0);
        };
    }

    Border columns(long size) {
        return padding == Padding.SAME
                ? Border.same(size, extentColumns(), strideColumns)
                : Border.NONE;
    }

    /**
     * @param rows what is added to the rows
     * @param columns what is added to the columns
     * @param last the operation's two last arguments
     * @return ND4J's arguments of a convolution or pooling with that much added on both sides
     */
    int[] arguments(int rows, int columns, int... last) {
        return new int[] {
            kernelRows,
            kernelColumns,
            strideRows,
            strideColumns,
            rows,
            columns,
            dilationRows,
            dilationColumns,
            0,
            last[0],
            last[1]
        };
    }
}
