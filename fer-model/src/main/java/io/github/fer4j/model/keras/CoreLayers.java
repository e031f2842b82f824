package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Dense, activations, shapes, and what does nothing when a network answers. */
final class CoreLayers {
    private CoreLayers() {}

    static LayerDefinition find(String className) {
        return switch (className) {
            case "InputLayer" -> call -> List.of(input(call));
            case "Activation",
                    "ReLU",
                    "LeakyReLU",
                    "ELU",
                    "ThresholdedReLU",
                    "Softmax",
                    "Dropout",
                    "SpatialDropout1D",
                    "SpatialDropout2D",
                    "SpatialDropout3D",
                    "AlphaDropout",
                    "GaussianDropout",
                    "GaussianNoise",
                    "ActivityRegularization",
                    "Identity",
                    "StochasticDepth" ->
                    call -> List.of(call.inputShape());
            case "PReLU" -> definition(call -> call.inputShape(), CoreLayers::prelu);
            case "Dense" -> definition(CoreLayers::dense, CoreLayers::denseWeights);
            case "Flatten" -> call -> List.of(flatten(call));
            case "Reshape" -> call -> List.of(reshape(call));
            case "Permute" -> call -> List.of(permute(call));
            case "RepeatVector" -> call -> List.of(repeat(call));
            default -> null;
        };
    }

    /** A layer with one output. */
    static LayerDefinition definition(
            Function<LayerCall, Shape> shape, Function<LayerCall, List<WeightSpec>> weights) {
        return new LayerDefinition() {
            @Override
            public List<Shape> outputShapes(LayerCall call) {
                return List.of(shape.apply(call));
            }

            @Override
            public List<WeightSpec> weights(LayerCall call) {
                return weights.apply(call);
            }
        };
    }

    private static Shape input(LayerCall call) {
        Object value =
                call.config()
                        .find("batch_shape")
                        .orElseThrow(
                                () ->
                                        new ModelFormatException(
                                                ("input '%s': the file does not say the input's"
                                                                + " shape; build the network and"
                                                                + " save it again")
                                                        .formatted(call.layerName())));
        // Several inputs that were never named apart come as a list of shapes; one is taken.
        if (value instanceof List<?> outer && outer.size() == 1 && outer.get(0) instanceof List) {
            value = outer.get(0);
        }
        if (!(value instanceof List<?> list) || list.isEmpty() || list.size() > 8) {
            throw call.config().wrong("batch_shape", value, "a list of sizes");
        }
        int[] sizes = new int[list.size()];
        for (int i = 0; i < sizes.length; i++) {
            Object size = list.get(i);
            if (size == null) {
                sizes[i] = Shape.UNKNOWN;
            } else if (size instanceof Long number && number >= 1 && number <= Integer.MAX_VALUE) {
                sizes[i] = number.intValue();
            } else {
                throw call.config().wrong("batch_shape", value, "sizes of at least 1, or null");
            }
        }
        // A batch fixed in training says nothing about how many are asked later.
        sizes[0] = Shape.UNKNOWN;
        return Shape.of(sizes);
    }

    private static List<WeightSpec> prelu(LayerCall call) {
        int[] sizes = call.inputShape().toArray();
        for (int axis : call.config().integers("shared_axes").orElse(List.of())) {
            sizes[Sizes.axis(call, axis, sizes.length)] = 1;
        }
        int[] alpha = java.util.Arrays.copyOfRange(sizes, 1, sizes.length);
        for (int size : alpha) {
            if (size == Shape.UNKNOWN) {
                throw call.error("needs known sizes, got " + call.inputShape());
            }
        }
        return List.of(WeightSpec.of("alpha", alpha));
    }

    private static Shape dense(LayerCall call) {
        Shape input = call.inputShape();
        if (input.rank() < 2) {
            throw call.error("needs at least 2 dimensions, batch included, got " + input);
        }
        return input.with(-1, Sizes.positive(call, "units"));
    }

