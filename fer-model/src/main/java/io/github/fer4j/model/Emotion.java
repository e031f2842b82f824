package io.github.fer4j.model;

import java.util.Locale;

/**
 * What a face expresses. The order in which a network answers is that of its {@link LabelOrder},
 * never the ordinal here.
 */
public enum Emotion {
    /** Anger. */
    ANGRY,
    /** Disgust. */
    DISGUST,
    /** Fear. */
    FEAR,
    /** Happiness. */
    HAPPY,
    /** Sadness. */
    SAD,
    /** Surprise. */
    SURPRISE,
    /** No expression. */
    NEUTRAL,
    /** Contempt; known to networks of eight classes only. */
    CONTEMPT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /**
     * @return the name as it is printed and written to JSON: {@code happy}
     */
    public String label() {
        return label;
    }
}
