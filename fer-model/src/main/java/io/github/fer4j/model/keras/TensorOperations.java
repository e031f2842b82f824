package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.ParsedModel.ParsedCall;
import io.github.fer4j.model.keras.ParsedModel.ParsedTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arithmetic on tensors as each Keras spells it: TensorFlow's functions by name ({@code
 * TFOpLambda}, {@code SlicingOpLambda}), nodes of its graph ({@code TensorFlowOpLayer}), and Keras
 * 3's operation classes. All become Keras 3's classes, whose call has the tensors and whose
 * configuration the rest; functions that are activations become {@code Activation} layers.
 */
final class TensorOperations {
    private TensorOperations() {}

    /**
     * An operation in canonical words.
     *
     * @param className Keras 3's class
     * @param config its configuration
     * @param calls its calls
     */
    record Operation(String className, Map<String, Object> config, List<ParsedCall> calls) {}

    static boolean isTensorFlow(String className) {
        return className.equals("TFOpLambda")
                || className.equals("SlicingOpLambda")
                || className.equals("TensorFlowOpLayer")
                || className.equals("ClassMethod");
    }

    /**
     * @param config the layer's configuration as it is in the file
     */
    static Operation ofTensorFlow(
            String layer,
            String className,
            Map<String, Object> config,
            List<ParsedCall> calls,
            Activations activations) {
        if (className.equals("TensorFlowOpLayer")) {
            return TensorFlowNodes.translate(layer, config, calls, activations);
        }
        String function = String.valueOf(config.get("function"));
        OperationSpec spec = TensorFlowFunctions.find(function);
        if (spec == null) {
            throw new ModelFormatException(
                    ("layer '%s' calls TensorFlow's function '%s', which is not supported; use a"
                                    + " Keras layer instead")
                            .formatted(layer, function));
        }
        return translate(layer, spec, Map.of(), calls, activations);
    }

    /** Keras 3's class, if it is an operation that needs translation. */
    static Optional<Operation> ofKeras3(
            String layer,
            String className,
            Map<String, Object> config,
            List<ParsedCall> calls,
            Activations activations) {
        OperationSpec spec = Keras3Operations.find(className);
        return spec == null
                ? Optional.empty()
                : Optional.of(translate(layer, spec, config, calls, activations));
    }

    static Operation translate(
            String layer,
            OperationSpec spec,
            Map<String, Object> fileConfig,
            List<ParsedCall> calls,
            Activations activations) {
        Map<String, Object> config = new LinkedHashMap<>(spec.constants());
        spec.settings()
                .forEach(
                        (from, to) -> {
                            if (fileConfig.get(from) != null) {
                                config.put(to, fileConfig.get(from));
                            }
                        });
        List<ParsedCall> translated = new ArrayList<>();
        for (ParsedCall call : calls) {
            translated.add(call(layer, spec, config, call));
        }
        if (spec.activation().isPresent()) {
            Activation base = activations.parse(layer, spec.activation().get());
            return new Operation(
                    "Activation", Map.of("activation", adjusted(base, config)), translated);
        }
        return new Operation(spec.className(), config, translated);
    }

    /** The activation with those of its parameters that the call gives. */
    private static Activation adjusted(Activation base, Map<String, Object> config) {
        Map<String, Double> parameters = new LinkedHashMap<>(base.parameters());
        parameters.replaceAll(
                (name, value) -> {
                    Object given = config.get(name);
                    if (given instanceof Number number) {
                        return number.doubleValue();
                    }
                    return given instanceof Boolean flag ? (flag ? 1.0 : 0.0) : value;
                });
        return new Activation(base.name(), parameters);
    }

    /** Sorts what the call gives into tensors, which stay, and settings, which move. */
    private static ParsedCall call(
            String layer, OperationSpec spec, Map<String, Object> config, ParsedCall call) {
        List<Object> tensors = new ArrayList<>();
        List<String> positions = new ArrayList<>(spec.tensors());
        positions.addAll(spec.settings().keySet());
        Map<String, Object> given = new LinkedHashMap<>();
        for (int i = 0; i < call.arguments().size() && i < positions.size(); i++) {
            given.put(positions.get(i), call.arguments().get(i));
        }
        given.putAll(call.keywords());
        for (String name : spec.tensors()) {
            if (given.containsKey(name)) {
                Object value = given.get(name);
                // An index may be a list of numbers and still no array.
                boolean index = spec.className().equals("GetItem");
                tensors.add(
                        value instanceof List<?> list && !index ? arrayUnlessTensors(list) : value);
            }
        }
        for (Map.Entry<String, String> setting : spec.settings().entrySet()) {
            Object value = given.get(setting.getKey());
            if (value instanceof ParsedTensor || holdsTensor(value)) {
                throw new ModelFormatException(
                        "layer '%s' (%s): %s is computed by the network, only constants are supported"
                                .formatted(layer, spec.className(), setting.getKey()));
            }
            if (value != null) {
                config.put(setting.getValue(), value);
            }
        }
        return new ParsedCall(tensors, Map.of());
    }

    /** A list of numbers where a tensor is meant is a constant array. */
    private static Object arrayUnlessTensors(List<?> list) {
        return holdsTensor(list) || !isNumeric(list)
                ? list
                : Map.of("class_name", "__numpy__", "config", Map.of("value", list));
    }

    private static boolean isNumeric(List<?> list) {
        return !list.isEmpty()
                && list.stream()
                        .allMatch(
                                item ->
                                        item instanceof Number
                                                || item instanceof List<?> inner
                                                        && isNumeric(inner));
    }

    private static boolean holdsTensor(Object value) {
        return value instanceof ParsedTensor
                || value instanceof List<?> list
                        && list.stream().anyMatch(TensorOperations::holdsTensor);
    }
}
