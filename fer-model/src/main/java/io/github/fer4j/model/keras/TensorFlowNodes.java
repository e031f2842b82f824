package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.ParsedModel.ParsedCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Nodes of TensorFlow's graph, as tf.keras 2.0 to 2.3 stored arithmetic: TensorFlowOpLayer. */
final class TensorFlowNodes {
    private TensorFlowNodes() {}

    static TensorOperations.Operation translate(
            String layer,
            Map<String, Object> config,
            List<ParsedCall> calls,
            Activations activations) {
        Map<?, ?> node = node(layer, config.get("node_def"));
        String op = String.valueOf(node.get("op"));
        OperationSpec spec = spec(op);
        if (spec == null) {
            throw new ModelFormatException(
                    ("layer '%s' is TensorFlow's operation '%s', which is not supported; use a"
                                    + " Keras layer instead")
                            .formatted(layer, op));
        }
        Map<Integer, Object> constants = constants(layer, config.get("constants"));
        List<ParsedCall> completed = new ArrayList<>();
        for (ParsedCall call : calls) {
            completed.add(completed(op, call, constants));
        }
        return TensorOperations.translate(layer, spec, attributes(node), completed, activations);
    }

    private static OperationSpec spec(String op) {
        return switch (op) {
            case "RealDiv", "Div" -> OperationSpec.of("TrueDivide", "x", "y");
            case "Sub" -> OperationSpec.of("Subtract", "x", "y");
            case "Mul" -> OperationSpec.of("Multiply", "x", "y");
            case "Add", "AddV2", "BiasAdd" -> OperationSpec.of("Add", "x", "y");
            case "Pow" -> OperationSpec.of("Power", "x", "y");
            case "Maximum", "Minimum" -> OperationSpec.of(op, "x", "y");
            case "Neg" -> OperationSpec.of("Negative", "x");
            case "Abs" -> OperationSpec.of("Absolute", "x");
            case "Exp", "Log", "Sqrt", "Rsqrt", "Square", "Reciprocal", "Sign", "Floor", "Erf" ->
                    OperationSpec.of(op, "x");
            case "Cast", "Identity", "StopGradient" -> OperationSpec.of("Cast", "x");
            case "Relu" -> OperationSpec.activation("relu", "x");
            case "Relu6" -> OperationSpec.activation("relu6", "x");
            case "Elu" -> OperationSpec.activation("elu", "x");
            case "Selu" -> OperationSpec.activation("selu", "x");
            case "Sigmoid" -> OperationSpec.activation("sigmoid", "x");
            case "Tanh" -> OperationSpec.activation("tanh", "x");
            case "Softmax" -> OperationSpec.activation("softmax", "x");
            case "Softplus" -> OperationSpec.activation("softplus", "x");
            case "LeakyRelu" ->
                    OperationSpec.activation("leaky_relu", "x").with("alpha:negative_slope");
            case "Mean", "Sum", "Max", "Min", "Prod" ->
                    OperationSpec.of(op, "x").with("axis", "keep_dims:keepdims");
            case "Reshape" -> OperationSpec.of(op, "x").with("shape:newshape");
            case "ExpandDims" -> OperationSpec.of(op, "x").with("axis");
            case "Squeeze" -> OperationSpec.of(op, "x").with("squeeze_dims:axis");
            case "Transpose" -> OperationSpec.of(op, "x").with("perm:axes");
            case "Tile" -> OperationSpec.of(op, "x").with("multiples:repeats");
            case "Pad" -> OperationSpec.of(op, "x").with("paddings:pad_width");
            case "ConcatV2" -> OperationSpec.of("Concatenate", "x").with("axis");
            case "MatMul", "BatchMatMulV2" ->
                    OperationSpec.of("Matmul", "x", "y").with("transpose_a", "transpose_b");
            default -> null;
        };
    }

    /** Puts the constants where the graph has them: tensors and constants together, in order. */
    private static ParsedCall completed(
            String op, ParsedCall call, Map<Integer, Object> constants) {
        List<Object> given = new ArrayList<>();
        Object first = call.arguments().isEmpty() ? List.of() : call.arguments().get(0);
        if (first instanceof List<?> list) {
            given.addAll(list);
        } else {
            given.addAll(call.arguments());
        }
        constants.forEach((index, value) -> given.add(Math.min(index, given.size()), value));
        if (op.equals("ConcatV2") && !given.isEmpty()) {
            Object axis = given.remove(given.size() - 1);
            return new ParsedCall(List.of(given, axis), Map.of());
        }
        return new ParsedCall(given, call.keywords());
    }

    private static Map<?, ?> node(String layer, Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        if (value instanceof String text && text.stripLeading().startsWith("{")) {
            return Json.parseObject(text);
        }
        throw new ModelFormatException(
                ("layer '%s' is a TensorFlowOpLayer whose node is stored in TensorFlow's binary"
                                + " format, which is not read; use a Keras layer instead")
                        .formatted(layer));
    }

    private static Map<Integer, Object> constants(String layer, Object value) {
        Map<Integer, Object> constants = new TreeMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (key, constant) -> {
                        try {
                            constants.put(Integer.parseInt(String.valueOf(key)), constant);
                        } catch (NumberFormatException e) {
                            throw new ModelFormatException(
                                    "layer '%s': constants must be numbered, found '%s'"
                                            .formatted(layer, key),
                                    e);
                        }
                    });
        }
        return constants;
    }

    /** {@code {"keep_dims": {"b": true}}} as {@code {"keep_dims": true}}. */
    private static Map<String, Object> attributes(Map<?, ?> node) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (node.get("attr") instanceof Map<?, ?> attr) {
            attr.forEach(
                    (key, value) -> {
                        if (value instanceof Map<?, ?> typed && typed.size() == 1) {
                            Object inner = typed.values().iterator().next();
                            attributes.put(String.valueOf(key), ofList(inner));
                        }
                    });
        }
        return attributes;
    }

    /** {@code {"i": ["1", "2"]}} as numbers; protobuf's JSON has 64-bit integers as strings. */
    private static Object ofList(Object value) {
        if (value instanceof Map<?, ?> list && list.get("i") instanceof List<?> items) {
            return items.stream().map(item -> Long.valueOf(String.valueOf(item))).toList();
        }
        return value;
    }
}
