package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.KerasArgument.ListArgument;
import io.github.fer4j.model.keras.KerasArgument.TensorArgument;
import java.util.List;
import java.util.Map;

/** Activations that a dialect has no name for, as layers and operations that it has. */
final class ActivationLayers {
    private final KerasLowering graph;
    private final WrittenDialect dialect;
    private final String last;

    /**
     * @param last the name of the layer that gives the result
     */
    ActivationLayers(KerasLowering graph, WrittenDialect dialect, String last) {
        this.graph = graph;
        this.dialect = dialect;
        this.last = last;
    }

    /**
     * @return the result
     * @throws ModelFormatException if the dialect cannot express it
     */
    TensorRef apply(Activation activation, TensorRef x) {
        switch (activation.name()) {
            case "relu" -> {
                return relu(
                        last,
                        x,
                        activation.parameter("max_value"),
                        activation.parameter("negative_slope"),
                        activation.parameter("threshold"));
            }
            case "leaky_relu" -> {
                return layer(
                        last,
                        "LeakyReLU",
                        Map.of("negative_slope", activation.parameter("negative_slope")),
                        x);
            }
            case "elu" -> {
                return layer(last, "ELU", Map.of("alpha", activation.parameter("alpha")), x);
            }
            case "softmax" -> {
                return layer(
                        last, "Softmax", Map.of("axis", (long) activation.parameter("axis")), x);
            }
            case "hard_sigmoid" -> {
                return hardSigmoid(last, activation, x);
            }
            case "hard_silu" -> {
                return merge(last, "Multiply", x, hardSigmoid(part("gate"), activation, x));
            }
            default -> {
                return dialect.activationOperation(activation).isPresent()
                        ? layer(last, "Activation", Map.of("activation", activation), x)
                        : arithmetic(activation, x);
            }
        }
    }

    /** What the dialect has neither as a name nor as a layer nor as an operation. */
    private TensorRef arithmetic(Activation activation, TensorRef x) {
        Map<String, Double> parameters = activation.parameters();
        switch (activation.name()) {
            case "log_sigmoid" -> {
                // −softplus(−x)
                TensorRef negated = rescaled(part("negated"), x, -1, 0);
                TensorRef softplus = named(part("softplus"), "softplus", negated);
                return rescaled(last, softplus, -1, 0);
            }
            case "celu" -> {
                // alpha · elu(x / alpha)
                double alpha = parameters.get("alpha");
                TensorRef scaled = rescaled(part("scaled"), x, 1 / alpha, 0);
                TensorRef elu = layer(part("elu"), "ELU", Map.of("alpha", 1.0), scaled);
                return rescaled(last, elu, alpha, 0);
            }
            case "hard_tanh" -> {
                return clipped(last, x, 1);
            }
            case "tanh_shrink" -> {
                return merge(last, "Subtract", x, named(part("tanh"), "tanh", x));
            }
            case "soft_shrink" -> {
                TensorRef y = clipped(part("clipped"), x, parameters.get("threshold"));
                return merge(last, "Subtract", x, y);
            }
            case "hard_shrink" -> {
                double threshold = parameters.get("threshold");
                TensorRef above = above(part("above"), x, threshold);
                TensorRef negated = rescaled(part("negated"), x, -1, 0);
                TensorRef below = above(part("below"), negated, threshold);
                return merge(last, "Subtract", above, below);
            }
            case "threshold" -> {
                if (parameters.get("value") != 0) {
                    throw unknown(activation);
                }
                return above(last, x, parameters.get("threshold"));
            }
            case "squareplus" -> {
                // (x + sqrt(x² + 4)) / 2
                TensorRef square = merge(part("square"), "Multiply", x, x);
                TensorRef sum = rescaled(part("sum"), square, 1, 4);
                TensorRef root = layer(part("root"), "Sqrt", Map.of(), sum);
                return merge(last, "Average", x, root);
            }
            case "sparse_sigmoid" -> {
                return unitRamp(last, x);
            }
            case "sparse_plus" -> {
                // ((x + 1) / 2, cut to 0 and 1)² + what x is above 1
                TensorRef ramp = unitRamp(part("ramp"), x);
                TensorRef square = merge(part("square"), "Multiply", ramp, ramp);
                TensorRef shifted = rescaled(part("shifted"), x, 1, -1);
                TensorRef rest = relu(part("rest"), shifted, Double.POSITIVE_INFINITY, 0, 0);
                return merge(last, "Add", square, rest);
            }
            default -> throw unknown(activation);
        }
    }

    private TensorRef hardSigmoid(String name, Activation activation, TensorRef x) {
        TensorRef scaled =
                rescaled(
                        part("scaled"),
                        x,
                        activation.parameter("slope"),
                        activation.parameter("offset"));
        return relu(name, scaled, 1, 0, 0);
    }

    private TensorRef unitRamp(String name, TensorRef x) {
        return relu(name, rescaled(part("half"), x, 0.5, 0.5), 1, 0, 0);
    }

    private TensorRef clipped(String name, TensorRef x, double limit) {
        return layer(name, "Clip", Map.of("x_min", -limit, "x_max", limit), x);
    }

    private TensorRef relu(
            String name, TensorRef x, double maxValue, double negativeSlope, double threshold) {
        Map<String, Object> config = new java.util.LinkedHashMap<>();
        config.put("max_value", Double.isInfinite(maxValue) ? null : (Object) maxValue);
        config.put("negative_slope", negativeSlope);
        config.put("threshold", threshold);
        return layer(name, "ReLU", config, x);
    }

    private TensorRef named(String name, String activation, TensorRef x) {
        Activation plain = new Activation(activation, Map.of());
        return layer(name, "Activation", Map.of("activation", plain), x);
    }

    /** x where it is above the threshold, 0 elsewhere. */
    private TensorRef above(String name, TensorRef x, double threshold) {
        return relu(name, x, Double.POSITIVE_INFINITY, 0, threshold);
    }

    private TensorRef rescaled(String name, TensorRef x, double scale, double offset) {
        return layer(name, "Rescaling", Map.of("scale", scale, "offset", offset), x);
    }

    private TensorRef merge(String name, String className, TensorRef a, TensorRef b) {
        return graph.add(
                name,
                className,
                Map.of(),
                new ListArgument(List.of(new TensorArgument(a), new TensorArgument(b))));
    }

    private TensorRef layer(
            String name, String className, Map<String, Object> config, TensorRef x) {
        return graph.add(name, className, config, new TensorArgument(x));
    }

    private String part(String suffix) {
        return graph.unique(last + "_" + suffix);
    }

    private ModelFormatException unknown(Activation activation) {
        return new ModelFormatException(
                "layer '%s': the activation %s %s cannot be written for %s"
                        .formatted(
                                last, activation.name(), activation.parameters(), dialect.title()));
    }
}
