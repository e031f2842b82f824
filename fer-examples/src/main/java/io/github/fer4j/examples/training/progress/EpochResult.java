package io.github.fer4j.examples.training.progress;

import java.util.List;

/**
 * How an epoch went.
 *
 * @param epoch from 1
 * @param learningRate of its last step
 * @param loss mean training loss, with mixing, smoothing and teaching
 * @param accuracy share of the training faces, as augmented and mixed, that the first head got
 *     right while the weights changed
 * @param heads how each head did on the validation faces
 * @param seconds how long it took, validation included
 * @param facesPerSecond training faces a second, validation not included
 */
public record EpochResult(
        int epoch,
        double learningRate,
        double loss,
        double accuracy,
        List<HeadResult> heads,
        double seconds,
        double facesPerSecond) {
    /** Copies the list. */
    public EpochResult {
        heads = List.copyOf(heads);
    }

    /**
     * How a head did on the validation faces.
     *
     * @param name of the head
     * @param loss mean cross-entropy with its target, nothing smoothed
     * @param accuracy share of the faces with a label that it got right
     */
    public record HeadResult(String name, double loss, double accuracy) {}

    /**
     * @return the validation accuracy of the first head
     */
    public double validationAccuracy() {
        return heads.get(0).accuracy();
    }
}
