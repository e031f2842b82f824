package io.github.fer4j.model.keras;

import java.util.List;
import java.util.Map;

/** Keras 1's spelling of layers. */
final class Keras1 {
    private Keras1() {}

    /**
     * Rewrites a configuration in place.
     *
     * @return the class under Keras 3's name
     */
    static String translate(
            String layer, String fileClassName, String className, Map<String, Object> config) {
        Dialect.rename(config, "bias", "use_bias");
        Dialect.rename(config, "border_mode", "padding");
        Dialect.rename(config, "subsample", "strides");
        Dialect.rename(config, "subsample_length", "strides");
        Dialect.rename(config, "nb_filter", "filters");
        Dialect.rename(config, "filter_length", "kernel_size");
        Dialect.rename(config, "output_dim", "units");
        Dialect.rename(config, "atrous_rate", "dilation_rate");
        Dialect.rename(config, "p", "rate");
        Object rows = config.remove("nb_row");
        Object columns = config.remove("nb_col");
        if (rows != null && columns != null) {
            config.put("kernel_size", List.of(rows, columns));
        }
        Object ordering = config.remove("dim_ordering");
        if (ordering != null) {
            config.put("data_format", isTheano(ordering) ? "channels_first" : "channels_last");
        }
        return switch (fileClassName) {
            case "Merge" -> merge(layer, config);
            case "AtrousConvolution1D" -> "Conv1D";
            case "AtrousConvolution2D" -> "Conv2D";
            case "MaxPooling1D", "AveragePooling1D" -> {
                Dialect.rename(config, "pool_length", "pool_size");
                Dialect.rename(config, "stride", "strides");
                yield className;
            }
            case "UpSampling1D" -> {
                Dialect.rename(config, "length", "size");
                yield className;
            }
            default -> className;
        };
    }

    static boolean isTheano(Object ordering) {
        return "th".equals(ordering);
    }

    private static String merge(String layer, Map<String, Object> config) {
        Object mode = config.remove("mode");
        Dialect.rename(config, "concat_axis", "axis");
        Dialect.rename(config, "dot_axes", "axes");
        String className =
                switch (String.valueOf(mode)) {
                    case "sum" -> "Add";
                    case "mul" -> "Multiply";
                    case "ave" -> "Average";
                    case "max" -> "Maximum";
                    case "concat" -> "Concatenate";
                    case "dot" -> "Dot";
                    default ->
                            throw new io.github.fer4j.model.ModelFormatException(
                                    ("layer '%s': Merge with the mode '%s' is not supported, only"
                                                    + " sum, mul, ave, max, concat and dot")
                                            .formatted(layer, mode));
                };
        config.keySet()
                .removeIf(
                        key ->
                                key.startsWith("mode_")
                                        || key.startsWith("output_shape")
                                        || key.startsWith("output_mask")
                                        || key.equals("arguments")
                                        || key.equals("node_indices")
                                        || key.equals("tensor_indices"));
        return className;
    }
}
