package io.github.fer4j.model.evaluation;

import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Calibration by one number: the logits are divided by a temperature before the softmax (Guo et al.
 * 2017, arXiv 1706.04599). Of probabilities p this makes p^(1/T), renormalised, so that logits are
 * not needed. It never changes which class is the likeliest.
 *
 * @param temperature greater than 0; 1 changes nothing, more makes the answers less sure
 */
public record TemperatureScaling(double temperature) {
    /** The smallest temperature that {@link #fit} answers. */
    public static final double MIN_TEMPERATURE = 0.01;

    /** The largest temperature that {@link #fit} answers. */
    public static final double MAX_TEMPERATURE = 100;

    /** The least that a float32 softmax can answer above 0: what lies below was rounded to 0. */
    private static final double LEAST = Float.MIN_VALUE;

    private static final double PRECISION = 1e-12;

    /** Checks the range. */
    public TemperatureScaling {
        if (!(temperature > 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("temperature must be > 0, was " + temperature);
        }
    }

    /**
     * Finds the temperature with the least log-loss. To be fitted on a validation split, never on
     * the faces whose calibration is then reported.
     *
     * <p>Faces whose label the network does not know are left out. In 1/T the log-loss is convex,
     * so its derivative is bisected. A probability of 0 counts as 1.4e-45, the least that a float32
     * can hold.
     *
     * @param evaluation a network's answers without a temperature
     * @return the scaling, of {@link #MIN_TEMPERATURE} to {@link #MAX_TEMPERATURE}: the largest
     *     where even that is not enough, as for answers that are no better than chance; 1 where the
     *     log-loss falls without end as the temperature does, as for a network without an error:
     *     nothing then says how sure is too sure
     */
    public static TemperatureScaling fit(Evaluation evaluation) {
        Objects.requireNonNull(evaluation, "evaluation");
        int[] faces =
                IntStream.range(0, evaluation.size())
                        .filter(face -> evaluation.truthIndex(face) < evaluation.known())
                        .toArray();
        double[][] logits = new double[faces.length][evaluation.known()];
        int[] truths = new int[faces.length];
        for (int i = 0; i < faces.length; i++) {
            double[] row = evaluation.probabilities(faces[i]);
            for (int j = 0; j < logits[i].length; j++) {
                logits[i][j] = Math.log(Math.max(row[j], LEAST));
            }
            truths[i] = evaluation.truthIndex(faces[i]);
        }
        double low = 1 / MAX_TEMPERATURE;
        double high = 1 / MIN_TEMPERATURE;
        if (slope(logits, truths, low) >= 0) {
            return new TemperatureScaling(MAX_TEMPERATURE);
        }
        if (slope(logits, truths, high) <= 0) {
            return new TemperatureScaling(1);
        }
        while (high - low > PRECISION * high) {
            double middle = Math.sqrt(low * high);
            if (slope(logits, truths, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new TemperatureScaling(1 / Math.sqrt(low * high));
    }

    /** The derivative of the summed log-loss with respect to the inverse temperature. */
    private static double slope(double[][] logits, int[] truths, double inverse) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (double logit : logits[i]) {
                largest = Math.max(largest, logit);
            }
            double weights = 0;
            double expected = 0;
            for (double logit : logits[i]) {
                double weight = Math.exp((logit - largest) * inverse);
                weights += weight;
                expected += weight * (logit - largest);
            }
            sum += expected / weights - (logits[i][truths[i]] - largest);
        }
        return sum;
    }

    /**
     * @param probabilities one row of probabilities
     * @return p^(1/T), renormalised; a new array
     */
    public double[] apply(double... probabilities) {
        double largest = 0;
        for (double probability : probabilities) {
            largest = Math.max(largest, probability);
        }
        if (!(largest > 0)) {
            throw new IllegalArgumentException("at least one probability must be greater than 0");
        }
        double[] scaled = new double[probabilities.length];
        double sum = 0;
        for (int i = 0; i < scaled.length; i++) {
            // Divided by the largest, so that no power can lose them all to 0.
            scaled[i] = Math.pow(probabilities[i] / largest, 1 / temperature);
            sum += scaled[i];
        }
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= sum;
        }
        return scaled;
    }

    /**
     * @return what undoes this: the probabilities without a temperature from those with it
     */
    public TemperatureScaling inverse() {
        return new TemperatureScaling(1 / temperature);
    }
}
