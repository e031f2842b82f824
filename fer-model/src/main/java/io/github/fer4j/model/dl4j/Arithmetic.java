package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.dl4j.Arguments.Operand;
import io.github.fer4j.model.keras.Activation;
import io.github.fer4j.model.keras.KerasArgument.TextArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Operations on tensors, as Keras 3 names them. */
final class Arithmetic {
    private static final Set<String> FLOATS =
            Set.of("float16", "bfloat16", "float32", "float64", "half", "float", "double");

    private Arithmetic() {}

    static void register(Map<String, LayerConverter> converters) {
        for (String name : List.of("Divide", "TrueDivide")) {
            converters.put(name, binary((a, b) -> Ops.binary("divide", a, b)));
        }
        converters.put("Power", binary((a, b) -> Ops.binary("Pow", a, b)));
        converters.put("SquaredDifference", binary((a, b) -> Ops.binary("squaredsubtract", a, b)));
        converters.put("Matmul", Arithmetic::matrixProduct);
        registerUnary(converters);
        registerActivations(converters);
        for (String name : List.of("Mean", "Sum", "Max", "Min")) {
            converters.put(name, Arithmetic::reduction);
        }
        converters.put("Clip", Arithmetic::clip);
        converters.put("Cast", Arithmetic::cast);
    }

    private static void registerUnary(Map<String, LayerConverter> converters) {
        unary(converters, "Negative", INDArray::negi);
        unary(converters, "Absolute", Nd4j.math()::abs);
        unary(converters, "Abs", Nd4j.math()::abs);
        unary(converters, "Exp", Nd4j.math()::exp);
        unary(converters, "Log", Nd4j.math()::log);
        unary(converters, "Sqrt", Nd4j.math()::sqrt);
        unary(converters, "Rsqrt", x -> Nd4j.math().sqrt(x).rdivi(1));
        unary(converters, "Square", x -> x.muli(x));
        unary(converters, "Reciprocal", x -> x.rdivi(1));
        unary(converters, "Sign", Nd4j.math()::sign);
        unary(converters, "Floor", Nd4j.math()::floor);
        unary(converters, "Ceil", Nd4j.math()::ceil);
        unary(converters, "Sin", Nd4j.math()::sin);
        unary(converters, "Cos", Nd4j.math()::cos);
        unary(converters, "Erf", Nd4j.math()::erf);
    }

    private static void unary(
            Map<String, LayerConverter> converters, String name, Elementwise function) {
        converters.put(name, call -> Step.of((in, w) -> Ops.copy(in[0])).then(function));
    }

    /** Operations that are an activation without parameters, or with one. */
    private static void registerActivations(Map<String, LayerConverter> converters) {
        activation(converters, "Relu", call -> Activations.relu(0, Double.POSITIVE_INFINITY, 0));
        activation(converters, "Relu6", call -> Activations.relu(0, 6, 0));
        activation(
                converters,
                "LeakyRelu",
                call -> Activations.leaky(Arguments.number(call, 1, "negative_slope", 0.2)));
        activation(
                converters, "Elu", call -> Activations.elu(Arguments.number(call, 1, "alpha", 1)));
        activation(converters, "HardSigmoid", call -> Activations.line(1.0 / 6, 0.5, 0, 1));
        activation(
                converters,
                "Gelu",
                call ->
                        named(
                                call,
                                "gelu",
                                Map.of(
                                        "approximate",
                                        Arguments.flag(call, 1, "approximate", true) ? 1.0 : 0.0)));
        Map<String, String> plain =
                Map.of(
                        "Sigmoid", "sigmoid",
                        "Tanh", "tanh",
                        "Silu", "silu",
                        "Swish", "silu",
                        "HardSilu", "hard_silu",
                        "HardSwish", "hard_silu",
                        "Selu", "selu",
                        "Softplus", "softplus",
                        "Softsign", "softsign",
                        "LogSigmoid", "log_sigmoid");
        plain.forEach((name, key) -> activation(converters, name, c -> named(c, key, Map.of())));
        activation(converters, "Mish", call -> named(call, "mish", Map.of()));
        activation(converters, "LogSoftmax", call -> softmax(call, "log_softmax"));
    }

    static Elementwise softmax(Call call, String name) {
        double axis = Arguments.integer(call, 1, "axis", -1);
        return named(call, name, Map.of("axis", axis));
    }

    private static Elementwise named(Call call, String name, Map<String, Double> parameters) {
        return Activations.of(call, new Activation(name, parameters));
    }

    private static void activation(
            Map<String, LayerConverter> converters,
            String name,
            java.util.function.Function<Call, Elementwise> function) {
        converters.put(
                name, call -> Step.of((in, w) -> Ops.copy(in[0])).then(function.apply(call)));
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
            return new Step(
                    (in, w) -> {
                        INDArray constant = w.length == 0 ? null : w[0];
                        return operator.apply(left.of(in, constant), right.of(in, constant));
                    },
                    constants);
        };
    }

    private static Step matrixProduct(Call call) {
        Operand left = Arguments.operand(call, 0, "x1");
        Operand right = Arguments.operand(call, 1, "x2");
        int rank = call.outputShape().rank();
        if (left.input() < 0 || right.input() < 0) {
            throw call.refuse("one of its operands is a constant");
        }
        if (call.inputShape(left.input()).rank() != rank
                || call.inputShape(right.input()).rank() != rank
                || rank < 2) {
            throw call.refuse("its operands differ in rank");
        }
        return Step.of((in, w) -> Attention.batchedProduct(in[left.input()], in[right.input()]));
    }

    private static Step reduction(Call call) {
        int rank = call.inputShape(0).rank();
        boolean keep = Arguments.flag(call, 2, "keepdims", false);
        int[] axes =
                Arguments.integers(call, 1, "axis")
                        .map(list -> IntStream.of(list).map(i -> call.axis(i, rank)).toArray())
                        .orElseGet(() -> IntStream.range(0, rank).toArray());
        if (axes.length == rank) {
            throw call.refuse("it reduces the batch, too");
        }
        String name = call.layer().className();
        return Step.of(
                (in, w) ->
                        switch (name) {
                            case "Mean" -> in[0].mean(keep, axes);
                            case "Sum" -> in[0].sum(keep, axes);
                            case "Max" -> in[0].max(keep, axes);
                            default -> in[0].min(keep, axes);
                        });
    }

    private static Step clip(Call call) {
        double min = Arguments.number(call, 1, "x_min", Double.NaN);
        double max = Arguments.number(call, 2, "x_max", Double.NaN);
        if (Double.isNaN(min) || Double.isNaN(max)) {
            throw call.refuse("it clips without two numbers as bounds");
        }
        return Step.of((in, w) -> Ops.copy(in[0])).then(Activations.line(1, 0, min, max));
    }

    private static Step cast(Call call) {
        String type =
                Arguments.find(call, 1, "dtype")
                        .filter(TextArgument.class::isInstance)
                        .map(text -> ((TextArgument) text).value())
                        .orElseGet(() -> call.config().text("dtype", "float32"));
        if (!FLOATS.contains(type)) {
            throw call.refuse("it casts to " + type);
        }
        return Step.IDENTITY;
    }
}
