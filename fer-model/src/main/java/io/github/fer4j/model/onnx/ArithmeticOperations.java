package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Tensor;
import java.util.Map;
import java.util.Optional;

/** Arithmetic on tensors: functions of each value, of two tensors, and sums along axes. */
final class ArithmeticOperations {
    private static final Map<String, String> FUNCTIONS =
            Map.ofEntries(
                    Map.entry("Exp", "Exp"),
                    Map.entry("Log", "Log"),
                    Map.entry("Sqrt", "Sqrt"),
                    Map.entry("Negative", "Neg"),
                    Map.entry("Absolute", "Abs"),
                    Map.entry("Abs", "Abs"),
                    Map.entry("Reciprocal", "Reciprocal"),
                    Map.entry("Sign", "Sign"),
                    Map.entry("Floor", "Floor"),
                    Map.entry("Ceil", "Ceil"),
                    Map.entry("Round", "Round"),
                    Map.entry("Sin", "Sin"),
                    Map.entry("Cos", "Cos"),
                    Map.entry("Erf", "Erf"));

    private static final Map<String, String> REDUCTIONS =
            Map.of(
                    "Mean", "ReduceMean",
                    "Sum", "ReduceSum",
                    "Max", "ReduceMax",
                    "Min", "ReduceMin",
                    "Amax", "ReduceMax",
                    "Amin", "ReduceMin",
                    "Prod", "ReduceProd");

    private ArithmeticOperations() {}

    static void register(LayerConverters converters) {
        FUNCTIONS.forEach(
                (name, operator) -> converters.add(name, c -> c.ops().unary(operator, c.input())));
        REDUCTIONS.forEach(
                (name, operator) -> converters.add(name, c -> reduce(c, operator, c.input())));
        converters.add("Square", c -> square(c.ops(), c.input()));
        converters.add("Rsqrt", c -> c.ops().unary("Reciprocal", c.ops().unary("Sqrt", c.input())));
        converters.add("TrueDivide", c -> binary(c, "Div"));
        converters.add("Divide", c -> binary(c, "Div"));
        converters.add("FloorDivide", c -> c.ops().unary("Floor", binary(c, "Div")));
        converters.add("Power", ArithmeticOperations::power);
        converters.add("Clip", ArithmeticOperations::clip);
        converters.add("Var", ArithmeticOperations::variance);
        converters.add("Std", c -> c.ops().unary("Sqrt", variance(c)));
        converters.add("Matmul", ArithmeticOperations::product);
        converters.add("LayerScale", c -> c.multiply(c.input(), c.weight("gamma")));
        converters.add("StochasticDepth", Conversion::input);
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
