package io.github.fer4j.model.dl4j;

/**
 * What is added to a dimension.
 *
 * @param before how much before the first value
 * @param after how much after the last
 */
record Border(int before, int after) {
    static final Border NONE = new Border(0, 0);

    /**
     * Keras' padding {@code same}.
     *
     * @param size how many values there are
     * @param window the kernel's extent, dilation included
     * @param stride its stride
     * @return the border: the odd one goes after
     */
    static Border same(long size, int window, int stride) {
        long steps = (size + stride - 1) / stride;
        int total = (int) Math.max((steps - 1) * stride + window - size, 0);
        return new Border(total / 2, total - total / 2);
    }

    boolean isNone() {
        return before == 0 && after == 0;
    }

    boolean isEven() {
        return before == after;
    }

    /**
     * @param size how many values there are
     * @param window the kernel's extent, dilation included
     * @param stride its stride
     * @return how many windows fit in
     * @throws IllegalStateException if not even one does
     */
    long windows(long size, int window, int stride) {
        long whole = size + before + after;
        if (whole < window) {
            throw new IllegalStateException(
                    "a window of %d does not fit into %d values".formatted(window, whole));
        }
        return (whole - window) / stride + 1;
    }
}
