package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A user's own layer classes, which are written as they were read. */
final class CustomLayers {
    private CustomLayers() {}

    /** {@code SquareMask} of {@code shop>SquareMask}. */
    static String simpleName(String className) {
        return className.substring(className.lastIndexOf('>') + 1);
    }

    static Map<String, Object> config(KerasLayer layer) {
        Map<String, Object> config = new LinkedHashMap<>(layer.config().asMap());
        config.forEach(
                (key, value) -> {
                    if (value instanceof Activation) {
                        throw new ModelFormatException(
                                "layer '%s' (%s): its %s cannot be written"
                                        .formatted(layer.name(), layer.className(), key));
                    }
                });
        return config;
    }
}
