package io.github.fer4j.examples.cli;

/** How long something takes, in words that a progress line has room for. */
public final class Durations {
    private Durations() {}

    /**
     * @param seconds how long, at least 0
     * @return minutes and seconds, {@code 3:07}; from an hour on with the hours, {@code 1:03:07}
     */
    public static String text(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60)
                : "%d:%02d".formatted(whole / 60, whole % 60);
    }
}
