package io.github.fer4j.examples.training.diagram;

/** A surface with its origin at the top left; sizes are pixels at their usual scale. */
interface Drawing {
    /** Where a text begins. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /**
     * Fills a rectangle.
     *
     * @param opacity 0 (nothing to be seen) to 1
     */
    void rectangle(double x, double y, double width, double height, Ink ink, double opacity);

    /** Draws through points; dashed or not. */
    void path(double[] xs, double[] ys, Ink ink, double thickness, boolean dashed);

    /** Fills a disc. */
    void disc(double x, double y, double radius, Ink ink);

    /** Writes one line on a base line. */
    void text(double x, double y, String text, Anchor anchor, Ink ink, double size, boolean bold);

    /** Writes one line from bottom to top, its middle at the point. */
    void textUpwards(double x, double y, String text, Ink ink, double size);
}
