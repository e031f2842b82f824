package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.keras.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Expm1;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/** Keras' activations. */
final class Activations {
    private static final double SELU_SCALE = 1.0507009873554804934193349852946;
    private static final double SELU_ALPHA = 1.6732632423543772848170429916717;

    private Activations() {}

    /**
     * @param call the call that it belongs to, for error messages and the rank
     * @param activation the activation
     * @return what it does
     */
    static Elementwise of(Call call, Activation activation) {
        return switch (activation.name()) {
            case "linear" -> Elementwise.IDENTITY;
            case "relu" ->
                    relu(
                            activation.parameter("negative_slope"),
                            activation.parameter("max_value"),
                            activation.parameter("threshold"));
            case "relu6" -> relu(0, 6, 0);
            case "leaky_relu" -> leaky(activation.parameter("negative_slope"));
            case "elu" -> elu(activation.parameter("alpha"));
            case "celu" -> celu(activation.parameter("alpha"));
            case "selu" -> x -> elu(SELU_ALPHA).apply(x).muli(SELU_SCALE);
            case "gelu" -> activation.parameter("approximate") != 0 ? geluTanh() : geluErf();
            case "sigmoid" -> Activations::sigmoid;
            case "hard_sigmoid" ->
                    line(activation.parameter("slope"), activation.parameter("offset"), 0, 1);
            case "silu", "swish" -> gate(Activations::sigmoid);
            case "hard_silu", "hard_swish" -> gate(line(1.0 / 6, 0.5, 0, 1));
            case "mish" -> gate(x -> tanh(softplus(x)));
            case "tanh" -> Activations::tanh;
            case "hard_tanh" -> line(1, 0, -1, 1);
            case "tanh_shrink" -> x -> x.sub(tanh(Ops.copy(x)));
            case "exponential", "exp" -> Activations::exp;
            case "softplus" -> Activations::softplus;
            case "softsign" -> x -> x.divi(abs(Ops.copy(x)).addi(1));
            case "log_sigmoid" -> x -> softplus(x.negi()).negi();
            case "squareplus" -> squareplus(activation.parameters().getOrDefault("b", 4.0));
            case "soft_shrink" -> softShrink(activation.parameter("threshold"));
            case "hard_shrink" -> hardShrink(activation.parameter("threshold"));
            case "threshold" ->
                    threshold(activation.parameter("threshold"), activation.parameter("value"));
            case "sparse_plus" -> Activations::sparsePlus;
            case "sparse_sigmoid" -> line(0.5, 0.5, 0, 1);
            case "softmax" -> softmax(call, activation, false);
            case "log_softmax" -> softmax(call, activation, true);
            default -> throw call.refuse("it knows no activation '" + activation.name() + "'");
        };
    }

    static Elementwise relu(double slope, double max, double threshold) {
        if (slope == 0 && threshold == 0) {
            return x -> atMost(max).apply(rectify(x));
        }
        if (threshold == 0) {
            return x -> atMost(max).apply(leaky(slope).apply(x));
        }
        return x -> {
            INDArray above = x.gte(threshold).castTo(x.dataType());
            INDArray kept = atMost(max).apply(Ops.copy(x)).muli(above);
            INDArray below = x.subi(threshold).muli(slope).muli(above.rsubi(1));
            return kept.addi(below);
        };
    }

    static Elementwise leaky(double slope) {
        // Both halves by themselves: right for slopes above 1 and below 0, too.
        return x -> {
            INDArray negative = atMost(0).apply(Ops.copy(x)).muli(slope);
            return rectify(x).addi(negative);
        };
    }

    static Elementwise elu(double alpha) {
        return x -> {
            INDArray negative = expm1(atMost(0).apply(Ops.copy(x))).muli(alpha);
            return rectify(x).addi(negative);
        };
    }

    private static Elementwise celu(double alpha) {
        return x -> {
            INDArray negative = expm1(atMost(0).apply(Ops.copy(x)).divi(alpha)).muli(alpha);
            return rectify(x).addi(negative);
        };
    }

    private static Elementwise geluErf() {
        return gate(x -> erf(x.muli(Math.sqrt(0.5))).addi(1).muli(0.5));
    }

