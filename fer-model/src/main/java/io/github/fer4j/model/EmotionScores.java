package io.github.fer4j.model;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How likely a face expresses each emotion. Immutable; the probabilities sum to 1. */
public final class EmotionScores {
    private static final double TOLERANCE = 1e-3;

    private final Map<Emotion, Double> probabilities;

    private EmotionScores(Map<Emotion, Double> probabilities) {
        this.probabilities = Collections.unmodifiableMap(probabilities);
    }

    /**
     * @param labels what each probability is of
     * @param probabilities one for each label, each 0 to 1, with a sum of 1 to within 0.001; what
     *     rounding left is divided out
     * @return the scores
     * @throws IllegalArgumentException if the counts differ or the values are no probabilities
     */
    public static EmotionScores of(LabelOrder labels, double... probabilities) {
        if (labels.size() != probabilities.length) {
            throw new IllegalArgumentException(
                    "%d labels %s do not fit %d probabilities"
                            .formatted(labels.size(), labels.labels(), probabilities.length));
        }
        double sum = 0;
        for (double probability : probabilities) {
            if (!(probability >= 0 && probability <= 1 + TOLERANCE)) {
                throw new IllegalArgumentException(
                        "a probability must be 0 to 1, was " + probability);
            }
            sum += probability;
        }
        if (Math.abs(sum - 1) > TOLERANCE) {
            throw new IllegalArgumentException("probabilities must sum to 1, but sum to " + sum);
        }
        Map<Emotion, Double> map = new LinkedHashMap<>();
        for (int i = 0; i < probabilities.length; i++) {
            map.put(labels.emotions().get(i), probabilities[i] / sum);
        }
        return new EmotionScores(map);
    }

    /**
     * @param emotion an emotion
     * @return its probability; 0 if the network does not know the emotion
     */
    public double of(Emotion emotion) {
        return probabilities.getOrDefault(Objects.requireNonNull(emotion, "emotion"), 0.0);
    }

    /**
     * @return the likeliest emotion; of equal ones the network's first
     */
    public Emotion dominant() {
        return ranked().get(0).emotion();
    }

    /**
     * @return all emotions that the network knows, likeliest first
     */
    public List<Score> ranked() {
        return probabilities.entrySet().stream()
                .map(entry -> new Score(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(Score::probability).reversed())
                .toList();
    }

    /**
     * @return the probability of each emotion that the network knows, in the network's order;
     *     read-only
     */
    public Map<Emotion, Double> asMap() {
        return probabilities;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EmotionScores scores && probabilities.equals(scores.probabilities);
    }

    @Override
    public int hashCode() {
        return probabilities.hashCode();
    }

    @Override
    public String toString() {
        Map<Emotion, String> shown = new EnumMap<>(Emotion.class);
        probabilities.forEach(
                (emotion, value) ->
                        shown.put(emotion, String.format(java.util.Locale.ROOT, "%.3f", value)));
        return shown.toString();
    }

    /**
     * An emotion and how likely it is.
     *
     * @param emotion the emotion
     * @param probability 0 to 1
     */
    public record Score(Emotion emotion, double probability) {}
}
