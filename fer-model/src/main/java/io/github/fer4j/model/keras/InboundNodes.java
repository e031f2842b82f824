package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.ParsedModel.ParsedCall;
import io.github.fer4j.model.keras.ParsedModel.ParsedTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls of a layer in a functional model, in the words of Keras 1, 2 and 3. */
final class InboundNodes {
    private static final String CONSTANT = "_CONSTANT_VALUE";

    private InboundNodes() {}

    static List<ParsedCall> parse(String layer, Map<String, Object> entry) {
        Object nodes = entry.get("inbound_nodes");
        if ("InputLayer".equals(entry.get("class_name")) || nodes == null) {
            return List.of(new ParsedCall(List.of(), Map.of()));
        }
        if (!(nodes instanceof List<?> list)) {
            throw new ModelFormatException(
                    "layer '%s': inbound_nodes must be a list, found %s"
                            .formatted(layer, Json.kind(nodes)));
        }
        List<ParsedCall> calls = new ArrayList<>();
        for (Object node : list) {
            if (node instanceof Map<?, ?> keras3) {
                calls.add(keras3(layer, keras3));
            } else if (node instanceof List<?> keras2) {
                calls.add(keras2(layer, keras2));
            } else {
                throw new ModelFormatException(
                        "layer '%s': an inbound node must be a list or an object, found %s"
                                .formatted(layer, Json.kind(node)));
            }
        }
        return calls;
    }

    /** All {@code [layer, call, output]} inside a value, whatever is around them. */
    static List<ParsedTensor> tensors(Object value) {
        List<ParsedTensor> tensors = new ArrayList<>();
        collect(value, tensors);
        return tensors;
    }

    private static void collect(Object value, List<ParsedTensor> tensors) {
        if (isTensor(value)) {
            tensors.add(tensor((List<?>) value));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> collect(item, tensors));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(item -> collect(item, tensors));
        }
    }

    private static boolean isTensor(Object value) {
        return value instanceof List<?> list
                && list.size() >= 3
                && list.get(0) instanceof String
                && list.get(1) instanceof Number
                && list.get(2) instanceof Number
                && (list.size() == 3 || list.size() == 4 && list.get(3) instanceof Map);
    }

    private static ParsedTensor tensor(List<?> triple) {
        return new ParsedTensor(
                (String) triple.get(0),
                ((Number) triple.get(1)).intValue(),
                ((Number) triple.get(2)).intValue());
    }

    /** {@code {"args": [...], "kwargs": {...}}} with tensors as {@code __keras_tensor__}. */
    private static ParsedCall keras3(String layer, Map<?, ?> node) {
        List<Object> arguments = new ArrayList<>();
        if (node.get("args") instanceof List<?> list) {
            for (Object item : list) {
                arguments.add(argument(layer, item));
            }
        }
        Map<String, Object> keywords = new LinkedHashMap<>();
        if (node.get("kwargs") instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                keywords.put(String.valueOf(entry.getKey()), argument(layer, entry.getValue()));
            }
        }
        return new ParsedCall(arguments, keywords);
    }

    private static Object argument(String layer, Object value) {
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            for (Object item : list) {
                items.add(argument(layer, item));
            }
            return items;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Object config = map.get("config");
        if ("__keras_tensor__".equals(map.get("class_name"))
                && config instanceof Map<?, ?> object
                && isTensor(object.get("keras_history"))) {
            return tensor((List<?>) object.get("keras_history"));
        }
        Map<String, Object> items = new LinkedHashMap<>();
        map.forEach((key, item) -> items.put(String.valueOf(key), argument(layer, item)));
        return items;
    }

    /**
     * Keras 2's list of {@code [layer, call, output, {named arguments}]}; an operation on tensors
     * has one of these where layers have a list of them.
     */
    private static ParsedCall keras2(String layer, List<?> node) {
        if (!node.isEmpty() && node.get(0) instanceof String) {
            return operation(layer, node);
        }
        List<Object> tensors = new ArrayList<>();
        Map<String, Object> keywords = new LinkedHashMap<>();
        for (Object item : node) {
            if (!(item instanceof List<?> list) || list.size() < 3) {
                throw new ModelFormatException(
                        "layer '%s': an inbound tensor must be [layer, call, output], found %s"
                                .formatted(layer, Json.kind(item)));
            }
            tensors.add(value(layer, list));
            if (list.size() > 3 && list.get(3) instanceof Map<?, ?> named) {
                named.forEach(
                        (key, argument) ->
                                keywords.putIfAbsent(String.valueOf(key), keyword(argument)));
            }
        }
        List<Object> arguments =
                tensors.size() == 1 ? tensors : java.util.Collections.singletonList(tensors);
        return new ParsedCall(arguments, keywords);
    }

    private static ParsedCall operation(String layer, List<?> node) {
        Map<String, Object> keywords = new LinkedHashMap<>();
        if (node.size() > 3 && node.get(3) instanceof Map<?, ?> named) {
            named.forEach((key, item) -> keywords.put(String.valueOf(key), keyword(item)));
        }
        List<Object> arguments = new ArrayList<>();
        arguments.add(value(layer, node));
        return new ParsedCall(arguments, keywords);
    }

    private static Object value(String layer, List<?> tensor) {
        if (CONSTANT.equals(tensor.get(0))) {
            return tensor.get(2);
        }
        if (isTensor(tensor)) {
            return tensor(tensor);
        }
        throw new ModelFormatException(
                "layer '%s': an inbound tensor must be [layer, call, output], found %s"
                        .formatted(layer, tensor));
    }

    private static Object keyword(Object value) {
        if (isTensor(value)) {
            List<?> list = (List<?>) value;
            return CONSTANT.equals(list.get(0)) ? list.get(2) : tensor(list);
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(keyword(item)));
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> items = new LinkedHashMap<>();
            map.forEach((key, item) -> items.put(String.valueOf(key), keyword(item)));
            return items;
        }
        return value;
    }
}
