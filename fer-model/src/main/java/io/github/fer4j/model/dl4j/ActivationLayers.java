package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.LayerConfig;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers that are an activation, and those that do nothing when a network is only run. */
final class ActivationLayers {
    private static final List<String> IDENTITIES =
            List.of(
                    "Identity",
                    "StochasticDepth",
                    "Dropout",
                    "SpatialDropout1D",
                    "SpatialDropout2D",
                    "AlphaDropout",
                    "GaussianDropout",
                    "GaussianNoise",
                    "ActivityRegularization",
                    "RandomFlip",
                    "RandomRotation",
                    "RandomZoom",
                    "RandomTranslation",
                    "RandomContrast",
                    "RandomBrightness",
                    "RandomHue",
                    "RandomSaturation",
                    "RandomSharpness",
                    "RandomColorJitter",
                    "RandomColorDegeneration",
                    "RandomGrayscale",
                    "RandomGaussianBlur",
                    "RandomInvert",
                    "RandomPosterization",
                    "RandomErasing",
                    "RandomShear",
                    "RandomPerspective",
                    "RandomElasticTransform",
                    "RandomApply",
                    "RandAugment",
                    "AugMix",
                    "CutMix",
                    "MixUp");

    private ActivationLayers() {}

    static void register(Map<String, LayerConverter> converters) {
        IDENTITIES.forEach(name -> converters.put(name, ActivationLayers::identity));
        activation(
                converters,
                "Activation",
                call -> Activations.of(call, call.config().activation("activation")));
        activation(converters, "ReLU", ActivationLayers::relu);
        activation(
                converters,
                "LeakyReLU",
                call -> Activations.leaky(call.config().number("negative_slope", 0.3)));
        activation(converters, "ELU", call -> Activations.elu(call.config().number("alpha", 1)));
        activation(converters, "Softmax", ActivationLayers::softmax);
        activation(
                converters,
                "ThresholdedReLU",
                call -> Activations.threshold(call.config().number("theta", 1), 0));
        converters.put("PReLU", ActivationLayers::learntSlope);
    }

    private static Step identity(Call call) {
        if (call.inputs().size() != 1) {
            throw call.refuse("it is called with " + call.inputs().size() + " tensors");
        }
        return Step.IDENTITY;
    }

    private static void activation(
            Map<String, LayerConverter> converters,
            String name,
            Function<Call, Elementwise> function) {
        converters.put(
                name,
                call -> {
                    call.onlyInputShape();
                    return Step.pointwise(function.apply(call));
                });
    }

    private static Elementwise relu(Call call) {
        LayerConfig config = call.config();
        return Activations.relu(
                config.number("negative_slope", 0),
                config.number("max_value", Double.POSITIVE_INFINITY),
                config.number("threshold", 0));
    }

    private static Elementwise softmax(Call call) {
        int rank = call.onlyInputShape().rank();
        int[] axes =
                call.config().integers("axis").orElse(List.of(-1)).stream()
                        .mapToInt(axis -> call.axis(axis, rank))
                        .toArray();
        return x -> Activations.softmax(x, false, axes);
    }

    private static Step learntSlope(Call call) {
        Tensor alpha = call.weight("alpha");
        int rank = call.onlyInputShape().rank();
        Tensor slope =
                alpha.shape().rank() == rank - 1 ? alpha : alpha.reshape(Shape.of(alpha.count()));
        return Step.of(
                (in, w) -> {
                    INDArray positive = Activations.rectify(Ops.copy(in[0]));
                    // x − max(x, 0) is min(x, 0), exactly.
                    INDArray negative = Ops.binary("subtract", in[0], positive);
                    Ops.run("multiply", negative, new int[0], negative, w[0]);
                    return positive.addi(negative);
                },
                slope);
    }
}
