package io.github.fer4j.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/**
 * What each output of a network stands for, in order. A Keras file does not say, so it is named by
 * the user or taken from here.
 *
 * @param emotions one for each output, none twice
 */
public record LabelOrder(List<Emotion> emotions) {
    /** FER-2013's numbers 0 to 6: angry, disgust, fear, happy, sad, surprise, neutral. */
    public static final LabelOrder FER2013 =
            of(
                    Emotion.ANGRY,
                    Emotion.DISGUST,
                    Emotion.FEAR,
                    Emotion.HAPPY,
                    Emotion.SAD,
                    Emotion.SURPRISE,
                    Emotion.NEUTRAL);

    /**
     * Folders in alphabetical order, as {@code flow_from_directory} numbers them: angry, disgust,
     * fear, happy, neutral, sad, surprise.
     */
    public static final LabelOrder ALPHABETICAL =
            of(
                    Emotion.ANGRY,
                    Emotion.DISGUST,
                    Emotion.FEAR,
                    Emotion.HAPPY,
                    Emotion.NEUTRAL,
                    Emotion.SAD,
                    Emotion.SURPRISE);

    /** Eight classes: FER-2013's seven, then contempt; the order of the project's FER+ network. */
    public static final LabelOrder FER_PLUS =
            of(
                    Emotion.ANGRY,
                    Emotion.DISGUST,
                    Emotion.FEAR,
                    Emotion.HAPPY,
                    Emotion.SAD,
                    Emotion.SURPRISE,
                    Emotion.NEUTRAL,
                    Emotion.CONTEMPT);

    /** Copies the list and checks that no emotion is there twice. */
    public LabelOrder {
        emotions = List.copyOf(emotions);
        if (emotions.isEmpty()) {
            throw new IllegalArgumentException("a label order needs at least one emotion");
        }
        if (EnumSet.copyOf(emotions).size() != emotions.size()) {
            throw new IllegalArgumentException("an emotion is there twice in " + emotions);
        }
    }

    /**
     * @param emotions one for each output, none twice
     * @return the order
     */
    public static LabelOrder of(Emotion... emotions) {
        return new LabelOrder(Arrays.asList(emotions));
    }

    /**
     * @return how many there are
     */
    public int size() {
        return emotions.size();
    }

    /**
     * @return the names in order: {@code [angry, disgust, …]}
     */
    public List<String> labels() {
        return emotions.stream().map(Emotion::label).toList();
    }
}
