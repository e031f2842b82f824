package io.github.fer4j.model.keras;

import java.util.Locale;
import java.util.regex.Pattern;

/** Keras' rule for the names of groups: {@code SeparableConv2D} is {@code separable_conv2d}. */
final class SnakeCase {
    private static final Pattern NO_WORD = Pattern.compile("\\W+");
    private static final Pattern BEFORE_WORD = Pattern.compile("(.)([A-Z][a-z]+)");
    private static final Pattern BEFORE_CAPITAL = Pattern.compile("([a-z])([A-Z])");

    private SnakeCase() {}

    static String of(String className) {
        String name = NO_WORD.matcher(className).replaceAll("");
        name = BEFORE_WORD.matcher(name).replaceAll("$1_$2");
        return BEFORE_CAPITAL.matcher(name).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    }
}
