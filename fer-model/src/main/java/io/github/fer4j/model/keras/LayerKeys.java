package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which layers there are in both dialects, and which keys their configurations have. What is not
 * listed is not written, so that no Keras meets a word that it does not know.
 *
 * <p>In the lists {@code key=value} is left out where it has that value, for the sake of those
 * Kerases that do not know the key; {@code 3:key=value} exists in Keras 3 alone, {@code
 * 0:key=value} is ours, and neither Keras can say another value.
 */
final class LayerKeys {
    private static final String CONVOLUTION =
            "filters kernel_size strides padding data_format dilation_rate activation use_bias";
    private static final String POOLING = "pool_size strides padding data_format";
    private static final String GLOBAL_POOLING = "data_format keepdims=false";
    private static final String SCALED = "axis epsilon center scale";
    private static final String FILL = "fill_mode interpolation fill_value";

    private static final Map<String, String> KEYS =
            Map.ofEntries(
                    Map.entry("InputLayer", "batch_shape"),
                    Map.entry("Conv1D", CONVOLUTION + " groups=1"),
                    Map.entry("Conv2D", CONVOLUTION + " groups=1"),
                    Map.entry("Conv3D", CONVOLUTION + " groups=1"),
                    Map.entry("Conv1DTranspose", CONVOLUTION + " output_padding=null"),
                    Map.entry("Conv2DTranspose", CONVOLUTION + " output_padding=null"),
                    Map.entry("Conv3DTranspose", CONVOLUTION + " output_padding=null"),
                    Map.entry("SeparableConv1D", CONVOLUTION + " depth_multiplier"),
                    Map.entry("SeparableConv2D", CONVOLUTION + " depth_multiplier"),
                    Map.entry("DepthwiseConv1D", CONVOLUTION.substring(8) + " depth_multiplier"),
                    Map.entry("DepthwiseConv2D", CONVOLUTION.substring(8) + " depth_multiplier"),
                    Map.entry("Dense", "units activation use_bias"),
                    Map.entry("BatchNormalization", SCALED),
                    Map.entry("LayerNormalization", SCALED + " 3:rms_scaling=false"),
                    Map.entry("GroupNormalization", "groups " + SCALED),
                    Map.entry("RMSNormalization", "axis epsilon"),
                    Map.entry("UnitNormalization", "axis 0:order=2"),
                    Map.entry("Normalization", "axis mean variance invert=false"),
                    Map.entry("Rescaling", "scale offset"),
                    Map.entry(
                            "Resizing",
                            "height width interpolation crop_to_aspect_ratio=false"
                                    + " 3:pad_to_aspect_ratio=false 3:data_format=channels_last"),
                    Map.entry("CenterCrop", "height width 3:data_format=channels_last"),
                    Map.entry("MaxPooling1D", POOLING),
                    Map.entry("MaxPooling2D", POOLING),
                    Map.entry("MaxPooling3D", POOLING),
                    Map.entry("AveragePooling1D", POOLING),
                    Map.entry("AveragePooling2D", POOLING),
                    Map.entry("AveragePooling3D", POOLING),
                    Map.entry("GlobalMaxPooling1D", GLOBAL_POOLING),
                    Map.entry("GlobalMaxPooling2D", GLOBAL_POOLING),
                    Map.entry("GlobalMaxPooling3D", GLOBAL_POOLING),
                    Map.entry("GlobalAveragePooling1D", GLOBAL_POOLING),
                    Map.entry("GlobalAveragePooling2D", GLOBAL_POOLING),
                    Map.entry("GlobalAveragePooling3D", GLOBAL_POOLING),
                    Map.entry("ZeroPadding1D", "padding 3:data_format=channels_last"),
                    Map.entry("ZeroPadding2D", "padding data_format"),
                    Map.entry("ZeroPadding3D", "padding data_format"),
                    Map.entry("Cropping1D", "cropping"),
                    Map.entry("Cropping2D", "cropping data_format"),
                    Map.entry("Cropping3D", "cropping data_format"),
                    Map.entry("UpSampling1D", "size"),
                    Map.entry("UpSampling2D", "size data_format interpolation=nearest"),
                    Map.entry("UpSampling3D", "size data_format"),
                    Map.entry("Flatten", "data_format=channels_last"),
                    Map.entry("Reshape", "target_shape"),
                    Map.entry("Permute", "dims"),
                    Map.entry("RepeatVector", "n"),
                    Map.entry("Activation", "activation"),
                    Map.entry("ReLU", "max_value negative_slope threshold"),
                    Map.entry("LeakyReLU", "negative_slope"),
                    Map.entry("ThresholdedReLU", "theta"),
                    Map.entry("ELU", "alpha"),
                    Map.entry("PReLU", "shared_axes"),
                    Map.entry("Softmax", "axis"),
                    Map.entry("Add", ""),
                    Map.entry("Subtract", ""),
                    Map.entry("Multiply", ""),
                    Map.entry("Average", ""),
                    Map.entry("Maximum", ""),
                    Map.entry("Minimum", ""),
                    Map.entry("Concatenate", "axis"),
                    Map.entry("Dot", "axes normalize"),
                    Map.entry(
                            "MultiHeadAttention",
                            "num_heads key_dim value_dim dropout use_bias output_shape"
                                    + " attention_axes 3:use_gate=false"),
                    Map.entry("Attention", "use_scale score_mode dropout"),
                    Map.entry("AdditiveAttention", "use_scale dropout"),
                    Map.entry("EinsumDense", "equation output_shape activation bias_axes"),
                    Map.entry("Dropout", "rate noise_shape"),
                    Map.entry("SpatialDropout1D", "rate"),
                    Map.entry("SpatialDropout2D", "rate data_format=channels_last"),
                    Map.entry("SpatialDropout3D", "rate data_format=channels_last"),
                    Map.entry("AlphaDropout", "rate noise_shape"),
                    Map.entry("GaussianDropout", "rate"),
                    Map.entry("GaussianNoise", "stddev"),
                    Map.entry("ActivityRegularization", "l1 l2"),
                    Map.entry("Identity", ""),
                    Map.entry("RandomFlip", "mode"),
                    Map.entry("RandomRotation", "factor " + FILL),
                    Map.entry("RandomTranslation", "height_factor width_factor " + FILL),
                    Map.entry("RandomZoom", "height_factor width_factor " + FILL),
                    Map.entry("RandomContrast", "factor"),
                    Map.entry("RandomBrightness", "factor value_range"));

