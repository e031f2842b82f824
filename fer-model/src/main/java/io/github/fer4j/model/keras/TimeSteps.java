package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The reshapes that say a TimeDistributed layer in terms of plain ones. */
final class TimeSteps {
    private static final Set<String> ALONG_LAST_AXIS =
            Set.of(
                    "Dense",
                    "Activation",
                    "ReLU",
                    "LeakyReLU",
                    "ELU",
                    "Dropout",
                    "GaussianDropout",
                    "GaussianNoise",
                    "Identity");

    private TimeSteps() {}

    /** Whether the inner layer does the same to a tensor with one dimension more. */
    static boolean isAlongLastAxis(ParsedLayer layer) {
        return ALONG_LAST_AXIS.contains(layer.className());
    }

    /** (batch, steps, …) to (batch · steps, …). */
    static ParsedLayer join(ParsedLayer layer, Shape input) {
        List<Object> sizes = new ArrayList<>();
        sizes.add(-1L);
        for (int axis = 2; axis < input.rank(); axis++) {
            sizes.add(known(layer, input, axis));
        }
        return reshape(layer.name() + "/join", sizes);
    }

    /** (batch · steps, …) to (batch, steps, …). */
    static ParsedLayer part(ParsedLayer layer, Shape input, Shape answer) {
        List<Object> sizes = new ArrayList<>();
        sizes.add(-1L);
        sizes.add(known(layer, input, 1));
        for (int axis = 1; axis < answer.rank(); axis++) {
            sizes.add(known(layer, answer, axis));
        }
        return reshape(layer.name() + "/part", sizes);
    }

    private static Object known(ParsedLayer layer, Shape shape, int axis) {
        if (shape.rank() <= axis || shape.size(axis) == Shape.UNKNOWN) {
            throw new ModelFormatException(
                    "layer '%s' is TimeDistributed and needs known sizes, got %s"
                            .formatted(layer.name(), shape));
        }
        return (long) shape.size(axis);
    }

    private static ParsedLayer reshape(String name, List<Object> sizes) {
        return new ParsedLayer(
                name,
                "Reshape",
                new LayerConfig(name, Map.of("newshape", sizes)),
                new ParsedLayer.Storage("Reshape", true, false, true, ParsedLayer.Wrapping.NONE),
                null,
                List.of());
    }
}
