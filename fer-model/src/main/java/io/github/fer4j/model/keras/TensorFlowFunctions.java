package io.github.fer4j.model.keras;

/** TensorFlow's functions as Keras 2 names them in {@code TFOpLambda}. */
final class TensorFlowFunctions {
    private TensorFlowFunctions() {}

    /** The function's translation, null if there is none. */
    static OperationSpec find(String function) {
        String name = function.startsWith("compat.v1.") ? function.substring(10) : function;
        OperationSpec spec = binary(name);
        if (spec == null) {
            spec = activation(name);
        }
        if (spec == null) {
            spec = elementwise(name);
        }
        return spec == null ? shaping(name) : spec;
    }

    private static OperationSpec binary(String name) {
        String className =
                switch (name) {
                    case "math.add", "__operators__.add", "add" -> "Add";
                    case "math.subtract", "__operators__.sub", "subtract" -> "Subtract";
                    case "math.multiply", "__operators__.mul", "multiply" -> "Multiply";
                    case "math.truediv",
                            "math.divide",
                            "__operators__.truediv",
                            "__operators__.div",
                            "divide",
                            "truediv",
                            "realdiv" ->
                            "TrueDivide";
                    case "math.floordiv" -> "FloorDivide";
                    case "math.pow", "pow", "__operators__.pow" -> "Power";
                    case "math.maximum", "maximum" -> "Maximum";
                    case "math.minimum", "minimum" -> "Minimum";
                    default -> null;
                };
        if (className != null) {
            return OperationSpec.of(className, "x", "y");
        }
        return switch (name) {
            case "nn.bias_add" -> OperationSpec.of("Add", "value", "bias");
            case "linalg.matmul", "matmul" ->
                    OperationSpec.of("Matmul", "a", "b").with("transpose_a", "transpose_b");
            default -> null;
        };
    }

    private static OperationSpec activation(String name) {
        return switch (name) {
            case "nn.relu" -> OperationSpec.activation("relu", "features");
            case "nn.relu6" -> OperationSpec.activation("relu6", "features");
            case "nn.elu" -> OperationSpec.activation("elu", "features");
            case "nn.selu" -> OperationSpec.activation("selu", "features");
            case "nn.silu", "nn.swish" -> OperationSpec.activation("silu", "features");
            case "nn.softsign", "math.softsign" -> OperationSpec.activation("softsign", "features");
            case "nn.softplus", "math.softplus" -> OperationSpec.activation("softplus", "features");
            case "nn.leaky_relu" ->
                    OperationSpec.activation("leaky_relu", "features").with("alpha:negative_slope");
            case "nn.gelu" -> OperationSpec.activation("gelu", "features").with("approximate");
            case "nn.sigmoid", "math.sigmoid", "sigmoid" ->
                    OperationSpec.activation("sigmoid", "x");
            case "nn.tanh", "math.tanh", "tanh" -> OperationSpec.activation("tanh", "x");
            case "nn.softmax" -> OperationSpec.activation("softmax", "logits").with("axis");
            case "nn.log_softmax" -> OperationSpec.activation("log_softmax", "logits").with("axis");
            default -> null;
        };
    }

    private static OperationSpec elementwise(String name) {
        String className =
                switch (name) {
                    case "math.exp", "exp" -> "Exp";
                    case "math.log" -> "Log";
                    case "math.sqrt", "sqrt" -> "Sqrt";
                    case "math.rsqrt" -> "Rsqrt";
                    case "math.square", "square" -> "Square";
                    case "math.abs", "abs" -> "Absolute";
                    case "math.negative", "negative", "__operators__.neg" -> "Negative";
                    case "math.reciprocal" -> "Reciprocal";
                    case "math.sign", "sign" -> "Sign";
                    case "math.floor", "floor" -> "Floor";
                    case "math.ceil" -> "Ceil";
                    case "math.round", "round" -> "Round";
                    case "math.sin", "sin" -> "Sin";
                    case "math.cos", "cos" -> "Cos";
                    case "math.erf" -> "Erf";
                    case "cast" -> "Cast";
                    default -> null;
                };
        if (className != null) {
            return OperationSpec.of(className, "x");
        }
        return switch (name) {
            case "identity", "stop_gradient" -> OperationSpec.of("Cast", "input");
            case "clip_by_value" ->
                    OperationSpec.of("Clip", "t")
                            .with("clip_value_min:x_min", "clip_value_max:x_max");
            case "math.l2_normalize", "nn.l2_normalize", "linalg.l2_normalize" ->
                    OperationSpec.of("UnitNormalization", "x").with("axis");
            default -> null;
        };
    }

    private static OperationSpec shaping(String name) {
        return switch (name) {
            case "math.reduce_mean", "reduce_mean" -> reduction("Mean");
            case "math.reduce_sum", "reduce_sum" -> reduction("Sum");
            case "math.reduce_max", "reduce_max" -> reduction("Max");
            case "math.reduce_min", "reduce_min" -> reduction("Min");
            case "math.reduce_prod", "reduce_prod" -> reduction("Prod");
            case "math.reduce_variance" -> reduction("Var");
            case "math.reduce_std" -> reduction("Std");
            case "concat" -> OperationSpec.of("Concatenate", "values").with("axis");
            case "stack" -> OperationSpec.of("Stack", "values").with("axis");
            case "expand_dims" -> OperationSpec.of("ExpandDims", "input").with("axis");
            case "squeeze" -> OperationSpec.of("Squeeze", "input").with("axis");
            case "transpose" -> OperationSpec.of("Transpose", "a").with("perm:axes");
            case "reshape" -> OperationSpec.of("Reshape", "tensor").with("shape:newshape");
            case "tile" -> OperationSpec.of("Tile", "input").with("multiples:repeats");
            case "reverse" -> OperationSpec.of("Flip", "tensor").with("axis");
            case "pad" ->
                    OperationSpec.of("Pad", "tensor")
                            .with("paddings:pad_width", "mode", "constant_values");
            case "split" ->
                    OperationSpec.of("Split", "value")
                            .with("num_or_size_splits:indices_or_sections", "axis");
            case "__operators__.getitem" -> OperationSpec.of("GetItem", "input", "slice_spec");
            default -> null;
        };
    }

    private static OperationSpec reduction(String className) {
        return OperationSpec.of(className, "input_tensor").with("axis", "keepdims");
    }
}
