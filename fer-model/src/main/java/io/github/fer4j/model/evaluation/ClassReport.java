package io.github.fer4j.model.evaluation;

import io.github.fer4j.model.Emotion;
import java.util.Objects;

/**
 * How well one class is recognised.
 *
 * @param emotion the class
 * @param support how many faces truly are of it
 * @param predicted how many were taken for it
 * @param correct how many of these rightly
 */
public record ClassReport(Emotion emotion, long support, long predicted, long correct) {
    /** Checks the ranges. */
    public ClassReport {
        Objects.requireNonNull(emotion, "emotion");
        if (correct < 0 || correct > Math.min(support, predicted)) {
            throw new IllegalArgumentException(
                    "of %d faces and %d predictions %d cannot be right"
                            .formatted(support, predicted, correct));
        }
    }

    /**
     * @return the share of right ones among those taken for this class; 0 if there are none
     */
    public double precision() {
        return predicted == 0 ? 0 : (double) correct / predicted;
    }

    /**
     * @return the share of those truly of this class that were recognised; 0 if there are none
     */
    public double recall() {
        return support == 0 ? 0 : (double) correct / support;
    }

    /**
     * @return the harmonic mean of precision and recall; 0 if the class does not occur
     */
    public double f1() {
        return support + predicted == 0 ? 0 : 2.0 * correct / (support + predicted);
    }
}
