package io.github.fer4j.model.keras;

import java.util.List;
import java.util.Map;

/**
 * The one class that {@code keras.applications} brings along and Keras itself does not have as a
 * layer: {@code CustomScaleLayer} of InceptionResNetV2 gives x + scale · y.
 */
final class ScaledSum {
    private ScaledSum() {}

    static boolean is(ParsedLayer layer) {
        String name = layer.className();
        return (name.equals("CustomScaleLayer") || name.endsWith(">CustomScaleLayer"))
                && layer.config().find("scale").orElse(null) instanceof Number;
    }

    static ParsedLayer scale(ParsedLayer layer) {
        return plain(
                layer.name() + "/scaled",
                "Rescaling",
                Map.of("scale", layer.config().number("scale", 1), "offset", 0.0));
    }

    static ParsedLayer add(ParsedLayer layer) {
        return plain(layer.name(), "Add", Map.of());
    }

    private static ParsedLayer plain(String name, String className, Map<String, Object> config) {
        return new ParsedLayer(
                name,
                className,
                new LayerConfig(name, config),
                ParsedLayer.Storage.plain(className, true),
                null,
                List.of());
    }
}
