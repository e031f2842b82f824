package io.github.fer4j.model.keras;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The TensorFlow function by which Keras 2 ({@code TFOpLambda}) says what Keras 3 has an operation
 * for.
 *
 * @param name TensorFlow's public name
 * @param parameters the function's names of the operation's positional arguments
 * @param config the function's names of what the operation has in its configuration
 */
record TensorFlowFunction(String name, List<String> parameters, Map<String, String> config) {
    private static final Map<String, TensorFlowFunction> FUNCTIONS = new HashMap<>();

    static {
        binary("Add", "__operators__.add");
        binary("Subtract", "math.subtract");
        binary("Multiply", "math.multiply");
        binary("TrueDivide", "math.truediv");
        binary("Divide", "math.truediv");
        binary("FloorDivide", "math.floordiv");
        binary("Mod", "math.floormod");
        binary("Power", "math.pow");
        binary("Maximum", "math.maximum");
        binary("Minimum", "math.minimum");
        put(
                "Matmul",
                "linalg.matmul",
                List.of("a", "b"),
                "transpose_a",
                "transpose_a",
                "transpose_b",
                "transpose_b");
        for (String unary :
                List.of(
                        "Square",
                        "Sqrt",
                        "Exp",
                        "Expm1",
                        "Log",
                        "Log1p",
                        "Rsqrt",
                        "Sin",
                        "Cos",
                        "Tan",
                        "Tanh",
                        "Sign",
                        "Floor",
                        "Ceil",
                        "Round",
                        "Erf",
                        "Sigmoid",
                        "Negative",
                        "Reciprocal",
                        "Softplus")) {
            put(unary, "math." + unary.toLowerCase(java.util.Locale.ROOT), List.of("x"));
        }
        put("Absolute", "math.abs", List.of("x"));
        put("Abs", "math.abs", List.of("x"));
        for (String reduction : List.of("Mean", "Sum", "Max", "Min", "Prod")) {
            put(
                    reduction,
                    "math.reduce_" + reduction.toLowerCase(java.util.Locale.ROOT),
                    List.of("input_tensor"),
                    "axis",
                    "axis",
                    "keepdims",
                    "keepdims");
        }
        put(
                "Clip",
                "clip_by_value",
                List.of("t", "clip_value_min", "clip_value_max"),
                "x_min",
                "clip_value_min",
                "x_max",
                "clip_value_max");
        put("Reshape", "reshape", List.of("tensor", "shape"), "newshape", "shape");
        put("Transpose", "transpose", List.of("a", "perm"), "axes", "perm");
        put("ExpandDims", "expand_dims", List.of("input", "axis"), "axis", "axis");
        put("Squeeze", "squeeze", List.of("input", "axis"), "axis", "axis");
        put(
                "Var",
                "math.reduce_variance",
                List.of("input_tensor"),
                "axis",
                "axis",
                "keepdims",
                "keepdims");
        put(
                "Std",
                "math.reduce_std",
                List.of("input_tensor"),
                "axis",
                "axis",
                "keepdims",
                "keepdims");
        put("Tile", "tile", List.of("input"), "repeats", "multiples");
        put(
                "Pad",
                "pad",
                List.of("tensor"),
                "pad_width",
                "paddings",
                "mode",
                "mode",
                "constant_values",
                "constant_values");
        put(
                "Split",
                "split",
                List.of("value"),
                "indices_or_sections",
                "num_or_size_splits",
                "axis",
                "axis");
        put("Stack", "stack", List.of("values"), "axis", "axis");
        put("Flip", "reverse", List.of("tensor", "axis"), "axis", "axis");
    }

    private static void binary(String operation, String function) {
        put(operation, function, List.of("x", "y"));
    }

    private static void put(
            String operation, String function, List<String> parameters, String... config) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (int i = 0; i < config.length; i += 2) {
            keys.put(config[i], config[i + 1]);
        }
        FUNCTIONS.put(operation, new TensorFlowFunction(function, parameters, keys));
    }

    /** The function for one of Keras 3's operation classes; empty if none is known. */
    static Optional<TensorFlowFunction> find(String operation) {
        return Optional.ofNullable(FUNCTIONS.get(operation));
    }
}
