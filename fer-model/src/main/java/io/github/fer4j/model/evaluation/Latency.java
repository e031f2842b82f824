package io.github.fer4j.model.evaluation;

import java.util.Arrays;

/**
 * How long a network takes for one face, in milliseconds.
 *
 * @param runs how many runs were timed
 * @param medianMillis the median
 * @param p95Millis what 95 of 100 runs do not exceed
 * @param meanMillis the mean
 */
public record Latency(int runs, double medianMillis, double p95Millis, double meanMillis) {
    /**
     * @param nanosPerFace the duration of each run divided by its faces; at least one run
     * @return their summary
     */
    public static Latency ofNanos(long... nanosPerFace) {
        if (nanosPerFace.length == 0) {
            throw new IllegalArgumentException("at least one run is needed");
        }
        double[] sorted =
                Arrays.stream(nanosPerFace).mapToDouble(nanos -> nanos / 1e6).sorted().toArray();
        int middle = sorted.length / 2;
        return new Latency(
                sorted.length,
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2,
                sorted[(int) Math.ceil(0.95 * sorted.length) - 1],
                Arrays.stream(sorted).average().orElseThrow());
    }
}
