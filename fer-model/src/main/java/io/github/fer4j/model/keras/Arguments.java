package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.ParsedModel.ParsedTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Turns the arguments of a call into those of the finished graph. */
final class Arguments {
    /** What changes nothing when a network answers. */
    private static final Set<String> DROPPED = Set.of("training", "mask", "name");

    private final String layer;
    private final Function<ParsedTensor, TensorRef> tensors;

    Arguments(String layer, Function<ParsedTensor, TensorRef> tensors) {
        this.layer = layer;
        this.tensors = tensors;
    }

    List<KerasArgument> resolve(List<Object> values) {
        List<KerasArgument> resolved = new ArrayList<>();
        for (Object value : values) {
            resolved.add(resolve(value));
        }
        return resolved;
    }

    Map<String, KerasArgument> resolve(Map<String, Object> values) {
        Map<String, KerasArgument> resolved = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            if (entry.getValue() != null && !DROPPED.contains(entry.getKey())) {
                resolved.put(entry.getKey(), resolve(entry.getValue()));
            }
        }
        return resolved;
    }

    private KerasArgument resolve(Object value) {
        if (value == null) {
            return new KerasArgument.NoneArgument();
        } else if (value instanceof KerasArgument argument) {
            return argument;
        } else if (value instanceof ParsedTensor tensor) {
            return new KerasArgument.TensorArgument(tensors.apply(tensor));
        } else if (value instanceof Number number) {
            return new KerasArgument.NumberArgument(number.doubleValue());
        } else if (value instanceof Boolean flag) {
            return new KerasArgument.FlagArgument(flag);
        } else if (value instanceof String text) {
            return new KerasArgument.TextArgument(text);
        } else if (value instanceof List<?> list) {
            List<KerasArgument> items = new ArrayList<>();
            for (Object item : list) {
                items.add(resolve(item));
            }
            return new KerasArgument.ListArgument(items);
        } else if (value instanceof Map<?, ?> map) {
            return object(map);
        }
        throw wrong(value);
    }

    private KerasArgument object(Map<?, ?> map) {
        Object config = map.get("config");
        switch (String.valueOf(map.get("class_name"))) {
            case "__ellipsis__" -> {
                return new KerasArgument.EllipsisArgument();
            }
            case "__slice__" -> {
                if (config instanceof Map<?, ?> slice) {
                    return slice(slice);
                }
            }
            case "__tuple__" -> {
                if (map.get("items") != null) {
                    return resolve(map.get("items"));
                }
            }
            case "__numpy__", "__tensor__" -> {
                if (config instanceof Map<?, ?> array) {
                    return array(array.get("value"));
                }
            }
            default -> {
                if (map.containsKey("start") && map.containsKey("stop")) {
                    return slice(map);
                }
                // Inputs by name: {"image": tensor}.
                if (!map.containsKey("class_name")) {
                    List<KerasArgument> items = new ArrayList<>();
                    map.values().forEach(item -> items.add(resolve(item)));
                    return new KerasArgument.ListArgument(items);
                }
            }
        }
        throw wrong(map);
    }

    private KerasArgument slice(Map<?, ?> slice) {
        return new KerasArgument.SliceArgument(
                resolve(slice.get("start")),
                resolve(slice.get("stop")),
                resolve(slice.get("step")));
    }

    /** Nested lists of numbers as an array. */
    private KerasArgument array(Object value) {
        List<Integer> sizes = new ArrayList<>();
        Object first = value;
        while (first instanceof List<?> list) {
            sizes.add(list.size());
            first = list.isEmpty() ? null : list.get(0);
        }
        List<Float> values = new ArrayList<>();
        flatten(value, values);
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        Shape shape = new Shape(sizes);
        if (shape.count() != floats.length) {
            throw wrong(value);
        }
        return new KerasArgument.ArrayArgument(Tensor.wrap(shape, floats));
    }

    private void flatten(Object value, List<Float> values) {
        if (value instanceof List<?> list) {
            list.forEach(item -> flatten(item, values));
        } else if (value instanceof Number number) {
            values.add(number.floatValue());
        } else {
            throw wrong(value);
        }
    }

    private ModelFormatException wrong(Object value) {
        return new ModelFormatException(
                "layer '%s' is called with something unknown: %s"
                        .formatted(layer, Json.kind(value)));
    }
}
