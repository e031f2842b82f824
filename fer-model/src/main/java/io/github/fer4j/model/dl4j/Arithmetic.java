package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.dl4j.Arguments.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Operations on tensors, value by value. */
final class Arithmetic {
    private static final Set<String> FLOATS =
            Set.of("float16", "bfloat16", "float32", "float64", "half", "float", "double");

    private Arithmetic() {}

    static void register(Map<String, LayerConverter> converters) {
        for (String name : List.of("Divide", "TrueDivide")) {
            converters.put(name, binary((a, b) -> Ops.binary("divide", a, b)));
        }
        converters.put(
                "FloorDivide", binary((a, b) -> Nd4j.math().floor(Ops.binary("divide", a, b))));
        converters.put("Power", binary((a, b) -> Ops.binary("Pow", a, b)));
        registerUnary(converters);
        converters.put("Clip", Arithmetic::clip);
        converters.put("Cast", Arithmetic::cast);
    }

    private static void registerUnary(Map<String, LayerConverter> converters) {
        unary(converters, "Negative", INDArray::negi);
        unary(converters, "Absolute", Nd4j.math()::abs);
        unary(converters, "Exp", Nd4j.math()::exp);
        unary(converters, "Log", Nd4j.math()::log);
        unary(converters, "Sqrt", Nd4j.math()::sqrt);
        unary(converters, "Rsqrt", x -> Nd4j.math().sqrt(x).rdivi(1));
        unary(converters, "Square", x -> x.muli(x));
        unary(converters, "Reciprocal", x -> x.rdivi(1));
        unary(converters, "Sign", Nd4j.math()::sign);
        unary(converters, "Floor", Nd4j.math()::floor);
        unary(converters, "Ceil", Nd4j.math()::ceil);
        unary(converters, "Round", Arithmetic::roundHalfToEven);
        unary(converters, "Sin", Nd4j.math()::sin);
        unary(converters, "Cos", Nd4j.math()::cos);
        unary(converters, "Erf", Nd4j.math()::erf);
    }

    private static void unary(
            Map<String, LayerConverter> converters, String name, Elementwise function) {
        converters.put(name, call -> Step.pointwise(function));
    }

    private static INDArray roundHalfToEven(INDArray x) {
        java.nio.FloatBuffer values = Ops.values(x);
        for (int i = 0; i < values.limit(); i++) {
            values.put(i, (float) Math.rint(values.get(i)));
        }
        return x;
    }

    /**
     * @param operator an operation of two operands
     * @return the converter of its calls, whose operands may be constants
     */
    static LayerConverter binary(BinaryOperator<INDArray> operator) {
        return call -> {
            Operand left = Arguments.operand(call, 0, "x1");
            Operand right = Arguments.operand(call, 1, "x2");
            List<Tensor> constants = new ArrayList<>();
            left.constant().ifPresent(constants::add);
            right.constant().ifPresent(constants::add);
            if (constants.size() > 1) {
                throw call.refuse("both of its operands are constants");
            }
            int a = left.input();
            int b = right.input();
            return new Step(
                    (in, w) -> operator.apply(a < 0 ? w[0] : in[a], b < 0 ? w[0] : in[b]),
                    constants);
        };
    }

    private static Step clip(Call call) {
        double min = call.config().number("x_min", Double.NEGATIVE_INFINITY);
        double max = call.config().number("x_max", Double.POSITIVE_INFINITY);
        return Step.pointwise(Activations.line(1, 0, min, max));
    }

    private static Step cast(Call call) {
        if (call.config().find("dtype").orElse("float32") instanceof String type
                && !FLOATS.contains(type)) {
            throw call.refuse("it casts to " + type);
        }
        return Step.IDENTITY;
    }
}
