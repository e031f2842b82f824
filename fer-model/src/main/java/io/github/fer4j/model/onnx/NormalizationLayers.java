package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Normalisation over batches, layers, groups and vectors. */
final class NormalizationLayers {
    private static final double DEFAULT_EPSILON = 1e-3;

    private NormalizationLayers() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static Symbol convert(String className, Conversion call) {
        return switch (className) {
            case "BatchNormalization" -> batch(call);
            case "LayerNormalization" -> layer(call);
            case "RMSNormalization" -> rootMeanSquare(call);
            case "GroupNormalization" -> group(call);
            case "UnitNormalization" -> unit(call);
            case "LayerScale" -> call.multiply(call.input(), call.weight("gamma"));
            default -> null;
        };
    }

    private static Symbol batch(Conversion call) {
        Tensor mean = call.anyWeight("moving_mean");
        Tensor variance = call.anyWeight("moving_variance");
        Optional<Tensor> gamma = call.findWeight("gamma");
        Optional<Tensor> beta = call.findWeight("beta");
        double epsilon = call.config().number("epsilon", DEFAULT_EPSILON);
        Symbol x = call.input();
        int axis = axis(x, call.config().integer("axis", -1));
        int size = mean.count();
        if (x.shape().size(axis) != size || variance.count() != size) {
            throw call.unsupported(
                    "%d means do not fit axis %d of %s".formatted(size, axis, x.shape()));
        }
        double[] scale = new double[size];
        double[] shift = new double[size];
        for (int i = 0; i < size; i++) {
            scale[i] =
                    (gamma.isPresent() ? gamma.get().get(i) : 1)
                            / Math.sqrt(variance.get(i) + epsilon);
            shift[i] = (beta.isPresent() ? beta.get().get(i) : 0) - mean.get(i) * scale[i];
        }
        return call.ops().affine(x, axis, scale, shift);
    }

    private static int axis(Symbol x, int axis) {
        return axis < 0 ? axis + x.rank() : axis;
    }

    private static int[] axes(Conversion call, Symbol x) {
        return call.config().integers("axis").orElse(List.of(-1)).stream()
                .mapToInt(axis -> axis(x, axis))
                .sorted()
                .toArray();
    }

    private static Symbol layer(Conversion call) {
        Symbol x = call.ops().ordered(call.input());
        int[] axes = axes(call, x);
        double epsilon = call.config().number("epsilon", DEFAULT_EPSILON);
        Optional<Tensor> gamma = call.findWeight("gamma");
        Optional<Tensor> beta = call.findWeight("beta");
        if (call.config().flag("rms_scaling", false)) {
            return rmsScaling(call, x, axes, epsilon, gamma);
        }
        return layer(call.ops(), x, axes, epsilon, gamma, beta);
    }