    private static Elementwise geluTanh() {
        return gate(
                x -> {
                    INDArray cube = x.mul(x).muli(x).muli(0.044715);
                    return tanh(x.addi(cube).muli(Math.sqrt(2 / Math.PI))).addi(1).muli(0.5);
                });
    }

    /** What is multiplied by a function of itself. */
    private static Elementwise gate(Elementwise function) {
        return x -> x.muli(function.apply(Ops.copy(x)));
    }

    static Elementwise line(double slope, double offset, double min, double max) {
        return x -> atMost(max).apply(atLeast(min).apply(x.muli(slope).addi(offset)));
    }

    private static INDArray softplus(INDArray x) {
        INDArray rest = log1p(exp(abs(Ops.copy(x)).negi()));
        return rectify(x).addi(rest);
    }

    private static Elementwise squareplus(double b) {
        return x -> {
            INDArray root = Nd4j.math().sqrt(x.mul(x).addi(b));
            return x.addi(root).muli(0.5);
        };
    }

    private static Elementwise softShrink(double threshold) {
        return x -> {
            INDArray negative = atMost(0).apply(x.add(threshold));
            return rectify(x.subi(threshold)).addi(negative);
        };
    }

    private static Elementwise hardShrink(double threshold) {
        return x -> x.muli(abs(Ops.copy(x)).gt(threshold).castTo(x.dataType()));
    }

    static Elementwise threshold(double threshold, double value) {
        return x -> {
            INDArray above = x.gt(threshold).castTo(x.dataType());
            return x.muli(above).addi(above.rsubi(1).muli(value));
        };
    }

    private static INDArray sparsePlus(INDArray x) {
        INDArray square = line(1, 1, 0, 2).apply(Ops.copy(x));
        INDArray above = rectify(x.subi(1));
        return square.muli(square).muli(0.25).addi(above);
    }

    private static Elementwise softmax(Call call, Activation activation, boolean logarithm) {
        int rank = call.outputShape().rank();
        int axis = call.axis((int) Math.rint(activation.parameter("axis")), rank);
        return x -> softmax(x, logarithm, axis);
    }

    static INDArray softmax(INDArray x, boolean logarithm, int... axes) {
        INDArray shifted = Ops.binary("subtract", x, x.max(true, axes));
        INDArray exponentials = exp(Ops.copy(shifted));
        INDArray sum = exponentials.sum(true, axes);
        return logarithm
                ? Ops.binary("subtract", shifted, Nd4j.math().log(sum))
                : Ops.binary("divide", exponentials, sum);
    }

    private static Elementwise atMost(double max) {
        if (max == Double.POSITIVE_INFINITY) {
            return Elementwise.IDENTITY;
        }
        return x -> Nd4j.getExecutioner().exec(new ScalarMin(x, null, x, max));
    }

    static Elementwise atLeast(double min) {
        if (min == Double.NEGATIVE_INFINITY) {
            return Elementwise.IDENTITY;
        }
        return x -> Nd4j.getExecutioner().exec(new ScalarMax(x, null, x, min));
    }

    static INDArray rectify(INDArray x) {
        return Nd4j.getExecutioner().exec(new RectifiedLinear(x, x, 0));
    }

    private static INDArray abs(INDArray x) {
        return Nd4j.getExecutioner().exec(new Abs(x, x));
    }

    static INDArray sigmoid(INDArray x) {
        return Nd4j.getExecutioner().exec(new Sigmoid(x, x));
    }

    private static INDArray tanh(INDArray x) {
        return Nd4j.getExecutioner().exec(new Tanh(x, x));
    }

    private static INDArray exp(INDArray x) {
        return Nd4j.getExecutioner().exec(new Exp(x, x));
    }

    private static INDArray expm1(INDArray x) {
        return Nd4j.getExecutioner().exec(new Expm1(x, x));
    }

    private static INDArray log1p(INDArray x) {
        return Nd4j.getExecutioner().exec(new Log1p(x, x));
    }

    private static INDArray erf(INDArray x) {
        return Nd4j.getExecutioner().exec(new Erf(x, x));
    }
}
