package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import java.util.List;

/** Pooling over windows and over whole planes. */
final class PoolingLayers {
    private PoolingLayers() {}

    static LayerDefinition find(String className) {
        return switch (className) {
            case "MaxPooling1D",
                    "MaxPooling2D",
                    "MaxPooling3D",
                    "AveragePooling1D",
                    "AveragePooling2D",
                    "AveragePooling3D" ->
                    call -> List.of(pooled(call));
            case "GlobalMaxPooling1D",
                    "GlobalMaxPooling2D",
                    "GlobalMaxPooling3D",
                    "GlobalAveragePooling1D",
                    "GlobalAveragePooling2D",
                    "GlobalAveragePooling3D" ->
                    call -> List.of(global(call));
            default -> null;
        };
    }

    private static Shape pooled(LayerCall call) {
        int rank = Sizes.spatialRank(call);
        Shape input = Sizes.spatialInput(call, rank);
        int[] pool = Sizes.positives(call, "pool_size", rank, 2);
        int[] strides =
                call.config().has("strides") ? Sizes.positives(call, "strides", rank) : pool;
        int[] sizes = input.toArray();
        int first = Sizes.firstSpatialAxis(call);
        for (int i = 0; i < rank; i++) {
            sizes[first + i] = Sizes.window(call, sizes[first + i], pool[i], strides[i], 1);
        }
        return Shape.of(sizes);
    }

    private static Shape global(LayerCall call) {
        int rank = Sizes.spatialRank(call);
        Shape input = Sizes.spatialInput(call, rank);
        int channels = input.size(Sizes.channelAxis(call, input));
        if (!call.config().flag("keepdims", false)) {
            return Shape.of(input.size(0), channels);
        }
        int[] sizes = input.toArray();
        int first = Sizes.firstSpatialAxis(call);
        java.util.Arrays.fill(sizes, first, first + rank, 1);
        return Shape.of(sizes);
    }
}
