package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Scaling inside a network, and layers that do something in training alone. */
final class PreprocessingLayers {
    /** Keras' smallest deviation. */
    private static final double EPSILON = 1e-7;

    private PreprocessingLayers() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static Symbol convert(String className, Conversion call) {
        return switch (className) {
            case "Rescaling" -> rescale(call);
            case "Normalization" -> normalize(call);
            // They do something in training alone, or nothing at all.
            case "Identity",
                    "Dropout",
                    "SpatialDropout1D",
                    "SpatialDropout2D",
                    "SpatialDropout3D",
                    "AlphaDropout",
                    "GaussianDropout",
                    "GaussianNoise",
                    "ActivityRegularization",
                    "Masking",
                    "RandomBrightness",
                    "RandomColorDegeneration",
                    "RandomColorJitter",
                    "RandomContrast",
                    "RandomElasticTransform",
                    "RandomErasing",
                    "RandomFlip",
                    "RandomGaussianBlur",
                    "RandomGrayscale",
                    "RandomHeight",
                    "RandomHue",
                    "RandomInvert",
                    "RandomPerspective",
                    "RandomPosterization",
                    "RandomRotation",
                    "RandomSaturation",
                    "RandomSharpness",
                    "RandomShear",
                    "RandomTranslation",
                    "RandomWidth",
                    "RandomZoom",
                    "RandAugment",
                    "AugMix",
                    "CutMix",
                    "MixUp",
                    "StopGradient",
                    "Cast",
                    "StochasticDepth" ->
                    call.input();
            default -> null;
        };
    }

    private static Symbol rescale(Conversion call) {
        Tensor scale = numbers(call, "scale", 1);
        Tensor offset = numbers(call, "offset", 0);
        Symbol scaled = call.multiply(call.input(), Symbol.constant(scale));
        return call.add(scaled, Symbol.constant(offset));
    }

    /** A number or a list of numbers of the configuration. */
    private static Tensor numbers(Conversion call, String key, double otherwise) {
        Optional<Object> value = call.config().find(key);
        if (value.isPresent() && value.get() instanceof List<?>) {
            List<Float> flat = new ArrayList<>();
            collect(call, key, value.get(), flat);
            float[] values = new float[flat.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = flat.get(i);
            }
            return Tensor.wrap(Shape.of(values.length), values);
        }
        return Tensor.of(Shape.of(), (float) call.config().number(key, otherwise));
    }

    private static void collect(Conversion call, String key, Object value, List<Float> numbers) {
        if (value instanceof List<?> list) {
            list.forEach(item -> collect(call, key, item, numbers));
        } else if (value instanceof Number number) {
            numbers.add(number.floatValue());
        } else {
            throw call.config().wrong(key, value, "numbers");
        }
    }

    private static Symbol normalize(Conversion call) {
        Ops ops = call.ops();
        Symbol x = call.input();
        boolean given = call.config().has("mean");
        Tensor mean = given ? numbers(call, "mean", 0) : call.anyWeight("mean");
        Tensor variance = given ? numbers(call, "variance", 1) : call.anyWeight("variance");
        boolean inverse = call.config().flag("invert", false);
        Shape shape = parameters(call, x, mean.count());
        int count = mean.count();
        float[] scale = new float[count];
        float[] shift = new float[count];
        for (int i = 0; i < count; i++) {
            double deviation =
                    Math.max(Math.sqrt(variance.get(variance.count() == 1 ? 0 : i)), EPSILON);
            scale[i] = (float) (inverse ? deviation : 1 / deviation);
            shift[i] = (float) (inverse ? mean.get(i) : -mean.get(i) / deviation);
        }
        Symbol scaled = ops.binary("Mul", x, Symbol.constant(Tensor.wrap(shape, scale)));
        return ops.binary("Add", scaled, Symbol.constant(Tensor.wrap(shape, shift)));
    }

    /** The shape of mean and variance against the input: 1 but along the axes that are kept. */
    private static Shape parameters(Conversion call, Symbol x, int count) {
        if (count == 1) {
            return Shape.of();
        }
        int[] axes =
                call.config().integers("axis").orElse(List.of(-1)).stream()
                        .mapToInt(axis -> axis < 0 ? axis + x.rank() : axis)
                        .toArray();
        int[] sizes = new int[x.rank()];
        Arrays.fill(sizes, 1);
        for (int axis : axes) {
            sizes[axis] = x.shape().size(axis);
        }
        return Shape.of(sizes);
    }
}
