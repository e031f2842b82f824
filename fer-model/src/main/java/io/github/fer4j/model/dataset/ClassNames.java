package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What emotions and pictures are called in the data sets that are about. */
final class ClassNames {
    private static final Pattern ROW = Pattern.compile("(?:fer)?([0-9]{1,9})");
    private static final Map<String, Emotion> NAMES =
            Map.ofEntries(
                    Map.entry("angry", Emotion.ANGRY),
                    Map.entry("anger", Emotion.ANGRY),
                    Map.entry("disgust", Emotion.DISGUST),
                    Map.entry("disgusted", Emotion.DISGUST),
                    Map.entry("fear", Emotion.FEAR),
                    Map.entry("fearful", Emotion.FEAR),
                    Map.entry("afraid", Emotion.FEAR),
                    Map.entry("scared", Emotion.FEAR),
                    Map.entry("happy", Emotion.HAPPY),
                    Map.entry("happiness", Emotion.HAPPY),
                    Map.entry("joy", Emotion.HAPPY),
                    Map.entry("sad", Emotion.SAD),
                    Map.entry("sadness", Emotion.SAD),
                    Map.entry("surprise", Emotion.SURPRISE),
                    Map.entry("surprised", Emotion.SURPRISE),
                    Map.entry("suprise", Emotion.SURPRISE),
                    Map.entry("neutral", Emotion.NEUTRAL),
                    Map.entry("neutrality", Emotion.NEUTRAL),
                    Map.entry("contempt", Emotion.CONTEMPT),
                    Map.entry("contemptuous", Emotion.CONTEMPT));

    private ClassNames() {}

    /** {@code Happy}, {@code 3_happy} and {@code happiness} alike. */
    static Optional<Emotion> named(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return Optional.ofNullable(NAMES.get(plain));
    }

    /** A whole number without anything around it, or −1. */
    static int number(String name) {
        String plain = name.trim();
        return plain.matches("[0-9]{1,9}") ? Integer.parseInt(plain) : -1;
    }

    /**
     * The row of FER-2013 that a picture's name says: {@code 00017.png} and {@code fer0000017.png}
     * do, {@code Training_17.jpg} does not.
     */
    static long row(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        Matcher matcher = ROW.matcher(dot < 0 ? name : name.substring(0, dot));
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : LabeledFace.NO_ROW;
    }
}
