package io.github.fer4j.model;

import java.util.Arrays;
import java.util.List;

/**
 * What is done to a pixel (0 to 255) before it enters a network: {@code (x − mean) / deviation},
 * for each channel. A Keras file does not say, so it is named by the user or taken from here.
 *
 * @param mean what is subtracted: one for all channels, or one for each in the network's order
 * @param deviation what is then divided by, not 0: as many
 */
public record Scaling(List<Double> mean, List<Double> deviation) {
    /** Nothing: 0 to 255. For networks that scale their input themselves. */
    public static final Scaling NONE = of(0, 1);

    /** x / 255: 0 to 1. */
    public static final Scaling UNIT = of(0, 255);

    /** (x / 255 − 0.5) · 2: −1 to 1. */
    public static final Scaling SYMMETRIC = of(127.5, 127.5);

    /** Copies the lists and checks them. */
    public Scaling {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.isEmpty() || mean.size() != deviation.size()) {
            throw new IllegalArgumentException(
                    "as many means as deviations are needed, at least one, was "
                            + mean
                            + ", "
                            + deviation);
        }
        for (double value : deviation) {
            if (value == 0 || !Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "a deviation must be finite and not 0, was " + value);
            }
        }
        for (double value : mean) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a mean must be finite, was " + value);
            }
        }
    }

    /**
     * @param mean what is subtracted from every pixel, in units of 0 to 255
     * @param deviation what is then divided by, not 0
     * @return the scaling, the same for all channels
     */
    public static Scaling of(double mean, double deviation) {
        return new Scaling(List.of(mean), List.of(deviation));
    }

    /**
     * @param mean what is subtracted, for each channel in the network's order
     * @param deviation what is then divided by, for each channel, not 0
     * @return the scaling
     */
    public static Scaling perChannel(double[] mean, double[] deviation) {
        return new Scaling(
                Arrays.stream(mean).boxed().toList(), Arrays.stream(deviation).boxed().toList());
    }
}
