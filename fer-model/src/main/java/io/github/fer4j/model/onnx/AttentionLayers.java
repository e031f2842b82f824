package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Attention: of several heads, of groups of heads, by dot product and additive. */
final class AttentionLayers {
    private static final double MASKED = -1e9;

    private AttentionLayers() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static List<Symbol> convert(String className, Conversion call) {
        return switch (className) {
            case "MultiHeadAttention", "GroupedQueryAttention", "GroupQueryAttention" ->
                    heads(call);
            case "Attention" -> plain(call, false);
            case "AdditiveAttention" -> plain(call, true);
            default -> null;
        };
    }

    private static List<Symbol> heads(Conversion call) {
        Ops ops = call.ops();
        Symbol query = call.requiredOperand(0, "query");
        Symbol value = call.requiredOperand(1, "value");
        Symbol key = call.operand(2, "key").orElse(value);
        refuseMasks(call);
        int rank = query.rank();
        Shape queries = query.shape();
        query = tokens(call, query);
        key = tokens(call, key);
        value = tokens(call, value);
        Tensor queryKernel = call.layer().weight("query/kernel");
        double scale = 1 / Math.sqrt(queryKernel.shape().size(-1));
        int repeats =
                queryKernel.shape().size(1) / call.layer().weight("key/kernel").shape().size(1);
        Symbol q = ops.transpose(project(call, query, "query", scale), 0, 2, 1, 3);
        Symbol k = repeat(ops, ops.transpose(project(call, key, "key", 1), 0, 2, 3, 1), repeats);
        Symbol v =
                repeat(ops, ops.transpose(project(call, value, "value", 1), 0, 2, 1, 3), repeats);
        Symbol scores = ops.matmul(q, k);
        if (Options.flag(call, 9, "use_causal_mask", false)) {
            scores = causal(call, scores);
        }
        Symbol weights = ops.alongAxis("Softmax", scores, 3);
        Symbol mixed = ops.transpose(ops.matmul(weights, v), 0, 2, 1, 3);
        Shape joined =
                Shape.of(
                        mixed.shape().size(0),
                        mixed.shape().size(1),
                        mixed.shape().size(2) * mixed.shape().size(3));
        Tensor kernel = call.layer().weight("output/kernel");
        int inner = kernel.shape().size(0) * kernel.shape().size(1);
        int outer = kernel.count() / inner;
        Symbol result =
                DenseLayers.product(
                        call,
                        ops.reshape(mixed, joined),
                        kernel.reshape(Shape.of(inner, outer)),
                        call.findWeight("output/bias").map(bias -> bias.reshape(Shape.of(outer))));
        List<Integer> sizes = new ArrayList<>(queries.dimensions().subList(0, rank - 1));
        for (int i = 2; i < kernel.shape().rank(); i++) {
            sizes.add(kernel.shape().size(i));
        }
        Symbol output = ops.reshape(result, new Shape(sizes));
        return Options.flag(call, 7, "return_attention_scores", false)
                ? List.of(output, weights)
                : List.of(output);
    }

    private static void refuseMasks(Conversion call) {
        for (String mask : List.of("query_mask", "value_mask", "key_mask", "attention_mask")) {
            if (call.argument(Integer.MAX_VALUE, mask).isPresent()) {
                throw call.unsupported("it is called with " + mask + ", which is not supported");
            }
        }
        if (call.config().has("sliding_window") || call.config().flag("use_gate", false)) {
            throw call.unsupported("sliding_window and use_gate are not supported");
        }
    }

    /** All places of a picture in one row; attention along some axes alone is not supported. */
    private static Symbol tokens(Conversion call, Symbol x) {
        int rank = x.rank();
        Optional<List<Integer>> axes = call.config().integers("attention_axes");
        if (rank < 3 || axes.isPresent() && axes.get().size() != rank - 2) {
            throw call.unsupported(
                    "attention along the axes %s of %s is not supported, only along all but the first"
                                    .formatted(axes.orElse(List.of()), x.shape())
                            + " and the last");
        }
        if (rank == 3) {
            return x;
        }
        int count = 1;
        for (int axis = 1; axis < rank - 1; axis++) {
            int size = x.shape().size(axis);
            count = size == Shape.UNKNOWN || count < 0 ? Shape.UNKNOWN : count * size;
        }
        return call.ops().reshape(x, Shape.of(x.shape().size(0), count, x.shape().size(-1)));
    }