    private static final List<String> KERAS3_ONLY = List.of("RMSNormalization");

    private static final Map<String, Map<String, String>> KERAS2_SPELLING =
            Map.of(
                    "InputLayer", Map.of("batch_shape", "batch_input_shape"),
                    "LeakyReLU", Map.of("negative_slope", "alpha"));

    private LayerKeys() {}

    /** Whether a class can be written in that dialect as it is. */
    static boolean knows(String className, WrittenDialect dialect) {
        return KEYS.containsKey(className)
                && (dialect == WrittenDialect.KERAS3 || !KERAS3_ONLY.contains(className));
    }

    /**
     * The configuration of a layer in a dialect's words, without name and data type.
     *
     * @throws ModelFormatException if the dialect has no such layer, or not with this configuration
     */
    static Map<String, Object> spelled(KerasLayer layer, WrittenDialect dialect) {
        if (!knows(layer.className(), dialect)) {
            throw new ModelFormatException(
                    "layer '%s' has the class %s, which cannot be written for %s"
                            .formatted(layer.name(), layer.className(), dialect.title()));
        }
        Map<String, String> spelling =
                dialect.isKeras2()
                        ? KERAS2_SPELLING.getOrDefault(layer.className(), Map.of())
                        : Map.of();
        Map<String, Object> config = new LinkedHashMap<>();
        for (String entry : KEYS.get(layer.className()).split(" ")) {
            Key key = Key.of(entry);
            if (!layer.config().asMap().containsKey(key.name())) {
                continue;
            }
            Object value = layer.config().asMap().get(key.name());
            if (key.usual().isPresent()
                    && (value == null || key.usual().get().equals(String.valueOf(value)))) {
                continue;
            }
            if (key.keras3() && dialect.isKeras2() || key.none()) {
                throw new ModelFormatException(
                        "layer '%s' (%s) has %s = %s, which %s does not know"
                                .formatted(
                                        layer.name(),
                                        layer.className(),
                                        key.name(),
                                        value,
                                        dialect.title()));
            }
            config.put(spelling.getOrDefault(key.name(), key.name()), value(layer, value, dialect));
        }
        return config;
    }

    private static Object value(KerasLayer layer, Object value, WrittenDialect dialect) {
        if (!(value instanceof Activation activation)) {
            return value;
        }
        return dialect.activationName(activation)
                .orElseThrow(
                        () ->
                                new ModelFormatException(
                                        "layer '%s': %s has no name for the activation %s %s"
                                                .formatted(
                                                        layer.name(),
                                                        dialect.title(),
                                                        activation.name(),
                                                        activation.parameters())));
    }

    /** An entry of the lists above. */
    private record Key(String name, boolean keras3, boolean none, Optional<String> usual) {
        static Key of(String entry) {
            boolean keras3 = entry.startsWith("3:");
            boolean none = entry.startsWith("0:");
            String[] parts = (keras3 || none ? entry.substring(2) : entry).split("=");
            return new Key(
                    parts[0],
                    keras3,
                    none,
                    parts.length > 1 ? Optional.of(parts[1]) : Optional.empty());
        }
    }
}
