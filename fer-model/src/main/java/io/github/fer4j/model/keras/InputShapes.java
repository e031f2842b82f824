package io.github.fer4j.model.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where configurations of Sequential models say the input's shape when no input layer does. */
final class InputShapes {
    private InputShapes() {}

    /** The batch shape that the first layer of a Sequential carries, nested models opened. */
    static Optional<Object> ofLayer(Map<String, Object> entry) {
        Map<?, ?> current = entry;
        for (int depth = 0; depth < 100; depth++) {
            Object config = current.get("config");
            Object layers = config;
            if (config instanceof Map<?, ?> map) {
                Optional<Object> own = ofConfig(map);
                if (own.isPresent()) {
                    return own;
                }
                layers = map.get("layers");
            }
            if (!(layers instanceof List<?> list)
                    || list.isEmpty()
                    || !(list.get(0) instanceof Map<?, ?> first)) {
                return Optional.empty();
            }
            current = first;
        }
        return Optional.empty();
    }

    private static Optional<Object> ofConfig(Map<?, ?> config) {
        for (String key : List.of("batch_input_shape", "batch_shape")) {
            if (config.get(key) != null) {
                return Optional.of(config.get(key));
            }
        }
        if (config.get("input_shape") instanceof List<?> shape) {
            List<Object> batch = new ArrayList<>();
            batch.add(null);
            batch.addAll(shape);
            return Optional.of(batch);
        }
        if (config.get("input_dim") instanceof Number size && config.get("output_dim") == null) {
            List<Object> batch = new ArrayList<>();
            batch.add(null);
            batch.add(size);
            return Optional.of(batch);
        }
        return Optional.empty();
    }

    /** The shape that a built model was built with. */
    static Optional<Object> ofBuildConfig(Map<String, Object> entry) {
        return entry.get("build_config") instanceof Map<?, ?> build
                ? Optional.ofNullable(build.get("input_shape"))
                : Optional.empty();
    }
}
