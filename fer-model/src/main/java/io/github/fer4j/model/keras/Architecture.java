package io.github.fer4j.model.keras;

import java.util.Collection;
import java.util.Map;

/** A network's configuration as it is in the file, and which Keras wrote it. */
final class Architecture {
    private final Map<String, Object> entry;
    private String version;

    Architecture(Map<String, Object> entry) {
        this.entry = entry;
        this.version = entry.get("keras_version") instanceof String given ? given : "";
    }

    /** What the file says elsewhere. */
    void writtenBy(String kerasVersion) {
        version = kerasVersion;
    }

    /** As the file says; empty if it does not. */
    String kerasVersion() {
        return version;
    }

    ParsedModel parse() {
        return ModelParser.parse(entry, kerasMajor());
    }

    private int kerasMajor() {
        boolean said = !version.isEmpty() && Character.isDigit(version.charAt(0));
        return said ? version.charAt(0) - '0' : guessedMajor();
    }

    private int guessedMajor() {
        if (holds(entry, "batch_shape", 0) || holds(entry, "DTypePolicy", 0)) {
            return 3;
        }
        return holds(entry, "border_mode", 0) || holds(entry, "output_dim", 0) ? 1 : 2;
    }

    /** Whether a word is a key or a value anywhere. */
    private static boolean holds(Object value, String word, int depth) {
        // Neither JSON nor YAML is read any deeper.
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
