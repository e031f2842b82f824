package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Keras' own initializers, as a layer's configuration names them ({@code kernel_initializer}), or
 * Keras' defaults where it names none: kernels {@code glorot_uniform}, biases zeros, scales and
 * variances ones. The same seed gives the same values for a layer of the same name, whatever else
 * the network holds. Immutable.
 */
public final class KerasInitializers implements WeightInitializer {
    /** Of a normal distribution cut at two deviations, what its own deviation shrinks to. */
    private static final double TRUNCATED_DEVIATION = 0.87962566103423978;

    private final long seed;

    /**
     * @param seed what decides the random values
     */
    public KerasInitializers(long seed) {
        this.seed = seed;
    }

    @Override
    public Tensor values(String layer, String className, LayerConfig config, WeightSpec weight) {
        Objects.requireNonNull(config, "config");
        String role = weight.name().substring(weight.name().lastIndexOf('/') + 1);
        Object configured = configured(className, role, config.training());
        String name = configured == null ? usual(className, role) : name(layer, role, configured);
        Map<?, ?> settings =
                configured instanceof Map<?, ?> object
                                && object.get("config") instanceof Map<?, ?> given
                        ? given
                        : Map.of();
        float[] values = new float[Math.toIntExact(weight.shape().count())];
        SplittableRandom random =
                new SplittableRandom(
                        seed * 0x9E3779B97F4A7C15L + (layer + "/" + weight.name()).hashCode());
        fill(values, weight.shape(), layer, role, plain(name), settings, random);
        return Tensor.wrap(weight.shape(), values);
    }

    /** Keras 2 names the kernel of a depthwise convolution otherwise than the weight. */
    private static Object configured(String className, String role, LayerConfig training) {
        String prefix =
                switch (role) {
                    case "depthwise_kernel" -> "depthwise";
                    case "pointwise_kernel" -> "pointwise";
                    default -> role;
                };
        Object found = training.asMap().get(prefix + "_initializer");
        return found == null && className.startsWith("Depthwise") && role.equals("kernel")
                ? training.asMap().get("depthwise_initializer")
                : found;
    }

    private static String usual(String className, String role) {
        return switch (role) {
            case "gamma", "moving_variance", "variance", "scale" ->
                    className.equals("LayerScale") ? "zeros" : "ones";
            case "bias", "beta", "moving_mean", "mean", "alpha", "count" -> "zeros";
            default -> "glorotuniform";
        };
    }

    private static String name(String layer, String role, Object configured) {
        if (configured instanceof String name) {
            return name;
        }
        if (configured instanceof Map<?, ?> object && object.get("class_name") instanceof String) {
            return (String) object.get("class_name");
        }
        throw unknown(layer, role, String.valueOf(configured));
    }

    /** {@code glorot_uniform}, {@code GlorotUniform} and {@code GlorotUniformV2} are one. */
    private static String plain(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace("_", "");
        return plain.endsWith("v2") ? plain.substring(0, plain.length() - 2) : plain;
    }

    private static void fill(
            float[] values,
            Shape shape,
            String layer,
            String role,
            String name,
            Map<?, ?> settings,
            SplittableRandom random) {
        switch (name) {
            case "zeros", "zero" -> {
                // as Java gives them
            }
            case "ones", "one" -> Arrays.fill(values, 1);
            case "constant" -> Arrays.fill(values, (float) number(settings, "value", 0));
            case "glorotuniform" -> scaled(values, shape, 1, "fan_avg", "uniform", random);
            case "glorotnormal" -> scaled(values, shape, 1, "fan_avg", "truncated_normal", random);
            case "heuniform" -> scaled(values, shape, 2, "fan_in", "uniform", random);
            case "henormal" -> scaled(values, shape, 2, "fan_in", "truncated_normal", random);
            case "lecununiform" -> scaled(values, shape, 1, "fan_in", "uniform", random);
            case "lecunnormal" -> scaled(values, shape, 1, "fan_in", "truncated_normal", random);
            case "variancescaling" ->
                    scaled(
                            values,
                            shape,
                            number(settings, "scale", 1),
                            text(settings, "mode", "fan_in"),
                            text(settings, "distribution", "truncated_normal"),
                            random);
            case "randomuniform", "uniform" -> {
                double low = number(settings, "minval", -0.05);
                double high = number(settings, "maxval", 0.05);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (low + (high - low) * random.nextDouble());
                }
            }
            case "randomnormal", "normal" ->
                    normal(
                            values,
                            number(settings, "mean", 0),
                            number(settings, "stddev", 0.05),
                            Double.POSITIVE_INFINITY,
                            random);
            case "truncatednormal" ->
                    normal(
                            values,
                            number(settings, "mean", 0),
                            number(settings, "stddev", 0.05),
                            2,
                            random);
            default -> throw unknown(layer, role, name);
        }
    }

    private static void scaled(
            float[] values,
            Shape shape,
            double scale,
            String mode,
            String distribution,
            SplittableRandom random) {
        double[] fans = fans(shape);
        double fan =
                switch (mode) {
                    case "fan_in" -> fans[0];
                    case "fan_out" -> fans[1];
                    default -> (fans[0] + fans[1]) / 2;
                };
        double variance = scale / Math.max(1, fan);
        if (distribution.equals("uniform")) {
            double limit = Math.sqrt(3 * variance);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (limit * (2 * random.nextDouble() - 1));
            }
        } else {
            boolean cut = !distribution.equals("untruncated_normal");
            double deviation = Math.sqrt(variance) / (cut ? TRUNCATED_DEVIATION : 1);
            normal(values, 0, deviation, cut ? 2 : Double.POSITIVE_INFINITY, random);
        }
    }

    /** How many values a unit takes, and how many units take a value. */
    private static double[] fans(Shape shape) {
        if (shape.rank() < 2) {
            double size = shape.rank() == 0 ? 1 : shape.size(0);
            return new double[] {size, size};
        }
        double field = 1;
        for (int axis = 0; axis < shape.rank() - 2; axis++) {
            field *= shape.size(axis);
        }
        return new double[] {field * shape.size(-2), field * shape.size(-1)};
    }

    private static void normal(
            float[] values, double mean, double deviation, double limit, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            double value;
            do {
                // Box and Muller's: SplittableRandom has no normal distribution before Java 17's
                // generators, and its sequence must not change with the JDK.
                double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
                value = radius * Math.cos(2 * Math.PI * random.nextDouble());
            } while (Math.abs(value) > limit);
            values[i] = (float) (mean + deviation * value);
        }
    }

    private static double number(Map<?, ?> settings, String key, double otherwise) {
        return settings.get(key) instanceof Number number ? number.doubleValue() : otherwise;
    }

    private static String text(Map<?, ?> settings, String key, String otherwise) {
        return settings.get(key) instanceof String text ? text : otherwise;
    }

    private static ModelFormatException unknown(String layer, String role, String found) {
        return new ModelFormatException(
                ("layer '%s': the initializer of %s is '%s'; known are zeros, ones, constant,"
                                + " glorot, he and lecun (uniform and normal), VarianceScaling,"
                                + " RandomUniform, RandomNormal and TruncatedNormal")
                        .formatted(layer, role, found));
    }
}
