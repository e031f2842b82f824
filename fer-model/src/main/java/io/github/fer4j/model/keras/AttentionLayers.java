package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Attention, and the general product that it is made of. */
final class AttentionLayers {
    private AttentionLayers() {}

    static LayerDefinition find(String className) {
        return switch (className) {
            case "MultiHeadAttention" -> new MultiHead();
            case "Attention", "AdditiveAttention" ->
                    CoreLayers.definition(AttentionLayers::attended, AttentionLayers::scale);
            case "EinsumDense" ->
                    CoreLayers.definition(
                            call -> Einsum.of(call).output(),
                            call -> Einsum.of(call).weights(call));
            default -> null;
        };
    }

    private static Shape attended(LayerCall call) {
        List<Shape> inputs = call.inputShapes();
        if (inputs.size() < 2 || inputs.size() > 3) {
            throw call.error("takes query, value and perhaps key, got " + inputs);
        }
        Shape query = inputs.get(0);
        Shape value = inputs.get(1);
        if (query.rank() != 3 || value.rank() != 3) {
            throw call.error("needs tensors of 3 dimensions, batch included, got " + inputs);
        }
        return query.with(-1, value.size(-1));
    }

    private static List<WeightSpec> scale(LayerCall call) {
        List<WeightSpec> weights = new ArrayList<>();
        if (call.className().equals("AdditiveAttention")) {
            if (call.config().flag("use_scale", true)) {
                weights.add(WeightSpec.of("scale", call.inputShapes().get(0).size(-1)));
            }
            return weights;
        }
        if (call.config().flag("use_scale", false)) {
            weights.add(WeightSpec.of("scale"));
        }
        if (call.config().text("score_mode", "dot").equals("concat")) {
            weights.add(WeightSpec.of("concat_score_weight"));
        }
        return weights;
    }

    /** Projections to heads, attention in each, and one projection back. */
    private static final class MultiHead implements LayerDefinition {
        private static Shape query(LayerCall call) {
            if (call.arguments().size() < 2) {
                throw call.error("takes query and value, got " + call.inputShapes());
            }
            return call.inputShapes().get(0);
        }

        private static int features(LayerCall call, int input) {
            int size = call.inputShapes().get(input).size(-1);
            if (size == Shape.UNKNOWN) {
                throw call.error("needs known features, got " + call.inputShapes());
            }
            return size;
        }

        private static int[] outputSizes(LayerCall call) {
            return call.config()
                    .integers("output_shape")
                    .map(sizes -> sizes.stream().mapToInt(Integer::intValue).toArray())
                    .orElseGet(() -> new int[] {features(call, 0)});
        }

        @Override
        public List<Shape> outputShapes(LayerCall call) {
            Shape query = query(call);
            if (call.config().flag("use_gate", false)) {
                throw call.error("has a gate, which is not supported");
            }
            int[] output = outputSizes(call);
            int[] kept = java.util.Arrays.copyOf(query.toArray(), query.rank() - 1);
            Shape shape =
                    Shape.of(IntStream.concat(IntStream.of(kept), IntStream.of(output)).toArray());
            if (call.argument(5, "return_attention_scores")
                    .filter(flag -> flag.equals(new KerasArgument.FlagArgument(true)))
                    .isPresent()) {
                Shape value = call.inputShapes().get(1);
                return List.of(
                        shape,
                        Shape.of(
                                query.size(0),
                                Sizes.positive(call, "num_heads"),
                                query.size(1),
                                value.size(1)));
            }
            return List.of(shape);
        }

        @Override
        public List<WeightSpec> weights(LayerCall call) {
            query(call);
            int heads = Sizes.positive(call, "num_heads");
            int keySize = Sizes.positive(call, "key_dim");
            int valueSize = Sizes.positive(call, "value_dim", keySize);
            int value = features(call, 1);
            int key = call.inputShapes().size() > 2 ? features(call, 2) : value;
            int[] output = outputSizes(call);
            int[] outputKernel =
                    IntStream.concat(IntStream.of(heads, valueSize), IntStream.of(output))
                            .toArray();
            List<WeightSpec> weights = new ArrayList<>();
            add(
                    call,
                    weights,
                    "query",
                    new int[] {features(call, 0), heads, keySize},
                    heads,
                    keySize);
            add(call, weights, "key", new int[] {key, heads, keySize}, heads, keySize);
            add(call, weights, "value", new int[] {value, heads, valueSize}, heads, valueSize);
            add(call, weights, "output", outputKernel, output);
            return weights;
        }

        private static void add(
                LayerCall call, List<WeightSpec> weights, String part, int[] kernel, int... bias) {
            weights.add(WeightSpec.of(part + "/kernel", kernel).in(part + "_dense"));
            if (call.config().flag("use_bias", true)) {
                weights.add(WeightSpec.of(part + "/bias", bias).in(part + "_dense"));
            }
        }
    }
}