    static Symbol layer(
            Ops ops,
            Symbol input,
            int[] axes,
            double epsilon,
            Optional<Tensor> gamma,
            Optional<Tensor> beta) {
        Symbol x = input;
        if (!areLast(x.layout(), axes)) {
            List<Integer> order = new ArrayList<>();
            for (int axis = 0; axis < x.rank(); axis++) {
                int each = axis;
                if (Arrays.stream(axes).noneMatch(a -> a == each)) {
                    order.add(axis);
                }
            }
            Arrays.stream(axes).forEach(order::add);
            x = ops.toLayout(x, Layout.of(order.stream().mapToInt(a -> a).toArray()));
        }
        // The parameters have the normalised axes alone, in the order in which these lie.
        int first = x.rank() - axes.length;
        int[] order = new int[axes.length];
        int[] sizes = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            int axis = x.layout().axis(first + i);
            order[i] = Arrays.binarySearch(axes, axis);
            sizes[i] = x.shape().size(axis);
        }
        List<String> inputs = new ArrayList<>(List.of(x.name()));
        Tensor ones;
        if (gamma.isPresent()) {
            ones = gamma.get();
        } else {
            float[] values = new float[(int) Shape.of(sizes).count()];
            Arrays.fill(values, 1);
            ones = Tensor.wrap(Shape.of(sizes), values);
        }
        inputs.add(parameter(ops, ones, order));
        beta.ifPresent(values -> inputs.add(parameter(ops, values, order)));
        return x.like(
                ops.graph.add(
                        "LayerNormalization",
                        inputs,
                        Map.of("axis", (long) first, "epsilon", (float) epsilon),
                        x.physical()));
    }

    private static boolean areLast(Layout layout, int[] axes) {
        return Arrays.stream(axes)
                .allMatch(axis -> layout.position(axis) >= layout.rank() - axes.length);
    }

    private static String parameter(Ops ops, Tensor values, int[] order) {
        Tensor turned =
                values.shape().rank() == order.length
                        ? Permutation.transpose(values, order)
                        : values;
        return ops.name(Symbol.constant(turned));
    }

    /** What Keras calls so divides by the deviation without taking the mean away. */
    private static Symbol rmsScaling(
            Conversion call, Symbol x, int[] axes, double epsilon, Optional<Tensor> gamma) {
        Ops ops = call.ops();
        Symbol centred = ops.binary("Sub", x, ops.reduce("ReduceMean", x, axes, true));
        Symbol variance = ops.reduce("ReduceMean", ops.binary("Mul", centred, centred), axes, true);
        Symbol deviation = ops.unary("Sqrt", ops.scaled(variance, 1, epsilon));
        return scaled(ops, ops.binary("Div", x, deviation), axes, gamma);
    }

    private static Symbol rootMeanSquare(Conversion call) {
        Ops ops = call.ops();
        Symbol x = call.input();
        int[] axes = axes(call, x);
        double epsilon = call.config().number("epsilon", 1e-6);
        Symbol square = ops.reduce("ReduceMean", ops.binary("Mul", x, x), axes, true);
        Symbol root = ops.unary("Sqrt", ops.scaled(square, 1, epsilon));
        return scaled(
                ops,
                ops.binary("Div", x, root),
                axes,
                call.findWeight("scale").or(() -> call.findWeight("gamma")));
    }

    /** Multiplied by a parameter that has the given axes alone. */
    private static Symbol scaled(Ops ops, Symbol x, int[] axes, Optional<Tensor> parameter) {
        if (parameter.isEmpty()) {
            return x;
        }
        int[] sizes = new int[x.rank()];
        Arrays.setAll(
                sizes,
                axis -> Arrays.stream(axes).anyMatch(a -> a == axis) ? x.shape().size(axis) : 1);
        return ops.binary("Mul", x, Symbol.constant(parameter.get().reshape(Shape.of(sizes))));
    }

    private static Symbol group(Conversion call) {
        Ops ops = call.ops();
        Symbol input = call.input();
        int axis = axis(input, call.config().integer("axis", -1));
        int channels = input.shape().size(axis);
        int wanted = call.config().integer("groups", 32);
        int groups = wanted == -1 ? channels : wanted;
        if (channels % groups != 0) {
            throw call.unsupported("%d channels in %d groups".formatted(channels, groups));
        }
        int[] order = new int[input.rank()];
        Arrays.setAll(order, p -> p == 0 ? 0 : p == 1 ? axis : p <= axis ? p - 1 : p);
        Symbol x = ops.toLayout(input, Layout.of(order));
        Shape grouped = Shape.of(x.shape().size(0), groups, rest(x.physical(), groups));
        String parts =
                ops.graph.add(
                        "Reshape",
                        List.of(x.name(), ops.graph.integers(0, groups, -1)),
                        Map.of(),
                        grouped);
        float[] ones = new float[groups];
        Arrays.fill(ones, 1);
        String normal =
                ops.graph.add(
                        "InstanceNormalization",
                        List.of(
                                parts,
                                ops.graph.constant(Tensor.wrap(Shape.of(groups), ones)),
                                ops.graph.constant(
                                        Tensor.wrap(Shape.of(groups), new float[groups]))),
                        Map.of("epsilon", (float) call.config().number("epsilon", DEFAULT_EPSILON)),
                        grouped);
        Symbol back =
                x.like(
                        ops.graph.add(
                                "Reshape", List.of(normal, sizes(ops, x)), Map.of(), x.physical()));
        double[] scale = parameter(call.findWeight("gamma"), channels, 1);
        double[] shift = parameter(call.findWeight("beta"), channels, 0);
        return ops.affine(back, axis, scale, shift);
    }

    private static int rest(Shape physical, int groups) {
        long product = 1;
        for (int p = 1; p < physical.rank(); p++) {
            if (physical.size(p) == Shape.UNKNOWN) {
                return Shape.UNKNOWN;
            }
            product *= physical.size(p);
        }
        return Math.toIntExact(product / groups);
    }

    /** The sizes of a tensor for a reshape back to it. */
    private static String sizes(Ops ops, Symbol x) {
        long[] sizes = x.physical().toLongArray();
        sizes[0] = 0;
        if (Arrays.stream(sizes).filter(size -> size == -1).count() > 1) {
            return ops.graph.add("Shape", List.of(x.name()), Map.of(), Shape.of(x.rank()));
        }
        return ops.graph.integers(sizes);
    }

    private static double[] parameter(Optional<Tensor> values, int size, double otherwise) {
        double[] result = new double[size];
        Arrays.setAll(result, i -> values.isPresent() ? values.get().get(i) : otherwise);
        return result;
    }

    private static Symbol unit(Conversion call) {
        Ops ops = call.ops();
        Symbol x = call.input();
        Symbol norm = ops.reduce("ReduceL2", x, axes(call, x), true);
        return ops.binary("Div", x, ops.clip(norm, 1e-6, Double.POSITIVE_INFINITY));
    }
}
