package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Normalisations, and what scales a picture inside the network. */
final class Normalizations {
    private static final double DEFAULT_EPSILON = 1e-3;

    private Normalizations() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("BatchNormalization", Normalizations::batch);
        converters.put("LayerNormalization", Normalizations::layer);
        converters.put("GroupNormalization", Normalizations::group);
        converters.put("UnitNormalization", Normalizations::unit);
        converters.put("RMSNormalization", Normalizations::rootMeanSquare);
        converters.put("Normalization", Normalizations::fixed);
        converters.put("Rescaling", Normalizations::rescaling);
        converters.put("LayerScale", Normalizations::layerScale);
    }

    private static Step batch(Call call) {
        int axis = onlyAxis(call);
        Tensor mean = call.weight("moving_mean");
        Tensor variance = call.weight("moving_variance");
        Tensor gamma = call.findWeight("gamma").orElse(null);
        Tensor beta = call.findWeight("beta").orElse(null);
        double epsilon = call.config().number("epsilon", DEFAULT_EPSILON);
        double[] scale = new double[mean.count()];
        double[] shift = new double[mean.count()];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = (gamma == null ? 1 : gamma.get(i)) / Math.sqrt(variance.get(i) + epsilon);
            shift[i] = (beta == null ? 0 : beta.get(i)) - mean.get(i) * scale[i];
        }
        return affine(along(call, new int[] {axis}, scale.length), scale, shift);
    }

    /** Multiplies and adds; shape is what the values broadcast from. */
    private static Step affine(Shape shape, double[] scale, double[] shift) {
        return Step.changing(
                (x, w) -> {
                    Ops.run("multiply", x, new int[0], x, w[0]);
                    return Ops.run("add", x, new int[0], x, w[1]);
                },
                WeightArrays.vector(scale).reshape(shape),
                WeightArrays.vector(shift).reshape(shape));
    }

    /** The shape that broadcasts what belongs to some axes. */
    private static Shape along(Call call, int[] axes, int count) {
        Shape input = call.onlyInputShape();
        int[] sizes = new int[input.rank() - axes[0]];
        Arrays.fill(sizes, 1);
        for (int axis : axes) {
            sizes[axis - axes[0]] = input.size(axis);
        }
        if (axes.length == 1) {
            sizes[0] = count;
        }
        return Shape.of(sizes);
    }

    private static int onlyAxis(Call call) {
        List<Integer> axes = call.config().integers("axis").orElse(List.of(-1));
        if (axes.size() != 1) {
            throw call.refuse("axis " + axes + ", expected a single one");
        }
        return call.axis(axes.get(0), call.onlyInputShape().rank());
    }

    private static int[] axes(Call call) {
        int rank = call.onlyInputShape().rank();
        return call.config().integers("axis").orElse(List.of(-1)).stream()
                .mapToInt(axis -> call.axis(axis, rank))
                .sorted()
                .toArray();
    }

    private static Step layer(Call call) {
        if (call.config().flag("rms_scaling", false)) {
            return rootMeanSquare(call);
        }
        int[] axes = axes(call);
        double epsilon = call.config().number("epsilon", DEFAULT_EPSILON);
        Learnt learnt = Learnt.of(call, axes);
        return new Step(
                (in, w) -> learnt.apply(standardized(in[0], axes, epsilon), w), learnt.weights());
    }

    private static INDArray standardized(INDArray x, int[] axes, double epsilon) {
        INDArray centred = Ops.binary("subtract", x, x.mean(true, axes));
        INDArray variance = centred.mul(centred).mean(true, axes);
        INDArray deviation = Nd4j.math().sqrt(variance.addi(epsilon));
        return Ops.run("divide", centred, new int[0], centred, deviation);
    }

    private static Step rootMeanSquare(Call call) {
        int[] axes = axes(call);
        boolean centred = call.layer().className().equals("LayerNormalization");
        double epsilon = call.config().number("epsilon", centred ? DEFAULT_EPSILON : 1e-6);
        Learnt learnt = Learnt.of(call, axes);
        return new Step(
                (in, w) -> {
                    // A layer normalisation with rms_scaling divides by the deviation instead.
                    INDArray x =
                            centred ? Ops.binary("subtract", in[0], in[0].mean(true, axes)) : in[0];
                    INDArray square = x.mul(x).mean(true, axes);
                    INDArray root = Nd4j.math().sqrt(square.addi(epsilon));
                    return learnt.apply(Ops.binary("divide", in[0], root), w);
                },
                learnt.weights());
    }

    private static Step group(Call call) {
        int rank = call.onlyInputShape().rank();
        int axis = onlyAxis(call);
        int channels = call.onlyInputShape().size(axis);
        int configured = call.config().integer("groups", 32);
        int groups = configured == -1 ? channels : configured;
        if (groups < 1 || channels % groups != 0) {
            throw call.config().wrong("groups", configured, "a divisor of " + channels);
        }
        double epsilon = call.config().number("epsilon", DEFAULT_EPSILON);
        Learnt learnt = Learnt.of(call, new int[] {axis});
        return new Step(
                (in, w) -> {
                    INDArray x = in[0];
                    long[] split = new long[rank + 1];
                    for (int i = 0; i <= rank; i++) {
                        split[i] = x.size(i <= axis ? i : i - 1);
                    }
                    split[axis] = groups;
                    split[axis + 1] = channels / groups;
                    int[] over = IntStream.rangeClosed(1, rank).filter(i -> i != axis).toArray();
                    INDArray normal = standardized(x.reshape('c', split), over, epsilon);
                    return learnt.apply(normal.reshape('c', x.shape()), w);
                },
                learnt.weights());
    }

    private static Step unit(Call call) {
        if (call.config().integer("order", 2) != 2) {
            throw call.refuse("a norm of order " + call.config().integer("order"));
        }
        int[] axes = axes(call);
        return Step.of((in, w) -> unit(in[0], axes));
    }

    static INDArray unit(INDArray x, int... axes) {
        INDArray square = x.mul(x).sum(true, axes);
        INDArray norm = Nd4j.math().sqrt(Activations.atLeast(1e-12).apply(square));
        return Ops.binary("divide", x, norm);
    }

    private static Step fixed(Call call) {
        int rank = call.onlyInputShape().rank();
        List<Integer> axes =
                call.config().asMap().containsKey("axis")
                        ? call.config().integers("axis").orElse(List.of())
                        : List.of(-1);
        double[] mean = statistics(call, "mean");
        double[] variance = statistics(call, "variance");
        if (mean.length != variance.length) {
            throw call.refuse("mean and variance differ in size");
        }
        int[] kept = axes.stream().mapToInt(i -> call.axis(i, rank)).sorted().toArray();
        Shape shape = mean.length == 1 ? Shape.of(1) : along(call, kept, mean.length);
        boolean invert = call.config().flag("invert", false);
        double[] scale = new double[mean.length];
        double[] shift = new double[mean.length];
        for (int i = 0; i < scale.length; i++) {
            double deviation = Math.max(Math.sqrt(variance[i]), 1e-7);
            scale[i] = invert ? deviation : 1 / deviation;
            shift[i] = invert ? mean[i] : -mean[i] / deviation;
        }
        return affine(shape, scale, shift);
    }

    private static double[] statistics(Call call, String name) {
        Tensor weight = call.findWeight(name).orElse(null);
        if (weight != null) {
            return IntStream.range(0, weight.count()).mapToDouble(weight::get).toArray();
        }
        return Numbers.flat(call, name);
    }

    private static Step rescaling(Call call) {
        double[] scale = Numbers.flat(call, "scale");
        double[] offset =
                call.config().has("offset") ? Numbers.flat(call, "offset") : new double[1];
        int size = Math.max(scale.length, offset.length);
        if (size > 1 && size != call.onlyInputShape().size(-1)) {
            throw call.refuse("it scales by " + size + " numbers");
        }
        return affine(
                Shape.of(size), Numbers.repeated(scale, size), Numbers.repeated(offset, size));
    }

    private static Step layerScale(Call call) {
        return Step.of((in, w) -> Ops.binary("multiply", in[0], w[0]), call.weight("gamma"));
    }

    /** Gamma and beta of a normalisation, either of which may be missing. */
    private record Learnt(boolean scales, boolean shifts, List<Tensor> weights) {
        static Learnt of(Call call, int[] axes) {
            Shape shape = along(call, axes, call.onlyInputShape().size(axes[0]));
            Tensor gamma = call.findWeight("gamma").or(() -> call.findWeight("scale")).orElse(null);
            Tensor beta = call.findWeight("beta").orElse(null);
            List<Tensor> weights = new ArrayList<>();
            if (gamma != null) {
                weights.add(gamma.reshape(shape));
            }
            if (beta != null) {
                weights.add(beta.reshape(shape));
            }
            return new Learnt(gamma != null, beta != null, weights);
        }

        INDArray apply(INDArray x, INDArray[] w) {
            if (scales) {
                Ops.run("multiply", x, new int[0], x, w[0]);
            }
            if (shifts) {
                Ops.run("add", x, new int[0], x, w[w.length - 1]);
            }
            return x;
        }
    }
}
