package io.github.fer4j.examples.cli;

import io.github.fer4j.detect.HaarCascade;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of one of OpenCV's cascades, {@code frontal-alt2}, or a file {@code ….xml}. */
public final class CascadeConverter implements ITypeConverter<CascadeConverter.Choice> {
    /** For picocli. */
    public CascadeConverter() {}

    /**
     * One of the two.
     *
     * @param bundled one of OpenCV's
     * @param file a user's own
     */
    public record Choice(Optional<HaarCascade> bundled, Optional<Path> file) {}

    @Override
    public Choice convert(String value) {
        Optional<HaarCascade> bundled =
                Arrays.stream(HaarCascade.values())
                        .filter(cascade -> name(cascade).equalsIgnoreCase(value.strip()))
                        .findFirst();
        if (bundled.isPresent()) {
            return new Choice(bundled, Optional.empty());
        }
        if (value.toLowerCase(Locale.ROOT).endsWith(".xml")) {
            return new Choice(Optional.empty(), Optional.of(Path.of(value)));
        }
        throw new TypeConversionException(
                "expected one of %s or a file that ends in .xml, found '%s'"
                        .formatted(
                                Arrays.stream(HaarCascade.values())
                                        .map(CascadeConverter::name)
                                        .collect(Collectors.joining(", ")),
                                value));
    }

    private static String name(HaarCascade cascade) {
        return cascade.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
