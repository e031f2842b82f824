package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the input of a Sequential whose file does not say it, as Keras 2.2 leaves it out where the
 * network began with an InputLayer: the one with which every weight fits. Keras itself would take
 * whatever picture such a network is first called with.
 */
final class InputShapeSearch {
    /** Where more than one size fits, the one that such networks are made for. */
    private static final int[] USUAL_SIZES = {
        48, 64, 224, 96, 128, 32, 28, 44, 42, 197, 200, 100, 112, 150, 160, 192, 256, 299
    };

    private static final int MAX_SIZE = 300;
    private static final long MAX_NANOS = 1_000_000_000L;

    private InputShapeSearch() {}

    static boolean isNeeded(ParsedModel model) {
        return model.sequential() && !model.layers().get(0).config().has("batch_shape");
    }

    /**
     * @param fits builds the model and fails if a weight does not fit
     */
    static ParsedModel complete(ParsedModel model, Consumer<ParsedModel> fits) {
        long start = System.nanoTime();
        for (Shape shape : candidates()) {
            ParsedModel completed = with(model, shape);
            try {
                fits.accept(completed);
                return completed;
            } catch (ModelFormatException e) {
                if (System.nanoTime() - start > MAX_NANOS) {
                    break;
                }
            }
        }
        throw new ModelFormatException(
                "input '%s': the file does not say the input's shape, and no usual one fits its"
                                .formatted(model.layers().get(0).name())
                        + " weights; build the network with an input shape and save it again");
    }

    /**
     * @param size height and width, null if any will do
     * @param channels 1 for grey, 3 for colour
     */
    private record Shape(Integer size, int channels) {}

    private static List<Shape> candidates() {
        List<Shape> shapes = new ArrayList<>(List.of(new Shape(null, 1), new Shape(null, 3)));
        for (int size : USUAL_SIZES) {
            shapes.add(new Shape(size, 1));
            shapes.add(new Shape(size, 3));
        }
        for (int size = 8; size <= MAX_SIZE; size++) {
            shapes.add(new Shape(size, 1));
            shapes.add(new Shape(size, 3));
        }
        return shapes;
    }

    private static ParsedModel with(ParsedModel model, Shape shape) {
        ParsedLayer input = model.layers().get(0);
        Long size = shape.size == null ? null : Long.valueOf(shape.size);
        List<ParsedLayer> layers = new ArrayList<>(model.layers());
        layers.set(
                0,
                new ParsedLayer(
                        input.name(),
                        input.className(),
                        new LayerConfig(
                                input.name(),
                                Map.of(
                                        "batch_shape",
                                        Arrays.asList(null, size, size, (long) shape.channels))),
                        input.storage(),
                        null,
                        input.calls()));
        return new ParsedModel(
                model.name(),
                model.sequential(),
                model.trainable(),
                layers,
                model.inputs(),
                model.outputs());
    }
}
