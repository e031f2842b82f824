package io.github.fer4j.examples.video;

/** Numbers as they are written: six decimals. */
final class Rounded {
    private static final double SIX_DECIMALS = 1e6;

    private Rounded() {}

    static double of(double value) {
        return Double.isFinite(value) ? Math.round(value * SIX_DECIMALS) / SIX_DECIMALS : value;
    }
}
