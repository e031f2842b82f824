package io.github.fer4j.examples.training.network;

import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasModelBuilder;
import io.github.fer4j.model.keras.WeightInitializer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws a network from its input to its heads; each method adds a layer after the given one. */
final class NetworkDrawing {
    private final KerasModelBuilder builder;
    private final double momentum;
    private final double epsilon;
    private final String kernels;

    /**
     * @param momentum of batch normalisations
     * @param epsilon of batch normalisations
     * @param kernels Keras' name of the kernels' initializer
     */
    NetworkDrawing(String name, double momentum, double epsilon, String kernels) {
        builder = new KerasModelBuilder(name);
        this.momentum = momentum;
        this.epsilon = epsilon;
        this.kernels = kernels;
    }

    String input(NetworkInput input) {
        return builder.input("face", input.rows(), input.columns(), input.channels());
    }

    /** A convolution of stride 1. */
    String convolution(String from, String name, int filters, int size, String padding) {
        return convolution(from, name, filters, size, padding, Map.of());
    }

    String convolution(
            String from,
            String name,
            int filters,
            int size,
            String padding,
            Map<String, ?> settings) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("filters", filters);
        config.put("kernel_size", List.of(size, size));
        config.put("padding", padding);
        config.put("kernel_initializer", kernels);
        config.putAll(settings);
        return builder.layer("Conv2D", name, config, from);
    }

    String separable(String from, String name, int filters) {
        return builder.layer(
                "SeparableConv2D",
                name,
                Map.of(
                        "filters",
                        filters,
                        "kernel_size",
                        List.of(3, 3),
                        "padding",
                        "same",
                        "use_bias",
                        false),
                from);
    }

    String dense(String from, String name, int units) {
        return builder.layer(
                "Dense", name, Map.of("units", units, "kernel_initializer", kernels), from);
    }

    String normalized(String from, String name) {
        return builder.layer(
                "BatchNormalization", name, Map.of("momentum", momentum, "epsilon", epsilon), from);
    }

    String relu(String from, String name) {
        return builder.layer("Activation", name, Map.of("activation", "relu"), from);
    }

    String pooled(String from, String name, int size, String padding) {
        return builder.layer(
                "MaxPooling2D",
                name,
                Map.of(
                        "pool_size",
                        List.of(size, size),
                        "strides",
                        List.of(2, 2),
                        "padding",
                        padding),
                from);
    }

    String averaged(String from, String name) {
        return builder.layer("GlobalAveragePooling2D", name, Map.of(), from);
    }

    String dropout(String from, String name, double rate) {
        return builder.layer("Dropout", name, Map.of("rate", rate), from);
    }

    String layer(String className, String name, Map<String, ?> config, String... from) {
        return builder.layer(className, name, config, from);
    }

    /** A dense layer and softmax for each head. */
    String[] heads(String from, List<NetworkHead> heads) {
        return heads.stream()
                .map(
                        head ->
                                builder.layer(
                                        "Dense",
                                        head.name(),
                                        Map.of("units", head.classes(), "activation", "softmax"),
                                        from))
                .toArray(String[]::new);
    }

    KerasModel build(WeightInitializer initializer, String... outputs) {
        return builder.build(initializer, outputs);
    }
}
