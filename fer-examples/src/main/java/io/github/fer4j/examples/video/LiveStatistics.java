package io.github.fer4j.examples.video;

import java.time.Duration;

/** How fast frames come and how old they are when they are shown. */
final class LiveStatistics {
    private static final int LONGEST_MILLIS = 2000;
    private static final double RATE_SECONDS = 1;

    private final long[] counts = new long[LONGEST_MILLIS + 1];
    private long frames;
    private long start;
    private long last;
    private double rate;

    /**
     * @param latency how old the frame is
     * @param now the clock, in nanoseconds
     */
    void add(Duration latency, long now) {
        counts[(int) Math.min(LONGEST_MILLIS, Math.max(0, latency.toMillis()))]++;
        if (frames++ == 0) {
            start = now;
        } else {
            double seconds = Math.max(1e-6, (now - last) / 1e9);
            double gain = frames < 10 ? 1.0 / (frames - 1) : 1 - Math.exp(-seconds / RATE_SECONDS);
            // Averages the time between frames, not its inverse, which a quick pair would lift.
            rate = 1 / ((1 - gain) * (rate == 0 ? seconds : 1 / rate) + gain * seconds);
        }
        last = now;
    }

    long frames() {
        return frames;
    }

    /** Frames a second, of late. */
    double rate() {
        return rate;
    }

    double meanRate() {
        return frames < 2 ? 0 : (frames - 1) / ((last - start) / 1e9);
    }

    /** The latency that a share of the frames does not exceed. */
    double latencyMillis(double share) {
        long wanted = (long) Math.ceil(share * frames);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return i;
            }
        }
        return LONGEST_MILLIS;
    }
}
