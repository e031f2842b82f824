package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What networks do to their input first, and what does nothing at all. */
final class PreprocessingModules {
    /** The smallest deviation that Keras divides by. */
    private static final double EPSILON = 1e-7;

    private PreprocessingModules() {}

    /** What the layer computes; null if the class is none of these. */
    static LayerModule find(LayerContext layer) {
        return switch (layer.className()) {
            case "Rescaling" -> rescaling(layer);
            case "Normalization" -> normalization(layer);
            // The trainer changes faces at random itself; what a network brings for it rests.
            case "Identity",
                    "Cast",
                    "RandomBrightness",
                    "RandomContrast",
                    "RandomFlip",
                    "RandomRotation",
                    "RandomTranslation",
                    "RandomZoom" ->
                    (inputs, pass) -> inputs.get(0);
            default -> null;
        };
    }

    private static LayerModule rescaling(LayerContext layer) {
        return affine(layer, numbers(layer, "scale", 1), numbers(layer, "offset", 0));
    }

    private static LayerModule affine(LayerContext layer, Tensor scale, Tensor offset) {
        Weight factor = layer.constant("scale", scale);
        Weight shift = layer.constant("offset", offset);
        return (inputs, pass) -> inputs.get(0).mul(factor.tensor()).add(shift.tensor());
    }

    private static LayerModule normalization(LayerContext layer) {
        boolean given = layer.config().has("mean");
        Tensor mean = given ? numbers(layer, "mean", 0) : layer.layer().weight("mean");
        Tensor variance = given ? numbers(layer, "variance", 1) : layer.layer().weight("variance");
        boolean inverse = layer.config().flag("invert", false);
        int count = mean.count();
        float[] scale = new float[count];
        float[] shift = new float[count];
        for (int i = 0; i < count; i++) {
            double root = Math.sqrt(variance.get(variance.count() == 1 ? 0 : i));
            double deviation = Math.max(root, EPSILON);
            scale[i] = (float) (inverse ? deviation : 1 / deviation);
            shift[i] = (float) (inverse ? mean.get(i) : -mean.get(i) / deviation);
        }
        Shape shape = alongAxes(layer, count);
        return affine(layer, Tensor.wrap(shape, scale), Tensor.wrap(shape, shift));
    }

    /** The shape of mean and variance against the input: 1 but along the axes that are kept. */
    private static Shape alongAxes(LayerContext layer, int count) {
        if (count == 1) {
            return Shape.of(1);
        }
        Shape input = layer.inputShape();
        int[] sizes = new int[input.rank()];
        Arrays.fill(sizes, 1);
        for (int axis : layer.config().integers("axis").orElse(List.of(-1))) {
            int positive = axis < 0 ? axis + input.rank() : axis;
            sizes[positive] = input.size(positive);
        }
        return Shape.of(sizes);
    }

    /** A number or a list of numbers of the configuration. */
    private static Tensor numbers(LayerContext layer, String key, double otherwise) {
        Optional<Object> value = layer.config().find(key);
        if (value.isPresent() && value.get() instanceof List<?>) {
            List<Float> flat = new ArrayList<>();
            collect(layer, key, value.get(), flat);
            float[] values = new float[flat.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = flat.get(i);
            }
            return Tensor.wrap(Shape.of(values.length), values);
        }
        return Tensor.of(Shape.of(), (float) layer.config().number(key, otherwise));
    }

    private static void collect(LayerContext layer, String key, Object value, List<Float> numbers) {
        if (value instanceof List<?> list) {
            list.forEach(item -> collect(layer, key, item, numbers));
        } else if (value instanceof Number number) {
            numbers.add(number.floatValue());
        } else {
            throw layer.config().wrong(key, value, "numbers");
        }
    }
}
