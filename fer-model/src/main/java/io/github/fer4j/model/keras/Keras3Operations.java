package io.github.fer4j.model.keras;

/** Keras 3's operation classes. What is no layer by the same name and shape is translated. */
final class Keras3Operations {
    private Keras3Operations() {}

    /** The operation's translation, null if the class is none or needs none. */
    static OperationSpec find(String className) {
        OperationSpec spec = activation(className);
        if (spec != null) {
            return spec;
        }
        return switch (className) {
            case "TrueDivide", "Divide" -> OperationSpec.of("TrueDivide", "x1", "x2");
            case "FloorDivide", "Power", "Matmul" -> OperationSpec.of(className, "x1", "x2");
            case "Exp",
                    "Log",
                    "Sqrt",
                    "Rsqrt",
                    "Square",
                    "Negative",
                    "Reciprocal",
                    "Sign",
                    "Floor",
                    "Ceil",
                    "Round",
                    "Sin",
                    "Cos",
                    "Erf" ->
                    OperationSpec.of(className, "x");
            case "Absolute", "Abs" -> OperationSpec.of("Absolute", "x");
            case "Cast", "StopGradient" -> OperationSpec.of("Cast", "x");
            case "Clip" -> OperationSpec.of("Clip", "x").with("x_min", "x_max");
            case "Mean", "Sum", "Max", "Min", "Prod", "Var", "Std" ->
                    OperationSpec.of(className, "x").with("axis", "keepdims");
            case "Amax" -> OperationSpec.of("Max", "x").with("axis", "keepdims");
            case "Amin" -> OperationSpec.of("Min", "x").with("axis", "keepdims");
            case "Stack" -> OperationSpec.of(className, "x").with("axis");
            case "ExpandDims", "Squeeze", "Flip" -> OperationSpec.of(className, "x").with("axis");
            case "Transpose" -> OperationSpec.of(className, "x").with("axes");
            case "Tile" -> OperationSpec.of(className, "x").with("repeats");
            case "Pad" ->
                    OperationSpec.of(className, "x").with("pad_width", "mode", "constant_values");
            case "Split" -> OperationSpec.of(className, "x").with("indices_or_sections", "axis");
            case "GetItem" -> OperationSpec.of(className, "x", "key");
            case "Normalize" -> OperationSpec.of("UnitNormalization", "x").with("axis", "order");
            default -> null;
        };
    }

    private static OperationSpec activation(String className) {
        return switch (className) {
            case "Relu" -> OperationSpec.activation("relu", "x");
            case "Relu6" -> OperationSpec.activation("relu6", "x");
            case "Sigmoid" -> OperationSpec.activation("sigmoid", "x");
            case "Tanh" -> OperationSpec.activation("tanh", "x");
            case "Silu" -> OperationSpec.activation("silu", "x");
            case "Softplus" -> OperationSpec.activation("softplus", "x");
            case "Softsign" -> OperationSpec.activation("softsign", "x");
            case "Selu" -> OperationSpec.activation("selu", "x");
            case "LogSigmoid" -> OperationSpec.activation("log_sigmoid", "x");
            case "HardSigmoid" -> OperationSpec.activation("hard_sigmoid", "x");
            case "HardSilu" -> OperationSpec.activation("hard_silu", "x");
            case "HardTanh" -> OperationSpec.activation("hard_tanh", "x");
            case "TanhShrink" -> OperationSpec.activation("tanh_shrink", "x");
            case "Squareplus" -> OperationSpec.activation("squareplus", "x");
            case "SparsePlus" -> OperationSpec.activation("sparse_plus", "x");
            case "LeakyRelu" -> OperationSpec.activation("leaky_relu", "x").with("negative_slope");
            case "Elu" -> OperationSpec.activation("elu", "x").with("alpha");
            case "Celu" -> OperationSpec.activation("celu", "x").with("alpha");
            case "Gelu" ->
                    OperationSpec.activation("gelu", "x")
                            .with("approximate")
                            .constant("approximate", Boolean.TRUE);
            case "LogSoftmax" -> OperationSpec.activation("log_softmax", "x").with("axis");
            default -> null;
        };
    }
}
