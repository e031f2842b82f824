package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasArgument.FlagArgument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Attention over tokens. */
final class Attention {
    /** Added to a score, leaves nothing of it after the softmax. */
    private static final float MASKED = -1e9f;

    private static final List<String> PARTS = List.of("query", "key", "value", "output");

    private Attention() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("MultiHeadAttention", Attention::multiHead);
    }

    static void refuseMasks(Call call) {
        Arguments.refuse(call, "mask", "query_mask", "value_mask", "key_mask", "attention_mask");
        if (call.node().arguments().size() > 3) {
            throw call.refuse("more than query, value and key by position");
        }
    }

    static boolean isCausal(Call call) {
        return call.node().keywords().get("use_causal_mask") instanceof FlagArgument flag
                && flag.value();
    }

    private static Step multiHead(Call call) {
        refuseMasks(call);
        int places = call.inputShape(0).rank() - 2;
        int axes = call.config().integers("attention_axes").map(List::size).orElse(places);
        if (places < 1 || axes != places || call.config().flag("use_gate", false)) {
            throw call.refuse("attention along some of its axes, or a gate");
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
        boolean causal = isCausal(call);
        boolean scoresAsked = call.output() == 1;
        int[] output = kernelSizes(call.weight("output/kernel"));
        return new Step(
                (in, w) -> {
                    INDArray tokens = tokens(in[query]);
                    INDArray q = split(project(tokens, w, 0, bias).muli(scale), heads);
                    INDArray k = split(project(tokens(in[key]), w, 1, bias), heads);
                    INDArray v = split(project(tokens(in[value]), w, 2, bias), heads);
                    INDArray scores = batchedProduct(q, Ops.permuted(k, 0, 1, 3, 2));
                    INDArray shares =
                            Activations.softmax(causal ? masked(scores) : scores, false, 3);
                    if (scoresAsked) {
                        return shares;
                    }
                    INDArray mixed = Ops.permuted(batchedProduct(shares, v), 0, 2, 1, 3);
                    INDArray joined =
                            mixed.reshape(
                                    'c',
                                    mixed.size(0),
                                    mixed.size(1),
                                    mixed.size(2) * mixed.size(3));
                    return project(joined, w, 3, bias).reshape('c', shape(in[query], output));
                },
                weights);
    }

    /** The places of a picture, and what there is for each. */
    private static long[] shape(INDArray query, int[] features) {
        int places = query.rank() - 1;
        long[] shape = Arrays.copyOf(query.shape(), places + features.length);
        for (int i = 0; i < features.length; i++) {
            shape[places + i] = features[i];
        }
        return shape;
    }

    /** What the kernel (heads, size, …) gives for each token. */
    private static int[] kernelSizes(Tensor kernel) {
        int[] sizes = kernel.shape().toArray();
        return Arrays.copyOfRange(sizes, 2, sizes.length);
    }

    /** All places of a picture in one row. */
    private static INDArray tokens(INDArray x) {
        long features = x.size(x.rank() - 1);
        return x.rank() == 3
                ? x
                : x.reshape('c', x.size(0), x.length() / x.size(0) / features, features);
    }

    /** No token looks at one after it. */
    static INDArray masked(INDArray scores) {
        int rows = Math.toIntExact(scores.size(-2));
        int columns = Math.toIntExact(scores.size(-1));
        float[][] mask = new float[rows][columns];
        for (int row = 0; row < rows; row++) {
            for (int column = row + 1; column < columns; column++) {
                mask[row][column] = MASKED;
            }
        }
        return Ops.binary("add", scores, Nd4j.create(mask));
    }

    /** A kernel over heads as a matrix: (in, heads × size), or (heads × size, out). */
    private static Tensor matrix(Tensor kernel, boolean output) {
        int columns =
                output
                        ? kernel.count() / (kernel.shape().size(0) * kernel.shape().size(1))
                        : kernel.count() / kernel.shape().size(0);
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
