package io.github.fer4j.model.keras;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one operation is called in some dialect.
 *
 * @param className Keras 3's class
 * @param tensors the names of its tensors, in order
 * @param settings the names of what else it is called with, in order, and Keras 3's names for them
 * @param constants what its configuration always holds
 * @param activation the activation that it is, by Keras' name
 */
record OperationSpec(
        String className,
        List<String> tensors,
        Map<String, String> settings,
        Map<String, Object> constants,
        Optional<String> activation) {

    static OperationSpec of(String className, String... tensors) {
        return new OperationSpec(className, List.of(tensors), Map.of(), Map.of(), Optional.empty());
    }

    static OperationSpec activation(String name, String tensor) {
        return new OperationSpec(
                "Activation", List.of(tensor), Map.of(), Map.of(), Optional.of(name));
    }

    /**
     * @param names names that are Keras 3's as well, or {@code given:keras3}
     */
    OperationSpec with(String... names) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        for (String name : names) {
            int colon = name.indexOf(':');
            all.put(
                    colon < 0 ? name : name.substring(0, colon),
                    colon < 0 ? name : name.substring(colon + 1));
        }
        return new OperationSpec(className, tensors, all, constants, activation);
    }

    OperationSpec constant(String key, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(constants);
        all.put(key, value);
        return new OperationSpec(className, tensors, settings, all, activation);
    }
}
