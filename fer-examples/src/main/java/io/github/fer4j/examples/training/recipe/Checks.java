package io.github.fer4j.examples.training.recipe;

import java.util.List;

/** Ranges of a recipe's values; what is wrong is named with its key. */
final class Checks {
    private Checks() {}

    static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s must be >= %d, was %d".formatted(key, least, value));
        }
    }

    static void within(String key, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s must be from %s to %s, was %s".formatted(key, least, most, value));
        }
    }

    static void positive(String key, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException("%s must be > 0, was %s".formatted(key, value));
        }
    }

    static void oneOf(String key, String value, String... accepted) {
        if (!List.of(accepted).contains(value)) {
            throw new IllegalArgumentException(
                    "%s must be one of %s, was '%s'"
                            .formatted(key, String.join(", ", accepted), value));
        }
    }
}
