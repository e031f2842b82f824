package io.github.fer4j.examples.cli;

import io.github.fer4j.model.Scaling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code unit}, {@code symmetric}, {@code none} or {@code mean,deviation} of pixels from 0 to
 * 255, each with one number or one for each channel: {@code 123.7/116.8/103.9,58.4/57.1/57.4}.
 */
public final class ScalingConverter implements ITypeConverter<Scaling> {
    /** For picocli. */
    public ScalingConverter() {}

    @Override
    public Scaling convert(String value) {
        switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "unit":
                return Scaling.UNIT;
            case "symmetric":
                return Scaling.SYMMETRIC;
            case "none":
                return Scaling.NONE;
            default:
                String[] parts = value.split(",", -1);
                if (parts.length != 2) {
                    throw unreadable(value, null);
                }
                try {
                    return new Scaling(numbers(parts[0]), numbers(parts[1]));
                } catch (NumberFormatException e) {
                    throw unreadable(value, null);
                } catch (IllegalArgumentException e) {
                    throw unreadable(value, e.getMessage());
                }
        }
    }

    private static List<Double> numbers(String text) {
        return Arrays.stream(text.split("/", -1)).map(Double::valueOf).toList();
    }

    private static TypeConversionException unreadable(String value, String reason) {
        return new TypeConversionException(
                "expected unit, symmetric, none or mean,deviation of pixels from 0 to 255, found '"
                        + value
                        + (reason == null ? "'" : "': " + reason));
    }
}
