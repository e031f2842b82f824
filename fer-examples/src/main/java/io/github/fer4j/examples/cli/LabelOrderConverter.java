package io.github.fer4j.examples.cli;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.LabelOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code fer2013}, {@code alphabetical}, {@code fer-plus} or names joined by commas. */
public final class LabelOrderConverter implements ITypeConverter<LabelOrder> {
    /** For picocli. */
    public LabelOrderConverter() {}

    @Override
    public LabelOrder convert(String value) {
        switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "fer2013":
                return LabelOrder.FER2013;
            case "alphabetical":
                return LabelOrder.ALPHABETICAL;
            case "fer-plus":
                return LabelOrder.FER_PLUS;
            default:
                try {
                    return new LabelOrder(
                            Arrays.stream(value.split(",", -1))
                                    .map(LabelOrderConverter::emotion)
                                    .toList());
                } catch (IllegalArgumentException e) {
                    throw new TypeConversionException(e.getMessage());
                }
        }
    }

    private static Emotion emotion(String name) {
        List<Emotion> all = List.of(Emotion.values());
        return all.stream()
                .filter(emotion -> emotion.label().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "expected fer2013, alphabetical, fer-plus, or a list of %s joined by commas, found '%s'"
                                                .formatted(
                                                        all.stream()
                                                                .map(Emotion::label)
                                                                .collect(Collectors.joining(", ")),
                                                        name)));
    }
}
