package io.github.fer4j.examples.training.torch;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Keras' operations on tensors. Those that are merge layers too are {@link MergeModules}'. */
final class ArithmeticModules {
    private ArithmeticModules() {}

    /** What the operation computes; null if the class is none of these. */
    static LayerModule find(LayerContext layer) {
        return switch (layer.className()) {
            case "Exp" -> unary(torch::exp);
            case "Log" -> unary(torch::log);
            case "Sqrt" -> unary(torch::sqrt);
            case "Rsqrt" -> unary(torch::rsqrt);
            case "Square" -> unary(torch::square);
            case "Negative" -> unary(torch::neg);
            case "Absolute", "Abs" -> unary(torch::abs);
            case "Reciprocal" -> unary(torch::reciprocal);
            case "Erf" -> unary(torch::erf);
            case "TrueDivide", "Divide" -> binary(layer, Tensor::div);
            case "Power" -> binary(layer, torch::pow);
            case "Matmul" -> product(layer);
            case "Mean" -> mean(layer);
            case "Sum" -> sum(layer);
            case "Max", "Amax" -> extreme(layer, true);
            case "Min", "Amin" -> extreme(layer, false);
            default -> null;
        };
    }

    private static LayerModule unary(UnaryOperator<Tensor> function) {
        return (inputs, pass) -> function.apply(inputs.get(0));
    }

    private static LayerModule binary(LayerContext layer, BinaryOperator<Tensor> function) {
        Operand left = layer.operand(0, "x1");
        Operand right = layer.operand(1, "x2");
        return (inputs, pass) -> function.apply(left.of(inputs), right.of(inputs));
    }

    private static LayerModule product(LayerContext layer) {
        if (layer.config().flag("transpose_a", false)
                || layer.config().flag("transpose_b", false)) {
            throw layer.unsupported("a product of transposed matrices is not supported");
        }
        return binary(layer, torch::matmul);
    }

    private static long[] axes(LayerContext layer) {
        int rank = layer.inputShape().rank();
        List<Integer> axes = layer.config().integers("axis").orElse(List.of());
        if (axes.isEmpty()) {
            throw layer.unsupported("it reduces the batch too");
        }
        long[] array = axes.stream().mapToLong(Integer::longValue).toArray();
        for (long axis : array) {
            if (axis == 0 || axis == -rank) {
                throw layer.unsupported("it reduces the batch");
            }
        }
        return array;
    }

    private static boolean keepsAxes(LayerContext layer) {
        return layer.config().flag("keepdims", false);
    }

    private static LayerModule mean(LayerContext layer) {
        long[] axes = axes(layer);
        boolean kept = keepsAxes(layer);
        return (inputs, pass) -> inputs.get(0).mean(axes, kept, new ScalarTypeOptional());
    }

    private static LayerModule sum(LayerContext layer) {
        long[] axes = axes(layer);
        boolean kept = keepsAxes(layer);
        return (inputs, pass) -> inputs.get(0).sum(axes, kept, new ScalarTypeOptional());
    }

    private static LayerModule extreme(LayerContext layer, boolean largest) {
        long[] axes = axes(layer);
        boolean kept = keepsAxes(layer);
        return (inputs, pass) ->
                largest
                        ? torch.amax(inputs.get(0), axes, kept)
                        : torch.amin(inputs.get(0), axes, kept);
    }
}
