package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Activations, as a part of a layer, as a layer and as an operation. */
final class ActivationLayers {
    private ActivationLayers() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static Symbol convert(String className, Conversion call) {
        return switch (className) {
            case "Activation" -> apply(call, call.config().activation("activation"), call.input());
            case "ReLU" ->
                    relu(
                            call.ops(),
                            call.input(),
                            call.config().number("max_value", Double.POSITIVE_INFINITY),
                            call.config().number("negative_slope", 0),
                            call.config().number("threshold", 0));
            case "LeakyReLU" ->
                    leaky(call.ops(), call.input(), call.config().number("negative_slope", 0.3));
            case "ELU" -> elu(call.ops(), call.input(), call.config().number("alpha", 1));
            case "PReLU" -> prelu(call);
            case "ThresholdedReLU" ->
                    above(call.ops(), call.input(), call.config().number("theta", 1));
            case "Softmax" -> softmax(call);
            default -> null;
        };
    }

    static Symbol apply(Conversion call, Activation activation, Symbol x) {
        Ops ops = call.ops();
        return switch (activation.name()) {
            case "linear" -> x;
            case "relu" ->
                    relu(
                            ops,
                            x,
                            activation.parameter("max_value"),
                            activation.parameter("negative_slope"),
                            activation.parameter("threshold"));
            case "relu6" -> relu(ops, x, 6, 0, 0);
            case "leaky_relu" -> leaky(ops, x, activation.parameter("negative_slope"));
            case "sigmoid" -> ops.unary("Sigmoid", x);
            case "tanh" -> ops.unary("Tanh", x);
            case "softplus" -> ops.unary("Softplus", x);
            case "softsign" -> ops.unary("Softsign", x);
            case "exponential" -> ops.unary("Exp", x);
            case "selu" -> ops.unary("Selu", x);
            case "elu" -> elu(ops, x, activation.parameter("alpha"));
            case "celu" -> celu(ops, x, activation.parameter("alpha"));
            case "gelu" -> gelu(ops, x, activation.parameter("approximate") != 0);
            case "silu", "swish" -> ops.binary("Mul", x, ops.unary("Sigmoid", x));
            case "mish" -> ops.binary("Mul", x, ops.unary("Tanh", ops.unary("Softplus", x)));
            case "log_sigmoid" -> negative(ops, ops.unary("Softplus", negative(ops, x)));
            case "hard_sigmoid" ->
                    hardSigmoid(
                            ops, x, activation.parameter("slope"), activation.parameter("offset"));
            case "hard_silu", "hard_swish" ->
                    hardSilu(ops, x, activation.parameter("slope"), activation.parameter("offset"));
            case "hard_tanh" -> ops.clip(x, -1, 1);
            case "hard_shrink" -> hardShrink(ops, x, activation.parameter("threshold"));
            case "soft_shrink" -> softShrink(ops, x, activation.parameter("threshold"));
            case "tanh_shrink" -> ops.binary("Sub", x, ops.unary("Tanh", x));
            case "squareplus" -> squareplus(ops, x);
            case "sparse_plus" -> sparsePlus(ops, x);
            case "sparse_sigmoid" -> hardSigmoid(ops, x, 0.5, 0.5);
            case "threshold" ->
                    threshold(
                            ops,
                            x,
                            activation.parameter("threshold"),
                            activation.parameter("value"));
            case "softmax" -> ops.alongAxis("Softmax", x, (int) activation.parameter("axis"));
            case "log_softmax" ->
                    ops.alongAxis("LogSoftmax", x, (int) activation.parameter("axis"));
            case "glu" -> glu(ops, x, -1);
            default ->
                    throw call.unsupported(
                            "the activation '"
                                    + activation.name()
                                    + "' is not known; a LayerConverter for the layer could compute"
                                    + " it");
        };
    }

    private static Symbol relu(Ops ops, Symbol x, double max, double slope, double threshold) {
        if (slope == 0 && threshold == 0) {
            return Double.isInfinite(max) ? ops.unary("Relu", x) : ops.clip(x, 0, max);
        }
        if (threshold == 0 && Double.isInfinite(max)) {
            return leaky(ops, x, slope);
        }
        Symbol positive = threshold == 0 ? ops.unary("Relu", x) : above(ops, x, threshold);
        if (!Double.isInfinite(max)) {
            positive = ops.clip(positive, 0, max);
        }
        if (slope == 0) {
            return positive;
        }
        Symbol below = ops.unary("Relu", ops.scaled(x, -1, threshold));
        return ops.binary("Add", positive, ops.scaled(below, -slope, 0));
    }

    private static Symbol leaky(Ops ops, Symbol x, double slope) {
        return ops.unary("LeakyRelu", x, Map.of("alpha", (float) slope));
    }

    private static Symbol elu(Ops ops, Symbol x, double alpha) {
        return ops.unary("Elu", x, Map.of("alpha", (float) alpha));
    }

