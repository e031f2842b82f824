package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Tensor;
import java.util.Optional;

/** Arithmetic on tensors: functions of each value, of two tensors, and sums along axes. */
final class ArithmeticOperations {
    private ArithmeticOperations() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static Symbol convert(String className, Conversion call) {
        Ops ops = call.ops();
        return switch (className) {
            case "Exp",
                    "Log",
                    "Sqrt",
                    "Reciprocal",
                    "Sign",
                    "Floor",
                    "Ceil",
                    "Round",
                    "Sin",
                    "Cos",
                    "Erf" ->
                    ops.unary(className, call.input());
            case "Negative" -> ops.unary("Neg", call.input());
            case "Absolute", "Abs" -> ops.unary("Abs", call.input());
            case "Square" -> square(ops, call.input());
            case "Rsqrt" -> ops.unary("Reciprocal", ops.unary("Sqrt", call.input()));
            case "TrueDivide", "Divide" -> binary(call, "Div");
            case "FloorDivide" -> ops.unary("Floor", binary(call, "Div"));
            case "Power" -> power(call);
            case "Clip" -> clip(call);
            case "Mean" -> reduce(call, "ReduceMean", call.input());
            case "Sum" -> reduce(call, "ReduceSum", call.input());
            case "Max", "Amax" -> reduce(call, "ReduceMax", call.input());
            case "Min", "Amin" -> reduce(call, "ReduceMin", call.input());
            case "Prod" -> reduce(call, "ReduceProd", call.input());
            case "Var" -> variance(call);
            case "Std" -> ops.unary("Sqrt", variance(call));
            case "Matmul" -> product(call);
            default -> null;
        };
    }

    private static Symbol binary(Conversion call, String operator) {
        return call.ops()
                .binary(operator, call.requiredOperand(0, "x1"), call.requiredOperand(1, "x2"));
    }

    private static Symbol square(Ops ops, Symbol x) {
        return ops.binary("Mul", x, x);
    }

    private static Symbol power(Conversion call) {
        Symbol base = call.requiredOperand(0, "x1");
        Symbol exponent = call.requiredOperand(1, "x2");
        Optional<Tensor> constant = exponent.value();
        if (constant.isPresent() && constant.get().count() == 1) {
            if (constant.get().get(0) == 2) {
                return square(call.ops(), base);
            }
            if (constant.get().get(0) == 0.5f) {
                return call.ops().unary("Sqrt", base);
            }
        }
        return call.ops().binary("Pow", base, exponent);
    }

    private static Symbol clip(Conversion call) {
        return call.ops()
                .clip(
                        call.input(),
                        Options.number(call, 1, "x_min", Double.NEGATIVE_INFINITY),
                        Options.number(call, 2, "x_max", Double.POSITIVE_INFINITY));
    }

    private static Symbol reduce(Conversion call, String operator, Symbol x) {
        int[] axes = Options.axes(call, 1, x.rank());
        return call.ops().reduce(operator, x, axes, Options.flag(call, 2, "keepdims", false));
    }

    private static Symbol variance(Conversion call) {
        Ops ops = call.ops();
        Symbol x = call.input();
        int[] axes = Options.axes(call, 1, x.rank());
        Symbol centred = ops.binary("Sub", x, ops.reduce("ReduceMean", x, axes, true));
        return reduce(call, "ReduceMean", square(ops, centred));
    }

    private static Symbol product(Conversion call) {
        Symbol a = turned(call, call.requiredOperand(0, "x1"), "transpose_a");
        Symbol b = turned(call, call.requiredOperand(1, "x2"), "transpose_b");
        return call.ops().matmul(a, b);
    }

    private static Symbol turned(Conversion call, Symbol x, String option) {
        if (!call.config().flag(option, false)) {
            return x;
        }
        int[] axes = new int[x.rank()];
        java.util.Arrays.setAll(
                axes, i -> i < x.rank() - 2 ? i : i == x.rank() - 2 ? i + 1 : i - 1);
        return call.ops().transpose(x, axes);
    }
}
