package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Products with a matrix. */
final class DenseLayers {
    private DenseLayers() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static Symbol convert(String className, Conversion call) {
        return switch (className) {
            case "Dense" -> dense(call);
            case "EinsumDense" -> einsum(call);
            default -> null;
        };
    }

    private static Symbol dense(Conversion call) {
        Tensor kernel = call.anyWeight("kernel");
        Symbol result = product(call, call.input(), kernel, call.findWeight("bias"));
        return ActivationLayers.apply(call, call.config().activation("activation"), result);
    }

    /** x · kernel + bias along the last axis, where the values lie. */
    static Symbol product(Conversion call, Symbol x, Tensor kernel, Optional<Tensor> bias) {
        Ops ops = call.ops();
        int rank = x.rank();
        if (rank < 2
                || kernel.shape().rank() != 2
                || x.shape().size(-1) != kernel.shape().size(0)
                || bias.isPresent() && bias.get().count() != kernel.shape().size(1)) {
            throw call.unsupported(
                    "its kernel %s does not fit an input of %s"
                            .formatted(kernel.shape(), x.shape()));
        }
        Shape shape = x.shape().with(-1, kernel.shape().size(1));
        if (!x.isShuffled() && rank > 2 && x.layout().equals(Layout.channelsSecond(rank))) {
            return pointwise(ops, x, kernel, bias, shape);
        }
        Symbol source = x.isShuffled() ? x : ops.logical(x);
        String weight =
                x.isShuffled()
                        ? ops.graph.weight(
                                kernel,
                                "rows " + Arrays.hashCode(x.columns()) + " of " + x.shape().size(1),
                                () -> Weight.rows(kernel, x.columns()))
                        : ops.name(Symbol.constant(kernel));
        List<String> inputs = new ArrayList<>(List.of(source.name(), weight));
        bias.ifPresent(values -> inputs.add(ops.name(Symbol.constant(values))));
        String result = ops.graph.add(GraphNode.DENSE, inputs, Map.of(), shape);
        return Symbol.of(result, shape, Layout.logical(rank));
    }

    /** A product along the channels of a picture is a convolution with a kernel of one pixel. */
    private static Symbol pointwise(
            Ops ops, Symbol x, Tensor kernel, Optional<Tensor> bias, Shape shape) {
        int spatial = x.rank() - 2;
        int[] sizes = new int[x.rank()];
        Arrays.fill(sizes, 1);
        sizes[0] = kernel.shape().size(1);
        sizes[1] = kernel.shape().size(0);
        String weight =
                ops.graph.weight(
                        kernel,
                        "pointwise " + spatial,
                        () -> Weight.kernel(kernel, Shape.of(sizes)));
        List<String> inputs = new ArrayList<>(List.of(x.name(), weight));
        bias.ifPresent(values -> inputs.add(ops.name(Symbol.constant(values))));
        long[] ones = new long[spatial];
        Arrays.fill(ones, 1);
        Map<String, Object> attributes =
                Map.of(
                        "kernel_shape",
                        ones,
                        "strides",
                        ones,
                        "dilations",
                        ones,
                        "pads",
                        new long[2 * spatial],
                        "group",
                        1L);
        String result = ops.graph.add("Conv", inputs, attributes, x.layout().physical(shape));
        return Symbol.of(result, shape, x.layout());
    }

    /** The equations that layers of transformers use: one sum over the last axes. */
    private static Symbol einsum(Conversion call) {
        Ops ops = call.ops();
        Tensor kernel = call.anyWeight("kernel");
        Symbol x = ops.logical(call.input());
        String equation =
                withoutDots(call.config().text("equation", "").replace(" ", ""), x.shape().rank());
        String[] sides = equation.split("->");
        String[] inputs = sides[0].split(",");
        if (sides.length != 2 || inputs.length != 2 || equation.contains(".")) {
            throw call.unsupported("the equation '" + equation + "' is not supported");
        }
        List<Integer> sizes = new ArrayList<>();
        for (char axis : sides[1].toCharArray()) {
            int in = inputs[0].indexOf(axis);
            sizes.add(in >= 0 ? x.shape().size(in) : kernel.shape().size(inputs[1].indexOf(axis)));
        }
        Shape shape = new Shape(sizes);
        String result =
                ops.graph.add(
                        "Einsum",
                        List.of(x.name(), ops.name(Symbol.constant(kernel))),
                        Map.of("equation", equation),
                        shape);
        Symbol sum = Symbol.of(result, shape, Layout.logical(shape.rank()));
        Optional<Tensor> bias = call.findWeight("bias");
        Symbol shifted =
                bias.isPresent() ? ops.binary("Add", sum, Symbol.constant(bias.get())) : sum;
        return ActivationLayers.apply(call, call.config().activation("activation"), shifted);
    }

    /** Gives the axes that dots before the input's letters stand for letters of their own. */
    private static String withoutDots(String equation, int rank) {
        int comma = equation.indexOf(',');
        if (!equation.startsWith("...") || comma < 0 || rank < comma - 3) {
            return equation;
        }
        StringBuilder letters = new StringBuilder();
        for (char letter = 'A'; letters.length() < rank - (comma - 3) && letter <= 'Z'; letter++) {
            if (equation.indexOf(letter) < 0) {
                letters.append(letter);
            }
        }
        return equation.replace("...", letters);
    }
}
