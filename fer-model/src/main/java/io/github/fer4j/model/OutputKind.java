package io.github.fer4j.model;

/** What the numbers that a network answers are. */
public enum OutputKind {
    /** Probabilities that sum to 1: the network ends in a softmax. */
    PROBABILITIES,
    /** Logits: a softmax is still to be applied. */
    LOGITS,
    /** One probability for each class on its own (sigmoid): they are divided by their sum. */
    INDEPENDENT;

    /**
     * Turns one row of a network's answers into probabilities.
     *
     * @param values as many as the network has classes, finite
     * @param temperature what the logits are divided by, greater than 0; of probabilities p this
     *     makes p^(1/T), renormalised
     * @return probabilities that sum to 1
     */
    public double[] toProbabilities(float[] values, double temperature) {
        double[] logits = new double[values.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            logits[i] = (this == LOGITS ? value : Math.log(Math.max(value, 0))) / temperature;
            largest = Math.max(largest, logits[i]);
        }
        double[] probabilities = new double[values.length];
        if (largest == Double.NEGATIVE_INFINITY) {
            java.util.Arrays.fill(probabilities, 1.0 / values.length);
            return probabilities;
        }
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            probabilities[i] = Math.exp(logits[i] - largest);
            sum += probabilities[i];
        }
        for (int i = 0; i < values.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }
}