    /** (batch, places, features) to (batch, places, heads, size of a head). */
    private static Symbol project(Conversion call, Symbol x, String part, double scale) {
        Tensor kernel = call.layer().weight(part + "/kernel");
        int heads = kernel.shape().size(1);
        int size = kernel.shape().size(2);
        Symbol result =
                DenseLayers.product(
                        call,
                        x,
                        scaled(kernel, scale)
                                .reshape(Shape.of(kernel.shape().size(0), heads * size)),
                        call.findWeight(part + "/bias")
                                .map(bias -> scaled(bias, scale).reshape(Shape.of(heads * size))));
        return call.ops()
                .reshape(result, Shape.of(x.shape().size(0), x.shape().size(1), heads, size));
    }

    private static Tensor scaled(Tensor tensor, double factor) {
        if (factor == 1) {
            return tensor;
        }
        float[] values = tensor.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
        return Tensor.wrap(tensor.shape(), values);
    }

    /** Heads that several queries share. */
    private static Symbol repeat(Ops ops, Symbol x, int repeats) {
        if (repeats == 1) {
            return x;
        }
        long[] heads = new long[x.shape().size(1) * repeats];
        Arrays.setAll(heads, head -> head / repeats);
        return ops.gather(x, 1, heads);
    }

    /** No place looks at one after it. */
    private static Symbol causal(Conversion call, Symbol scores) {
        int rows = scores.shape().size(-2);
        int columns = scores.shape().size(-1);
        if (rows == Shape.UNKNOWN || columns == Shape.UNKNOWN) {
            throw call.unsupported("a causal mask needs a known length, has " + scores.shape());
        }
        float[] mask = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = row + 1; column < columns; column++) {
                mask[row * columns + column] = (float) MASKED;
            }
        }
        Symbol constant = Symbol.constant(Tensor.wrap(Shape.of(rows, columns), mask));
        return call.ops().binary("Add", scores, constant);
    }

    private static List<Symbol> plain(Conversion call, boolean additive) {
        Ops ops = call.ops();
        List<Symbol> inputs = call.inputs();
        if (inputs.size() < 2 || inputs.size() > 3) {
            throw call.unsupported("takes query, value and perhaps key, has " + inputs.size());
        }
        if (call.argument(Integer.MAX_VALUE, "mask").isPresent()) {
            throw call.unsupported("it is called with a mask, which is not supported");
        }
        Symbol query = inputs.get(0);
        Symbol value = inputs.get(1);
        Symbol key = inputs.size() > 2 ? inputs.get(2) : value;
        Symbol scores = additive ? additive(call, query, key) : scores(call, query, key);
        if (Options.flag(call, 4, "use_causal_mask", call.config().flag("causal", false))) {
            scores = causal(call, scores);
        }
        Symbol weights = ops.alongAxis("Softmax", scores, -1);
        Symbol output = ops.matmul(weights, value);
        return Options.flag(call, 3, "return_attention_scores", false)
                ? List.of(output, weights)
                : List.of(output);
    }

    private static Symbol scores(Conversion call, Symbol query, Symbol key) {
        Ops ops = call.ops();
        Optional<Tensor> scale = call.findWeight("scale");
        if (call.config().text("score_mode", "dot").equals("concat")) {
            Symbol sum = ops.binary("Add", ops.expand(query, 2), ops.expand(key, 1));
            Symbol bent =
                    ops.unary(
                            "Tanh",
                            scale.isPresent() ? ops.scaled(sum, scale.get().get(0), 0) : sum);
            Symbol total = ops.reduce("ReduceSum", bent, new int[] {3}, false);
            return ops.scaled(total, call.layer().weight("concat_score_weight").get(0), 0);
        }
        Symbol scores = ops.matmul(query, ops.transpose(key, 0, 2, 1));
        return scale.isPresent() ? ops.scaled(scores, scale.get().get(0), 0) : scores;
    }

    private static Symbol additive(Conversion call, Symbol query, Symbol key) {
        Ops ops = call.ops();
        Symbol sum = ops.binary("Add", ops.expand(query, 2), ops.expand(key, 1));
        Symbol bent = ops.unary("Tanh", sum);
        Optional<Tensor> scale = call.findWeight("scale");
        Symbol weighted =
                scale.isPresent() ? ops.binary("Mul", bent, Symbol.constant(scale.get())) : bent;
        return ops.reduce("ReduceSum", weighted, new int[] {3}, false);
    }
}