    private static Symbol celu(Ops ops, Symbol x, double alpha) {
        return ops.unary("Celu", x, Map.of("alpha", (float) alpha));
    }

    private static Symbol gelu(Ops ops, Symbol x, boolean approximate) {
        return ops.unary("Gelu", x, Map.of("approximate", approximate ? "tanh" : "none"));
    }

    private static Symbol negative(Ops ops, Symbol x) {
        return ops.unary("Neg", x);
    }

    private static Symbol hardSigmoid(Ops ops, Symbol x, double slope, double offset) {
        return ops.unary("HardSigmoid", x, Map.of("alpha", (float) slope, "beta", (float) offset));
    }

    private static Symbol hardSilu(Ops ops, Symbol x, double slope, double offset) {
        return ops.binary("Mul", x, hardSigmoid(ops, x, slope, offset));
    }

    private static Symbol hardShrink(Ops ops, Symbol x, double threshold) {
        return ops.unary("Shrink", x, Map.of("lambd", (float) threshold, "bias", 0f));
    }

    private static Symbol softShrink(Ops ops, Symbol x, double threshold) {
        return ops.unary(
                "Shrink", x, Map.of("lambd", (float) threshold, "bias", (float) threshold));
    }

    /** x where it exceeds the threshold, 0 elsewhere. */
    private static Symbol above(Ops ops, Symbol x, double threshold) {
        return ops.unary("ThresholdedRelu", x, Map.of("alpha", (float) threshold));
    }

    private static Symbol threshold(Ops ops, Symbol x, double threshold, double value) {
        if (value == 0) {
            return above(ops, x, threshold);
        }
        Symbol over = ops.nary("Greater", List.of(x, scalar(threshold)));
        return ops.nary("Where", List.of(over, x, scalar(value)));
    }

    private static Symbol squareplus(Ops ops, Symbol x) {
        Symbol root = ops.unary("Sqrt", ops.scaled(ops.binary("Mul", x, x), 1, 4));
        return ops.scaled(ops.binary("Add", x, root), 0.5, 0);
    }

    /** 0 up to −1, then (x + 1)² / 4, from 1 on x. */
    private static Symbol sparsePlus(Ops ops, Symbol x) {
        Symbol ramp = ops.clip(ops.scaled(x, 1, 1), 0, 2);
        Symbol curve = ops.scaled(ops.binary("Mul", ramp, ramp), 0.25, 0);
        Symbol rest = ops.unary("Relu", ops.scaled(x, 1, -1));
        return ops.binary("Add", curve, rest);
    }

    private static Symbol glu(Ops ops, Symbol x, int axis) {
        int positive = axis < 0 ? axis + x.rank() : axis;
        int half = x.shape().size(positive) / 2;
        Symbol values = ops.slice(x, positive, 0, half, 1, half);
        Symbol gates = ops.slice(x, positive, half, 2L * half, 1, half);
        return ops.binary("Mul", values, ops.unary("Sigmoid", gates));
    }

    private static Symbol prelu(Conversion call) {
        Ops ops = call.ops();
        Tensor alpha = call.anyWeight("alpha");
        Symbol x = ops.ordered(call.input());
        boolean positive = true;
        boolean same = true;
        for (int i = 0; i < alpha.count(); i++) {
            positive &= alpha.get(i) >= 0;
            same &= alpha.get(i) == alpha.get(0);
        }
        if (same && positive) {
            return leaky(ops, x, alpha.get(0));
        }
        Symbol slopes = ops.expand(Symbol.constant(alpha), 0);
        if (slopes.rank() != x.rank()) {
            throw call.unsupported(
                    "alpha of the shape %s does not fit %s".formatted(alpha.shape(), x.shape()));
        }
        return x.like(
                ops.graph.add(
                        "PRelu",
                        List.of(ops.name(x), ops.name(ops.toLayout(slopes, x.layout()))),
                        Map.of(),
                        x.physical()));
    }

    /** The layer, which takes one axis or several, and the operation, which takes None for all. */
    private static Symbol softmax(Conversion call) {
        Ops ops = call.ops();
        Symbol x = call.input();
        List<Integer> axes =
                call.config().has("axis")
                        ? call.config().integers("axis").orElseThrow()
                        : List.of(-1);
        if (axes.size() == 1) {
            return ops.alongAxis("Softmax", x, axes.get(0));
        }
        int[] positive =
                axes.stream().mapToInt(axis -> axis < 0 ? axis + x.rank() : axis).toArray();
        Arrays.sort(positive);
        Symbol source = ops.ordered(x);
        Symbol shifted = ops.binary("Sub", source, ops.reduce("ReduceMax", source, positive, true));
        Symbol exponential = ops.unary("Exp", shifted);
        return ops.binary("Div", exponential, ops.reduce("ReduceSum", exponential, positive, true));
    }

    static Symbol scalar(double value) {
        return Symbol.constant(Tensor.of(Shape.of(), (float) value));
    }
}
