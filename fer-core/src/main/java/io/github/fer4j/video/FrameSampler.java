package io.github.fer4j.video;

import java.time.Duration;
import java.util.OptionalDouble;

/** Which frames are analysed. Not thread-safe. */
final class FrameSampler {
    private final int every;
    private final OptionalDouble framesPerSecond;
    private double next = Double.NEGATIVE_INFINITY;

    FrameSampler(int every, OptionalDouble framesPerSecond) {
        this.every = every;
        this.framesPerSecond = framesPerSecond;
    }

    boolean wants(long index, Duration timestamp) {
        if (index % every != 0) {
            return false;
        }
        if (framesPerSecond.isEmpty()) {
            return true;
        }
        double seconds = timestamp.toNanos() / 1e9;
        double step = 1 / framesPerSecond.getAsDouble();
        // Times are rounded: a frame that comes a hair too early is the one that is meant.
        if (seconds < next - step * 1e-3) {
            return false;
        }
        next = next == Double.NEGATIVE_INFINITY ? seconds + step : next + step;
        if (next <= seconds) {
            next = seconds + step;
        }
        return true;
    }
}
