package io.github.fer4j.examples.training.augmentation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A way to change a face without changing what it expresses. A strength of 0 leaves it as it is.
 * The usual strengths are those that the bundled network's predecessor was trained with.
 */
public enum Augmentation {
    /** Mirrors left and right; the strength is how likely. */
    HORIZONTAL_FLIP("horizontalFlip", 0.5, 1, true),
    /** Turns upside down; the strength is how likely. Faces do not stand on their heads. */
    VERTICAL_FLIP("verticalFlip", 0.5, 1, false),
    /** Rotates by at most this many degrees either way. */
    ROTATION("rotation", 15, 180, true),
    /** Moves by at most this share of the side, in both directions. */
    SHIFT("shift", 0.08, 1, true),
    /** Enlarges or shrinks by at most this share. */
    ZOOM("zoom", 0.15, 0.9, true),
    /** Adds at most this much, either way, to values of 0 to 1. */
    BRIGHTNESS("brightness", 0.15, 1, true),
    /** Stretches or shrinks the distance from the face's mean by at most this share. */
    CONTRAST("contrast", 0.3, 1, true),
    /**
     * Covers a rectangle of an eighth to five twelfths of the side (6 to 20 of 48 pixels) with
     * noise; the strength is how likely.
     */
    ERASING("erasing", 0.4, 1, true),
    /**
     * Mixes pairs of faces and their labels; the strength is both parameters of the Beta
     * distribution that the shares are drawn from.
     */
    MIXUP("mixup", 0.2, 4, true);

    private final String option;
    private final double usual;
    private final double strongest;
    private final boolean standard;

    Augmentation(String option, double usual, double strongest, boolean standard) {
        this.option = option;
        this.usual = usual;
        this.strongest = strongest;
        this.standard = standard;
    }

    /**
     * @return the name in options, recipes and JSON: {@code horizontalFlip}
     */
    public String option() {
        return option;
    }

    /**
     * @return the strength where none is said
     */
    public double usualStrength() {
        return usual;
    }

    /**
     * @return the greatest strength that is accepted
     */
    public double greatestStrength() {
        return strongest;
    }

    /** Whether it is on where nobody chooses. */
    boolean isStandard() {
        return standard;
    }

    /**
     * @return all names
     */
    public static List<String> options() {
        return Arrays.stream(values()).map(Augmentation::option).toList();
    }

    /**
     * @param name as {@link #option} says it, in any case, with or without hyphens; {@code flip} is
     *     the horizontal one
     * @return the augmentation
     * @throws IllegalArgumentException if there is none of this name; says which there are
     */
    public static Augmentation named(String name) {
        String plain = name.trim().toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
        if (plain.equals("flip")) {
            return HORIZONTAL_FLIP;
        }
        for (Augmentation augmentation : values()) {
            if (augmentation.option.toLowerCase(Locale.ROOT).equals(plain)) {
                return augmentation;
            }
        }
        throw new IllegalArgumentException(
                "no augmentation is called '%s'; there are %s".formatted(name.trim(), options()));
    }
}
