package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import java.util.List;

/** Padding, cropping, scaling, and what a network does to its pictures first. */
final class ResamplingLayers {
    private ResamplingLayers() {}

    static LayerDefinition find(String className) {
        return switch (className) {
            case "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D" ->
                    call -> List.of(sides(call, "padding", 1));
            case "Cropping1D", "Cropping2D", "Cropping3D" ->
                    call -> List.of(sides(call, "cropping", -1));
            case "UpSampling1D", "UpSampling2D", "UpSampling3D" -> call -> List.of(scaled(call));
            case "Resizing", "CenterCrop" -> call -> List.of(resized(call));
            case "Rescaling",
                    "RandomFlip",
                    "RandomRotation",
                    "RandomTranslation",
                    "RandomZoom",
                    "RandomContrast",
                    "RandomBrightness",
                    "RandomShear",
                    "RandomHue",
                    "RandomSaturation",
                    "RandomSharpness",
                    "RandomColorJitter",
                    "RandomColorDegeneration",
                    "RandomGrayscale",
                    "RandomPosterization",
                    "RandomInvert",
                    "RandomErasing",
                    "RandomGaussianBlur",
                    "RandomPerspective",
                    "RandomElasticTransform",
                    "RandAugment",
                    "AugMix",
                    "MixUp",
                    "CutMix" ->
                    call -> List.of(call.inputShape());
            default -> null;
        };
    }

    private static Shape sides(LayerCall call, String key, int sign) {
        int rank = Sizes.spatialRank(call);
        Shape input = Sizes.spatialInput(call, rank);
        int[][] sides = Sizes.sides(call, key, rank);
        int[] sizes = input.toArray();
        int first = Sizes.firstSpatialAxis(call);
        for (int i = 0; i < rank; i++) {
            if (sizes[first + i] != Shape.UNKNOWN) {
                long size = sizes[first + i] + sign * ((long) sides[i][0] + sides[i][1]);
                if (size < 1) {
                    throw call.error("crops %s to nothing".formatted(input));
                }
                sizes[first + i] = Math.toIntExact(size);
            }
        }
        return Shape.of(sizes);
    }

    private static Shape scaled(LayerCall call) {
        int rank = Sizes.spatialRank(call);
        Shape input = Sizes.spatialInput(call, rank);
        int[] factors = Sizes.positives(call, "size", rank, 2);
        int[] sizes = input.toArray();
        int first = Sizes.firstSpatialAxis(call);
        for (int i = 0; i < rank; i++) {
            if (sizes[first + i] != Shape.UNKNOWN) {
                sizes[first + i] = Math.multiplyExact(sizes[first + i], factors[i]);
            }
        }
        return Shape.of(sizes);
    }

    private static Shape resized(LayerCall call) {
        Shape input = call.inputShape();
        if (input.rank() != 4) {
            throw call.error("needs 4 dimensions, batch included, got " + input);
        }
        int first = Sizes.firstSpatialAxis(call);
        return input.with(first, Sizes.positive(call, "height"))
                .with(first + 1, Sizes.positive(call, "width"));
    }
}
