package io.github.fer4j.examples.training.recipe;

import java.util.List;
import java.util.Objects;

/**
 * What is learnt from other networks' answers (Hinton et al. 2015, arXiv 1503.02531).
 *
 * @param teachers the other networks; several for one head are averaged; none for no distillation
 * @param temperature what softens their answers and ours before they are compared, above 0
 * @param weight the share of their answers in a head's loss, 0 to 1; the rest is the head's target
 * @param mirrored whether a teacher's answer is averaged with that to the mirrored face
 * @param view {@code original}: the teachers see each face once, as it is in the data; {@code
 *     augmented}: they see what the network sees, which costs their time at every step
 */
public record DistillationRecipe(
        List<Teacher> teachers, double temperature, double weight, boolean mirrored, String view) {
    /** Teachers see the data's faces. */
    public static final String ORIGINAL = "original";

    /** Teachers see the augmented faces. */
    public static final String AUGMENTED = "augmented";

    /** Checks the ranges. */
    public DistillationRecipe {
        teachers = List.copyOf(teachers);
        Checks.positive("distillation.temperature", temperature);
        Checks.within("distillation.weight", weight, 0, 1);
        Checks.oneOf("distillation.view", view, ORIGINAL, AUGMENTED);
    }

    /**
     * @return whether there is any
     */
    public boolean isOn() {
        return !teachers.isEmpty() && weight > 0;
    }

    /**
     * A network that teaches.
     *
     * @param network a Keras file, {@code bundled-fer2013} or {@code bundled-ferplus}
     * @param output which of its outputs teaches, from 0
     * @param head the head that learns from it
     */
    public record Teacher(String network, int output, String head) {
        /** Checks that nothing is missing. */
        public Teacher {
            Objects.requireNonNull(network, "network");
            Objects.requireNonNull(head, "head");
            Checks.atLeast("distillation.teachers.output", output, 0);
        }
    }
}
