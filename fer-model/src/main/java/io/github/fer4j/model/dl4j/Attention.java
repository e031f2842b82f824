package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Attention over tokens. */
final class Attention {
    private static final List<String> PARTS = List.of("query", "key", "value", "output");

    private Attention() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("MultiHeadAttention", Attention::multiHead);
        converters.put("Attention", Attention::dotProduct);
        converters.put("AdditiveAttention", Attention::additive);
    }

    private static void refuseMasks(Call call) {
        Arguments.refuse(
                call,
                "mask",
                "query_mask",
                "value_mask",
                "key_mask",
                "attention_mask",
                "use_causal_mask",
                "return_attention_scores");
        if (call.node().arguments().size() > 3 || call.node().outputShapes().size() != 1) {
            throw call.refuse("a mask or attention scores");
        }
    }

    private static Step multiHead(Call call) {
        refuseMasks(call);
        boolean tokens = call.inputs().stream().allMatch(in -> call.model().shape(in).rank() == 3);
        if (!tokens || call.outputShape().rank() != 3 || call.config().flag("use_gate", false)) {
            throw call.refuse("other than (batch, tokens, features), or a gate");
        }
        int query = Arguments.tensor(call, 0, "query");
        int value = Arguments.tensor(call, 1, "value");
        boolean hasKey = Arguments.find(call, 2, "key").isPresent();
        int key = hasKey ? Arguments.tensor(call, 2, "key") : value;
        int heads = call.config().integer("num_heads");
        int size = call.weight("query/kernel").shape().size(-1);
        boolean bias = call.findWeight("query/bias").isPresent();
        List<Tensor> weights = new ArrayList<>();
        for (String part : PARTS) {
            weights.add(matrix(call.weight(part + "/kernel"), part.equals("output")));
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

    /** Query, value and, if it is not the value, key. */
    private static int keyOf(Call call) {
        refuseMasks(call);
        int count = call.inputs().size();
        boolean list = call.mergesList() && call.node().arguments().size() == 1;
        if (!list || count < 2 || count > 3 || call.config().flag("causal", false)) {
            throw call.refuse("it needs a list of query, value and perhaps key, and no mask");
        }
        return count == 3 ? 2 : 1;
    }

    private static Step dotProduct(Call call) {
        int key = keyOf(call);
        if (!call.config().text("score_mode", "dot").equals("dot")) {
            throw call.refuse("score_mode " + call.config().text("score_mode", "dot"));
        }
        List<Tensor> weights = new ArrayList<>();
        call.findWeight("scale").ifPresent(scale -> weights.add(scale.reshape(Shape.of(1))));
        return new Step(
                (in, w) -> {
                    INDArray scores = batchedProduct(in[0], Ops.permuted(in[key], 0, 2, 1));
                    if (w.length > 0) {
                        Ops.run("multiply", scores, new int[0], scores, w[0]);
                    }
                    return batchedProduct(Activations.softmax(scores, 2, false), in[1]);
                },
                weights);
    }

    private static Step additive(Call call) {
        int key = keyOf(call);
        List<Tensor> weights = new ArrayList<>();
        call.findWeight("scale").ifPresent(weights::add);
        return new Step(
                (in, w) -> {
                    INDArray q = in[0].reshape('c', withOne(in[0], 2));
                    INDArray k = in[key].reshape('c', withOne(in[key], 1));
                    INDArray sums = Nd4j.math().tanh(Ops.binary("add", q, k));
                    if (w.length > 0) {
                        Ops.run("multiply", sums, new int[0], sums, w[0]);
                    }
                    INDArray scores = sums.sum(3);
                    return batchedProduct(Activations.softmax(scores, 2, false), in[1]);
                },
                weights);
    }

    private static long[] withOne(INDArray x, int axis) {
        return axis == 2
                ? new long[] {x.size(0), x.size(1), 1, x.size(2)}
                : new long[] {x.size(0), 1, x.size(1), x.size(2)};
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
