package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.keras.Activation;
import io.github.fer4j.model.keras.LayerConfig;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Activations, as layers of their own and at the end of others. */
final class ActivationModules {
    private ActivationModules() {}

    /** What the layer computes; null if the class is none of these. */
    static LayerModule find(LayerContext layer) {
        LayerConfig config = layer.config();
        return switch (layer.className()) {
            case "Activation" -> ofLayer(layer);
            case "ReLU" ->
                    unary(
                            relu(
                                    config.number("max_value", Double.POSITIVE_INFINITY),
                                    config.number("negative_slope", 0),
                                    config.number("threshold", 0)));
            case "LeakyReLU" -> unary(leaky(config.number("negative_slope", 0.3)));
            case "ELU" -> unary(elu(config.number("alpha", 1)));
            case "ThresholdedReLU" -> unary(above(config.number("theta", 1)));
            case "PReLU" -> prelu(layer);
            case "Softmax" -> softmaxLayer(layer);
            default -> null;
        };
    }

    /** The activation in a layer's configuration; nothing where the losses take care of it. */
    static LayerModule ofLayer(LayerContext layer) {
        Activation activation = layer.config().activation("activation");
        if (layer.isActivationStripped()) {
            return unary(x -> x);
        }
        return unary(function(activation, layer));
    }

    private static LayerModule unary(UnaryOperator<Tensor> function) {
        return (inputs, pass) -> function.apply(inputs.get(0));
    }

    /** The function that an activation names. */
    static UnaryOperator<Tensor> function(Activation activation, LayerContext layer) {
        return switch (activation.name()) {
            case "linear" -> x -> x;
            case "relu" ->
                    relu(
                            activation.parameter("max_value"),
                            activation.parameter("negative_slope"),
                            activation.parameter("threshold"));
            case "relu6" -> relu(6, 0, 0);
            case "leaky_relu" -> leaky(activation.parameter("negative_slope"));
            case "sigmoid" -> torch::sigmoid;
            case "tanh" -> torch::tanh;
            case "softplus" -> torch::softplus;
            case "softsign" -> x -> x.div(x.abs().add(new Scalar(1.0)));
            case "exponential" -> torch::exp;
            case "selu" -> torch::selu;
            case "elu" -> elu(activation.parameter("alpha"));
            case "celu" -> x -> torch.celu(x, new Scalar(activation.parameter("alpha")));
            case "gelu" -> {
                String form = activation.parameter("approximate") != 0 ? "tanh" : "none";
                yield x -> torch.gelu(x, form);
            }
            case "silu", "swish" -> torch::silu;
            case "mish" -> torch::mish;
            case "log_sigmoid" -> torch::log_sigmoid;
            case "hard_sigmoid" ->
                    hardSigmoid(activation.parameter("slope"), activation.parameter("offset"));
            case "hard_silu", "hard_swish" -> {
                UnaryOperator<Tensor> gate =
                        hardSigmoid(activation.parameter("slope"), activation.parameter("offset"));
                yield x -> x.mul(gate.apply(x));
            }
            case "hard_tanh" -> x -> torch.clamp(x, optional(-1), optional(1));
            case "hard_shrink" ->
                    x -> torch.hardshrink(x, new Scalar(activation.parameter("threshold")));
            case "soft_shrink" ->
                    x -> torch.softshrink(x, new Scalar(activation.parameter("threshold")));
            case "threshold" ->
                    x ->
                            torch.threshold(
                                    x,
                                    new Scalar(activation.parameter("threshold")),
                                    new Scalar(activation.parameter("value")));
            case "sparse_plus" -> ActivationModules::sparsePlus;
            case "glu" -> x -> torch.glu(x, -1);
            case "tanh_shrink" -> x -> x.sub(torch.tanh(x));
            case "sparse_sigmoid" -> hardSigmoid(0.5, 0.5);
            case "squareplus" ->
                    x -> x.add(torch.sqrt(x.mul(x).add(new Scalar(4.0)))).mul(new Scalar(0.5));
            case "softmax" -> {
                int axis = (int) activation.parameter("axis");
                yield x -> softmax(x, axis);
            }
            case "log_softmax" -> {
                int axis = (int) activation.parameter("axis");
                yield x -> torch.log_softmax(x, axis);
            }
            default ->
                    throw layer.unsupported(
                            "the activation '" + activation.name() + "' is not known here");
        };
    }

    private static UnaryOperator<Tensor> relu(double max, double slope, double threshold) {
        if (threshold == 0 && Double.isInfinite(max)) {
            return slope == 0 ? torch::relu : leaky(slope);
        }
        if (threshold == 0 && slope == 0) {
            return x -> torch.clamp(x, optional(0), optional(max));
        }
        UnaryOperator<Tensor> positive = threshold == 0 ? torch::relu : above(threshold);
        return x -> {
            Tensor upper = positive.apply(x);
            if (!Double.isInfinite(max)) {
                upper = torch.clamp(upper, optional(0), optional(max));
            }
            if (slope == 0) {
                return upper;
            }
            Tensor below = torch.relu(x.neg().add(new Scalar(threshold)));
            return upper.sub(below.mul(new Scalar(slope)));
        };
    }

    private static UnaryOperator<Tensor> leaky(double slope) {
        return x -> torch.leaky_relu(x, new Scalar(slope));
    }

    private static UnaryOperator<Tensor> elu(double alpha) {
        return x -> torch.elu(x, new Scalar(alpha), new Scalar(1.0), new Scalar(1.0));
    }

    /** x where it exceeds the threshold, 0 elsewhere. */
    private static UnaryOperator<Tensor> above(double threshold) {
        return x -> torch.threshold(x, new Scalar(threshold), new Scalar(0.0));
    }

    private static UnaryOperator<Tensor> hardSigmoid(double slope, double offset) {
        return x ->
                torch.clamp(
                        x.mul(new Scalar(slope)).add(new Scalar(offset)), optional(0), optional(1));
    }

    private static ScalarOptional optional(double value) {
        return new ScalarOptional(new Scalar(value));
    }

    /** 0 up to −1, then (x + 1)² / 4, from 1 on x. */
    private static Tensor sparsePlus(Tensor x) {
        Tensor ramp = torch.clamp(x.add(new Scalar(1.0)), optional(0), optional(2));
        return ramp.mul(ramp).mul(new Scalar(0.25)).add(torch.relu(x.sub(new Scalar(1.0))));
    }

    /** In float32, whatever came in: sums of exponentials lose too much in bfloat16. */
    static Tensor softmax(Tensor x, int axis) {
        ScalarType type = x.scalar_type();
        Tensor result = torch.softmax(Pass.as(x, ScalarType.Float), axis);
        return Pass.as(result, type);
    }

    private static LayerModule softmaxLayer(LayerContext layer) {
        if (layer.isActivationStripped()) {
            return unary(x -> x);
        }
        List<Integer> axes =
                layer.config().has("axis")
                        ? layer.config().integers("axis").orElseThrow()
                        : List.of(-1);
        if (axes.size() != 1) {
            throw layer.unsupported("a softmax over several axes is not supported");
        }
        int axis = axes.get(0);
        return unary(x -> softmax(x, axis));
    }

    private static LayerModule prelu(LayerContext layer) {
        Weight alpha = layer.parameter("alpha");
        return (inputs, pass) -> {
            Tensor x = inputs.get(0);
            Tensor slopes = Pass.as(alpha.tensor(), x.scalar_type());
            Tensor negative = x.sub(torch.relu(x));
            return torch.relu(x).add(negative.mul(slopes));
        };
    }
}
