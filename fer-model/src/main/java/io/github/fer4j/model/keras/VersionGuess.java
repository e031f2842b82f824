package io.github.fer4j.model.keras;

import java.util.Collection;
import java.util.Map;

/** Which Keras wrote a configuration that does not say. */
final class VersionGuess {
    private VersionGuess() {}

    static int major(Object configuration) {
        if (holds(configuration, "batch_shape", 0)
                || holds(configuration, "build_config", 0)
                        && holds(configuration, "DTypePolicy", 0)) {
            return 3;
        }
        return holds(configuration, "border_mode", 0) || holds(configuration, "output_dim", 0)
                ? 1
                : 2;
    }

    /** Whether a word is a key or a value anywhere. */
    private static boolean holds(Object value, String word, int depth) {
        if (depth > 1000) {
            return false;
        }
        if (value instanceof Map<?, ?> map) {
            return map.containsKey(word)
                    || map.values().stream().anyMatch(item -> holds(item, word, depth + 1));
        }
        if (value instanceof Collection<?> items) {
            return items.stream().anyMatch(item -> holds(item, word, depth + 1));
        }
        return word.equals(value);
    }
}
