package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import java.util.ArrayList;
import java.util.List;

/** Normalisations; all keep the shape. */
final class NormalizationLayers {
    private NormalizationLayers() {}

    static LayerDefinition find(String className) {
        return switch (className) {
            case "BatchNormalization" -> sameShape(NormalizationLayers::batch);
            case "LayerNormalization" -> sameShape(NormalizationLayers::layer);
            case "GroupNormalization" -> sameShape(NormalizationLayers::group);
            case "RMSNormalization" -> sameShape(NormalizationLayers::rootMeanSquare);
            case "UnitNormalization" -> sameShape(call -> List.of());
            case "Normalization" -> sameShape(NormalizationLayers::normalization);
            case "LayerScale" -> sameShape(NormalizationLayers::layerScale);
            default -> null;
        };
    }

    private static LayerDefinition sameShape(
            java.util.function.Function<LayerCall, List<WeightSpec>> weights) {
        return CoreLayers.definition(LayerCall::inputShape, weights);
    }

    private static int sizeAlong(LayerCall call, int axis) {
        Shape input = call.inputShape();
        int size = input.size(Sizes.axis(call, axis, input.rank()));
        if (size == Shape.UNKNOWN) {
            throw call.error("needs a known size along axis %d, got %s".formatted(axis, input));
        }
        return size;
    }

    private static List<WeightSpec> scaleAndCenter(LayerCall call, int... sizes) {
        List<WeightSpec> weights = new ArrayList<>();
        if (call.config().flag("scale", true)) {
            weights.add(WeightSpec.of("gamma", sizes));
        }
        if (call.config().flag("center", true)) {
            weights.add(WeightSpec.of("beta", sizes));
        }
        return weights;
    }

    private static List<WeightSpec> batch(LayerCall call) {
        int size = sizeAlong(call, call.config().integer("axis", -1));
        List<WeightSpec> weights = scaleAndCenter(call, size);
        weights.add(WeightSpec.of("moving_mean", size).notTrainable());
        weights.add(WeightSpec.of("moving_variance", size).notTrainable());
        return weights;
    }

    private static int[] sizesAlongAxes(LayerCall call) {
        return call.config().integers("axis").orElse(List.of(-1)).stream()
                .mapToInt(axis -> sizeAlong(call, axis))
                .toArray();
    }

    private static List<WeightSpec> layer(LayerCall call) {
        int[] sizes = sizesAlongAxes(call);
        // Keras 3 before 3.9 called RMS normalisation a layer normalisation with this flag.
        if (call.config().flag("rms_scaling", false)) {
            return List.of(WeightSpec.of("gamma", sizes));
        }
        return scaleAndCenter(call, sizes);
    }

    private static List<WeightSpec> rootMeanSquare(LayerCall call) {
        return List.of(WeightSpec.of("scale", sizesAlongAxes(call)));
    }

    private static List<WeightSpec> group(LayerCall call) {
        int size = sizeAlong(call, call.config().integer("axis", -1));
        int groups = call.config().integer("groups", 32);
        // −1 stands for one group for each channel.
        if (groups != -1 && (groups < 1 || size % groups != 0)) {
            throw call.config()
                    .wrong("groups", groups, "a divisor of the %d channels".formatted(size));
        }
        return scaleAndCenter(call, size);
    }

    private static List<WeightSpec> layerScale(LayerCall call) {
        return List.of(WeightSpec.of("gamma", Sizes.positive(call, "projection_dim")));
    }

    /** Mean and variance are in the configuration, or were adapted and are weights. */
    private static List<WeightSpec> normalization(LayerCall call) {
        if (call.config().has("mean") || call.config().has("variance")) {
            return List.of();
        }
        List<Integer> axes =
                call.config().asMap().containsKey("axis")
                        ? call.config().integers("axis").orElse(List.of())
                        : List.of(-1);
        int[] sizes =
                axes.stream()
                        .map(axis -> Sizes.axis(call, axis, call.inputShape().rank()))
                        .sorted()
                        .mapToInt(axis -> sizeAlong(call, axis))
                        .toArray();
        return List.of(
                WeightSpec.of("mean", sizes).notTrainable(),
                WeightSpec.of("variance", sizes).notTrainable(),
                WeightSpec.of("count").notTrainable());
    }
}
