package io.github.fer4j.model.keras;

import io.github.fer4j.model.keras.KerasArgument.ListArgument;
import java.util.Map;
import java.util.Set;

/** Which nodes are operations on tensors, not layers, and where Keras 3 keeps their classes. */
final class KerasOperations {
    /** Operations whose class names are layers' too; the layers of these take one list. */
    private static final Set<String> ALSO_LAYERS =
            Set.of("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Dot");

    private static final Set<String> NN =
            Set.of(
                    "Relu",
                    "Relu6",
                    "Sigmoid",
                    "SparseSigmoid",
                    "Softplus",
                    "Softsign",
                    "SoftShrink",
                    "SparsePlus",
                    "Silu",
                    "Squareplus",
                    "LogSigmoid",
                    "LeakyRelu",
                    "HardSigmoid",
                    "HardSilu",
                    "Elu",
                    "Selu",
                    "Gelu",
                    "Celu",
                    "Glu",
                    "TanhShrink",
                    "HardTanh",
                    "HardShrink",
                    "Threshold",
                    "LogSoftmax",
                    "Sparsemax",
                    "MaxPool",
                    "AveragePool",
                    "Conv",
                    "DepthwiseConv",
                    "SeparableConv",
                    "ConvTranspose",
                    "Moments",
                    "Normalize",
                    "DotProductAttention");

    private static final Set<String> NUMPY =
            Set.of(
                    "Absolute",
                    "Abs",
                    "Amax",
                    "Amin",
                    "Any",
                    "All",
                    "Argmax",
                    "Argmin",
                    "BroadcastTo",
                    "Ceil",
                    "Clip",
                    "Cos",
                    "Einsum",
                    "Equal",
                    "Exp",
                    "ExpandDims",
                    "Expm1",
                    "Flip",
                    "Floor",
                    "FloorDivide",
                    "GetItem",
                    "Greater",
                    "GreaterEqual",
                    "Less",
                    "LessEqual",
                    "Log",
                    "Log10",
                    "Log1p",
                    "Log2",
                    "LogicalAnd",
                    "LogicalNot",
                    "LogicalOr",
                    "Matmul",
                    "Max",
                    "Mean",
                    "Min",
                    "Mod",
                    "Moveaxis",
                    "Negative",
                    "NotEqual",
                    "Pad",
                    "Power",
                    "Prod",
                    "Ravel",
                    "Reciprocal",
                    "Repeat",
                    "Roll",
                    "Round",
                    "Sign",
                    "Sin",
                    "Split",
                    "Sqrt",
                    "Square",
                    "Squeeze",
                    "Stack",
                    "Std",
                    "Sum",
                    "Swapaxes",
                    "Take",
                    "Tan",
                    "Tanh",
                    "Tile",
                    "Transpose",
                    "TrueDivide",
                    "Divide",
                    "Var",
                    "Where",
                    "ZerosLike",
                    "OnesLike");

    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "Rsqrt", "math",
                    "Erf", "math",
                    "Logsumexp", "math",
                    "Resize", "image",
                    "RGBToGrayscale", "image",
                    "CropImages", "image",
                    "PadImages", "image",
                    "Norm", "linalg",
                    "Cast", "core",
                    "StopGradient", "core");

    private KerasOperations() {}

    static boolean isOperation(KerasNode node, WrittenDialect dialect) {
        String className = node.layer().className();
        if (className.equals("Activation")) {
            Activation activation = node.layer().config().activation("activation");
            return dialect.activationOperation(activation).isPresent();
        }
        if (ALSO_LAYERS.contains(className)) {
            return node.arguments().size() != 1
                    || !(node.arguments().get(0) instanceof ListArgument)
                    || !node.keywords().isEmpty();
        }
        if (className.equals("Reshape")) {
            return !node.layer().config().has("target_shape");
        }
        return NN.contains(className)
                || NUMPY.contains(className)
                || ELSEWHERE.containsKey(className);
    }

    /** The module below {@code keras.src.ops}. */
    static String module(String className) {
        return NN.contains(className) ? "nn" : ELSEWHERE.getOrDefault(className, "numpy");
    }
}