    private static List<WeightSpec> denseWeights(LayerCall call) {
        int in = call.inputShape().size(-1);
        if (in == Shape.UNKNOWN) {
            throw call.error("needs a known last dimension, got " + call.inputShape());
        }
        int units = Sizes.positive(call, "units");
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.of("kernel", in, units));
        if (call.config().flag("use_bias", true)) {
            weights.add(WeightSpec.of("bias", units));
        }
        return weights;
    }

    private static Shape flatten(LayerCall call) {
        Shape input = call.inputShape();
        long product = 1;
        for (int axis = 1; axis < input.rank(); axis++) {
            int size = input.size(axis);
            if (size == Shape.UNKNOWN) {
                return Shape.of(input.size(0), Shape.UNKNOWN);
            }
            product = Math.multiplyExact(product, size);
        }
        return Shape.of(input.size(0), Math.toIntExact(product));
    }

    private static Shape reshape(LayerCall call) {
        Shape input = call.inputShape();
        // The operation's shape includes the batch, the layer's does not.
        if (call.config().has("newshape")) {
            return reshapedWithBatch(call, input);
        }
        List<Integer> target =
                call.config()
                        .integers("target_shape")
                        .orElseThrow(() -> call.error("has no target_shape"));
        int[] sizes = new int[target.size() + 1];
        sizes[0] = input.size(0);
        for (int i = 0; i < target.size(); i++) {
            sizes[i + 1] = target.get(i);
        }
        return reshaped(call, input, sizes, 1);
    }

    private static Shape reshapedWithBatch(LayerCall call, Shape input) {
        int[] sizes =
                call.config().integersOrNulls("newshape").orElseThrow().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
        if (sizes.length > 0 && sizes[0] == Shape.UNKNOWN && input.size(0) == Shape.UNKNOWN) {
            for (int i = 1; i < sizes.length; i++) {
                if (sizes[i] < 1) {
                    throw call.error(
                            "cannot reshape %s to %s"
                                    .formatted(input, java.util.Arrays.toString(sizes)));
                }
            }
            return Shape.of(sizes);
        }
        return reshaped(call, input, sizes, 0);
    }

    /** Fills in the one size that is −1; dimensions before {@code first} are kept as they are. */
    static Shape reshaped(LayerCall call, Shape input, int[] sizes, int first) {
        long values = 1;
        boolean known = true;
        for (int axis = first; axis < input.rank(); axis++) {
            known &= input.size(axis) != Shape.UNKNOWN;
            values = Math.multiplyExact(values, Math.max(1, input.size(axis)));
        }
        long others = 1;
        int open = -1;
        for (int i = first; i < sizes.length; i++) {
            if (sizes[i] == -1 && open < 0) {
                open = i;
            } else if (sizes[i] < 1) {
                throw call.error(
                        "cannot reshape %s to %s"
                                .formatted(input, java.util.Arrays.toString(sizes)));
            } else {
                others = Math.multiplyExact(others, sizes[i]);
            }
        }
        if (known) {
            if (open < 0 ? values != others : values % others != 0) {
                throw call.error(
                        "cannot reshape %s to %s"
                                .formatted(input, java.util.Arrays.toString(sizes)));
            }
            if (open >= 0) {
                sizes[open] = Math.toIntExact(values / others);
            }
        }
        return Shape.of(sizes);
    }

    private static Shape permute(LayerCall call) {
        Shape input = call.inputShape();
        List<Integer> order =
                call.config().integers("dims").orElseThrow(() -> call.error("has no dims"));
        if (order.size() != input.rank() - 1
                || order.stream().distinct().count() != order.size()
                || order.stream().anyMatch(axis -> axis < 1 || axis >= input.rank())) {
            throw call.config().wrong("dims", order, "an order of 1 to " + (input.rank() - 1));
        }
        int[] sizes = input.toArray();
        for (int i = 0; i < order.size(); i++) {
            sizes[i + 1] = input.size(order.get(i));
        }
        return Shape.of(sizes);
    }

    private static Shape repeat(LayerCall call) {
        Shape input = call.inputShape();
        if (input.rank() != 2) {
            throw call.error("needs 2 dimensions, batch included, got " + input);
        }
        return Shape.of(input.size(0), Sizes.positive(call, "n"), input.size(1));
    }
}
