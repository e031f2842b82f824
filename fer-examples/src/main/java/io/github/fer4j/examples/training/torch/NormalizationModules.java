package io.github.fer4j.examples.training.torch;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Normalisations. */
@SuppressWarnings("try") // Scopes and guards work by being open.
final class NormalizationModules {
    /** Keras' default. */
    private static final double MOMENTUM = 0.99;

    private NormalizationModules() {}

    /** What the layer computes; null if the class is none of these. */
    static LayerModule find(LayerContext layer) {
        return switch (layer.className()) {
            case "BatchNormalization" -> batch(layer);
            case "LayerNormalization" -> layer(layer);
            case "GroupNormalization" -> group(layer);
            default -> null;
        };
    }

    private static LayerModule batch(LayerContext layer) {
        int rank = layer.inputShape().rank();
        int axis = layer.config().integer("axis", -1);
        int channels = axis < 0 ? axis + rank : axis;
        Optional<Weight> gamma = layer.findParameter("gamma");
        Optional<Weight> beta = layer.findParameter("beta");
        Weight mean = layer.buffer("moving_mean");
        Weight variance = layer.buffer("moving_variance");
        Ending ending = Ending.of(layer);
        double epsilon = layer.config().number("epsilon", 1e-3);
        // As in Keras, a frozen one answers by its moving statistics while others learn.
        boolean frozen = !layer.config().training().flag("trainable", true);
        double momentum = layer.config().training().number("momentum", MOMENTUM);
        return (inputs, pass) -> {
            Tensor x = inputs.get(0);
            Tensor second = channels == 1 ? x : x.transpose(1, channels);
            if (rank == 4 && channels == 3) {
                second = x.permute(0, 3, 1, 2);
            }
            Tensor y;
            if (pass.isMeasuring() && !frozen) {
                double kept = pass.measured() / (pass.measured() + 1.0);
                y = learning(second, gamma, beta, mean, variance, kept, epsilon);
            } else if (pass.training() && !frozen) {
                y = learning(second, gamma, beta, mean, variance, momentum, epsilon);
            } else {
                y =
                        torch.batch_norm(
                                second,
                                optional(gamma),
                                optional(beta),
                                new TensorOptional(mean.tensor()),
                                new TensorOptional(variance.tensor()),
                                false,
                                0,
                                epsilon,
                                false);
            }
            if (rank == 4 && channels == 3) {
                return ending.ofImage(y, false);
            }
            y = ending.of(y);
            return channels == 1 ? y : y.transpose(1, channels);
        };
    }

    /**
     * libtorch moves the variance towards that of the values beyond the batch, n / (n − 1) of the
     * batch's own; Keras towards the batch's own. Scaling what moves before and after by that
     * factor makes the one of the other.
     */
    private static Tensor learning(
            Tensor x,
            Optional<Weight> gamma,
            Optional<Weight> beta,
            Weight mean,
            Weight variance,
            double momentum,
            double epsilon) {
        double count = (double) x.numel() / x.size(1);
        // Tensors that share memory but not the count of changes, which the backward pass checks.
        Tensor movingMean = mean.tensor().variable_data();
        Tensor movingVariance = variance.tensor().variable_data();
        if (count <= 1) {
            return ofOneValue(x, gamma, beta, movingMean, movingVariance, momentum, epsilon);
        }
        double factor = count / (count - 1);
        scale(movingVariance, factor);
        Tensor y =
                torch.batch_norm(
                        x,
                        optional(gamma),
                        optional(beta),
                        new TensorOptional(mean.tensor()),
                        new TensorOptional(variance.tensor()),
                        true,
                        1 - momentum,
                        epsilon,
                        false);
        scale(movingVariance, 1 / factor);
        return y;
    }

    /** A batch of one face behind a dense layer: its variance is 0, which libtorch divides by 0. */
    private static Tensor ofOneValue(
            Tensor x,
            Optional<Weight> gamma,
            Optional<Weight> beta,
            Tensor movingMean,
            Tensor movingVariance,
            double momentum,
            double epsilon) {
        scale(movingMean, momentum);
        scale(movingVariance, momentum);
        try (NoGradGuard guard = new NoGradGuard()) {
            Tensor value = Pass.as(x.detach(), ScalarType.Float).reshape(x.size(1));
            movingMean.add_(value, new Scalar(1 - momentum));
        }
        return torch.batch_norm(
                x,
                optional(gamma),
                optional(beta),
                new TensorOptional(),
                new TensorOptional(),
                true,
                0,
                epsilon,
                false);
    }

    private static void scale(Tensor tensor, double factor) {
        try (NoGradGuard guard = new NoGradGuard();
                Scalar scalar = new Scalar(factor)) {
            tensor.mul_(scalar);
        }
    }

    private static LayerModule layer(LayerContext layer) {
        if (layer.config().flag("rms_scaling", false)) {
            throw layer.unsupported("its rms_scaling is not supported");
        }
        int rank = layer.inputShape().rank();
        long[] axes =
                layer.config().integers("axis").orElse(List.of(-1)).stream()
                        .mapToLong(axis -> axis < 0 ? axis + rank : axis)
                        .sorted()
                        .toArray();
        Optional<Weight> gamma = layer.findParameter("gamma");
        Optional<Weight> beta = layer.findParameter("beta");
        double epsilon = layer.config().number("epsilon", 1e-3);
        return (inputs, pass) -> {
            Tensor x = Pass.as(inputs.get(0), ScalarType.Float);
            Tensor centred = x.sub(x.mean(axes, true, new ScalarTypeOptional()));
            Tensor variance = centred.mul(centred).mean(axes, true, new ScalarTypeOptional());
            Tensor y = centred.mul(torch.rsqrt(variance.add(new Scalar(epsilon))));
            long[] sizes = new long[rank];
            for (int axis = 0; axis < rank; axis++) {
                sizes[axis] = 1;
            }
            for (long axis : axes) {
                sizes[(int) axis] = x.size(axis);
            }
            if (gamma.isPresent()) {
                y = y.mul(gamma.get().tensor().reshape(sizes));
            }
            if (beta.isPresent()) {
                y = y.add(beta.get().tensor().reshape(sizes));
            }
            return Pass.as(y, inputs.get(0).scalar_type());
        };
    }

    private static LayerModule group(LayerContext layer) {
        int rank = layer.inputShape().rank();
        int axis = layer.config().integer("axis", -1);
        int channels = axis < 0 ? axis + rank : axis;
        int groups = layer.config().integer("groups", 32);
        Optional<Weight> gamma = layer.findParameter("gamma");
        Optional<Weight> beta = layer.findParameter("beta");
        double epsilon = layer.config().number("epsilon", 1e-3);
        return (inputs, pass) -> {
            Tensor x = Pass.as(inputs.get(0), ScalarType.Float);
            // Moved, not swapped: the order of the others decides nothing, but must come back.
            Tensor second = x.movedim(channels, 1).contiguous();
            Tensor y =
                    torch.group_norm(
                            second,
                            groups == -1 ? second.size(1) : groups,
                            optional(gamma),
                            optional(beta),
                            epsilon,
                            false);
            return Pass.as(y.movedim(1, channels), inputs.get(0).scalar_type());
        };
    }

    static TensorOptional optional(Optional<Weight> weight) {
        return weight.map(some -> new TensorOptional(some.tensor())).orElseGet(TensorOptional::new);
    }
}
