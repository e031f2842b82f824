package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Attention without heads and projections: by dot products, and additive. */
final class PlainAttention {
    private PlainAttention() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("Attention", PlainAttention::dotProduct);
        converters.put("AdditiveAttention", PlainAttention::additive);
    }

    /** Where the key is: query, value and, if it is not the value, key go in as a list. */
    private static int keyOf(Call call) {
        Attention.refuseMasks(call);
        int count = call.inputs().size();
        boolean list = call.mergesList() && call.node().arguments().size() == 1;
        if (!list || count < 2 || count > 3) {
            throw call.refuse("it needs a list of query, value and perhaps key");
        }
        return count == 3 ? 2 : 1;
    }

    /** Shares of the scores, or what they mix: the layer's second output, or its first. */
    private static TensorFunction mixing(Call call, TensorFunction scores) {
        boolean causal = Attention.isCausal(call) || call.config().flag("causal", false);
        boolean scoresAsked = call.output() == 1;
        return (in, w) -> {
            INDArray all = scores.apply(in, w);
            INDArray shares = Activations.softmax(causal ? Attention.masked(all) : all, false, 2);
            return scoresAsked ? shares : Attention.batchedProduct(shares, in[1]);
        };
    }

    private static Step dotProduct(Call call) {
        int key = keyOf(call);
        String mode = call.config().text("score_mode", "dot");
        List<Tensor> weights = new ArrayList<>();
        call.findWeight("scale").ifPresent(scale -> weights.add(scale.reshape(Shape.of(1))));
        return switch (mode) {
            case "dot" -> new Step(mixing(call, (in, w) -> products(in[0], in[key], w)), weights);
            case "concat" -> {
                boolean scaled = !weights.isEmpty();
                weights.add(call.weight("concat_score_weight").reshape(Shape.of(1)));
                yield new Step(
                        mixing(call, (in, w) -> concatenated(in[0], in[key], w, scaled)), weights);
            }
            default -> throw call.refuse("score_mode " + mode);
        };
    }

    private static INDArray products(INDArray query, INDArray key, INDArray[] w) {
        INDArray scores = Attention.batchedProduct(query, Ops.permuted(key, 0, 2, 1));
        return w.length == 0 ? scores : Ops.run("multiply", scores, new int[0], scores, w[0]);
    }

    private static INDArray concatenated(
            INDArray query, INDArray key, INDArray[] w, boolean scaled) {
        INDArray sums = sums(query, key);
        if (scaled) {
            Ops.run("multiply", sums, new int[0], sums, w[0]);
        }
        return Ops.binary("multiply", Nd4j.math().tanh(sums).sum(3), w[w.length - 1]);
    }

    private static Step additive(Call call) {
        int key = keyOf(call);
        List<Tensor> weights = new ArrayList<>();
        call.findWeight("scale").ifPresent(weights::add);
        TensorFunction scores =
                (in, w) -> {
                    INDArray bent = Nd4j.math().tanh(sums(in[0], in[key]));
                    if (w.length > 0) {
                        Ops.run("multiply", bent, new int[0], bent, w[0]);
                    }
                    return bent.sum(3);
                };
        return new Step(mixing(call, scores), weights);
    }

    /** Every query with every key: (batch, queries, keys, features). */
    private static INDArray sums(INDArray queries, INDArray keys) {
        return Ops.binary(
                "add",
                queries.reshape('c', queries.size(0), queries.size(1), 1, queries.size(2)),
                keys.reshape('c', keys.size(0), 1, keys.size(1), keys.size(2)));
    }
}
