package io.github.fer4j.model.keras;

/**
 * Keras' rule for the names of groups: {@code SeparableConv2D} is {@code separable_conv2d}. Of its
 * own rather than by Keras' regular expressions, whose classes cost 5 ms of a cold start.
 */
final class SnakeCase {
    private SnakeCase() {}

    static String of(String className) {
        StringBuilder word = new StringBuilder(className.length() + 4);
        for (int i = 0; i < className.length(); i++) {
            char c = className.charAt(i);
            if (Character.isLetterOrDigit(c) || c == '_') {
                word.append(c);
            }
        }
        StringBuilder name = new StringBuilder(word.length() + 4);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (i > 0 && isUpper(c)) {
                boolean wordBegins = i + 1 < word.length() && isLower(word.charAt(i + 1));
                if (wordBegins || isLower(word.charAt(i - 1))) {
                    name.append('_');
                }
            }
            name.append(Character.toLowerCase(c));
        }
        return name.toString();
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }
}
