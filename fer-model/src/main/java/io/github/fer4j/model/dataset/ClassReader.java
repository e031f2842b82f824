package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.LabelOrder;
import java.util.Optional;

/**
 * Knows which classes are wanted and what their numbers mean.
 *
 * @param numbers what the numbers 0, 1, 2… stand for
 * @param onlyThese whether other classes are refused
 */
record ClassReader(LabelOrder numbers, boolean onlyThese) {
    /** A class by its number, if it has one. */
    Optional<Emotion> numbered(int number) {
        return number >= 0 && number < numbers.size()
                ? Optional.of(numbers.emotions().get(number))
                : Optional.empty();
    }

    /** Whether a class is wanted. */
    boolean accepts(Emotion emotion) {
        return !onlyThese || numbers.emotions().contains(emotion);
    }

    /** What is accepted, for messages. */
    String accepted() {
        return "0.."
                + (numbers.size() - 1)
                + " or a name such as "
                + String.join(", ", numbers.labels());
    }
}
