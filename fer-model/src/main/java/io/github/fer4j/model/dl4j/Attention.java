package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Attention over tokens. */
final class Attention {
    private static final List<String> PARTS = List.of("query", "key", "value", "attention_output");

    private Attention() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("MultiHeadAttention", Attention::multiHead);
    }

    private static Step multiHead(Call call) {
        boolean flags =
                Arguments.flag(call, -1, "use_causal_mask", false)
                        || Arguments.flag(call, -1, "return_attention_scores", false);
        boolean mask = Arguments.find(call, 3, "attention_mask").isPresent();
        if (flags || mask || call.output() != 0 || call.outputShape().rank() != 3) {
            throw call.refuse("a mask, attention scores, or other than (batch, tokens, features)");
        }
        int query = Arguments.operand(call, 0, "query").input();
        int value = Arguments.operand(call, 1, "value").input();
        boolean hasKey = Arguments.find(call, 2, "key").isPresent();
        int key = hasKey ? Arguments.operand(call, 2, "key").input() : value;
        if (query < 0 || value < 0 || key < 0) {
            throw call.refuse("one of its arguments is a constant");
        }
        int heads = call.config().integer("num_heads");
        int size = call.weight("query/kernel").shape().size(-1);
        boolean bias = call.findWeight("query/bias").isPresent();
        List<Tensor> weights = new ArrayList<>();
        for (String part : PARTS) {
            weights.add(matrix(call.weight(part + "/kernel"), part.equals("attention_output")));
            if (bias) {
                Tensor values = call.weight(part + "/bias");
                weights.add(values.reshape(Shape.of(values.count())));
            }
        }
        double scale = 1 / Math.sqrt(size);
        return new Step(
                (in, w) -> {
                    INDArray q = split(project(in[query], w, 0, bias).muli(scale), heads);
                    INDArray k = split(project(in[key], w, 1, bias), heads);
                    INDArray v = split(project(in[value], w, 2, bias), heads);
                    INDArray scores = batchedProduct(q, Ops.permuted(k, 0, 1, 3, 2));
                    INDArray shares = Activations.softmax(scores, 3, false);
                    INDArray mixed = Ops.permuted(batchedProduct(shares, v), 0, 2, 1, 3);
                    INDArray joined =
                            mixed.reshape(
                                    'c',
                                    mixed.size(0),
                                    mixed.size(1),
                                    mixed.size(2) * mixed.size(3));
                    return project(joined, w, 3, bias);
                },
                weights);
    }

    /** A kernel over heads as a matrix: (in, heads × size), or (heads × size, out). */
    private static Tensor matrix(Tensor kernel, boolean output) {
        int columns = output ? kernel.shape().size(-1) : kernel.count() / kernel.shape().size(0);
        return kernel.reshape(Shape.of(kernel.count() / columns, columns));
    }

    private static INDArray project(INDArray x, INDArray[] w, int part, boolean bias) {
        return bias
                ? DenseLayers.product(x, w[2 * part], w[2 * part + 1])
                : DenseLayers.product(x, w[part], null);
    }

    /** (batch, tokens, heads × size) as (batch, heads, tokens, size). */
    private static INDArray split(INDArray x, int heads) {
        return Ops.permuted(
                x.reshape('c', x.size(0), x.size(1), heads, x.size(2) / heads), 0, 2, 1, 3);
    }

    /**
     * @param a (…, m, k)
     * @param b (…, k, n) with the same leading sizes
     * @return (…, m, n)
     */
    static INDArray batchedProduct(INDArray a, INDArray b) {
        int last = a.rank() - 1;
        long m = a.size(last - 1);
        long n = b.size(last);
        long count = a.length() / (m * a.size(last));
        long[] shape = a.shape().clone();
        shape[last] = n;
        INDArray result = Ops.create(shape);
        INDArray left = a.reshape('c', count, m, a.size(last));
        INDArray right = b.reshape('c', count, b.size(last - 1), n);
        INDArray products = result.reshape('c', count, m, n);
        for (long i = 0; i < count; i++) {
            Ops.matrixProduct(left.slice(i), right.slice(i), products.slice(i));
        }
        return result;
    }
}
