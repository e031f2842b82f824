package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.util.Map;

/** Placeholder. */
final class Yaml {
    private Yaml() {}

    static Map<String, Object> parse(byte[] text) {
        throw new ModelFormatException("YAML is not read yet");
    }
}
