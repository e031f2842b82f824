package io.github.fer4j.model.engine;

import io.github.fer4j.model.ColorOrder;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.OutputKind;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.KerasModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What an {@code .onnx} file says about the network in it beside its graph, so that nobody has to
 * name it again. In the file each is a string under a key of its own:
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><th>key</th><th>value</th></tr>
 * <tr><td>{@code fer.labels}</td><td>{@code angry,disgust,fear,happy,sad,surprise,neutral}</td></tr>
 * <tr><td>{@code fer.scaling.mean}, {@code fer.scaling.deviation}</td>
 *     <td>one number, or one for each channel joined by commas, for pixels of 0 to 255</td></tr>
 * <tr><td>{@code fer.color_order}</td><td>{@code rgb} or {@code bgr}</td></tr>
 * <tr><td>{@code fer.temperature}</td><td>a number</td></tr>
 * <tr><td>{@code fer.output_kinds}</td><td>{@code probabilities}, {@code logits} or {@code
 *     independent} for each output, joined by commas</td></tr>
 * <tr><td>{@code fer.input_shape}</td><td>{@code None,48,48,1}; for people, the graph says it too</td></tr>
 * <tr><td>{@code fer.source}</td><td>{@code Keras 2.15.0}; for people</td></tr>
 * </table>
 *
 * @param labels what the outputs stand for
 * @param scaling what is done to a pixel before it enters
 * @param colorOrder the order of a colour picture's channels
 * @param temperature what the logits are divided by
 * @param outputKinds what the numbers of each output are; empty if the file does not say
 */
public record OnnxMetadata(
        Optional<LabelOrder> labels,
        Optional<Scaling> scaling,
        Optional<ColorOrder> colorOrder,
        OptionalDouble temperature,
        List<OutputKind> outputKinds) {
    private static final String LABELS = "fer.labels";
    private static final String MEAN = "fer.scaling.mean";
    private static final String DEVIATION = "fer.scaling.deviation";
    private static final String COLOR_ORDER = "fer.color_order";
    private static final String TEMPERATURE = "fer.temperature";
    private static final String OUTPUT_KINDS = "fer.output_kinds";
    private static final String INPUT_SHAPE = "fer.input_shape";
    private static final String SOURCE = "fer.source";

    /** Copies the list. */
    public OnnxMetadata {
        outputKinds = List.copyOf(outputKinds);
    }

    /**
     * @param model a network
     * @return what it says itself: the kinds of its outputs, and the scaling if it scales pixels of
     *     0 to 255 itself
     */
    public static OnnxMetadata of(KerasModel model) {
        return new OnnxMetadata(
                Optional.empty(),
                InputScaling.of(model),
                Optional.empty(),
                OptionalDouble.empty(),
                IntStream.range(0, model.outputs().size())
                        .mapToObj(output -> OutputKinds.of(model, output))
                        .toList());
    }

    /**
     * @param model a network
     * @param spec what it expects and what its outputs stand for
     * @return all that
     */
    public static OnnxMetadata of(KerasModel model, ModelSpec spec) {
        return new OnnxMetadata(
                Optional.of(spec.labels()),
                Optional.of(spec.scaling()),
                Optional.of(spec.colorOrder()),
                OptionalDouble.of(spec.temperature()),
                of(model).outputKinds());
    }

    /**
     * @param order what the outputs stand for
     * @return the same with those labels
     */
    public OnnxMetadata withLabels(LabelOrder order) {
        return new OnnxMetadata(Optional.of(order), scaling, colorOrder, temperature, outputKinds);
    }

    /**
     * @param pixels what is done to a pixel before it enters
     * @return the same with that scaling
     */
    public OnnxMetadata withScaling(Scaling pixels) {
        return new OnnxMetadata(labels, Optional.of(pixels), colorOrder, temperature, outputKinds);
    }

    /**
     * @param model the network that goes into the file
     * @return the strings for the file
     */
    public Map<String, String> toMap(KerasModel model) {
        Map<String, String> map = new LinkedHashMap<>();
        labels.ifPresent(order -> map.put(LABELS, String.join(",", order.labels())));
        scaling.ifPresent(
                pixels -> {
                    map.put(MEAN, joined(pixels.mean()));
                    map.put(DEVIATION, joined(pixels.deviation()));
                });
        colorOrder.ifPresent(order -> map.put(COLOR_ORDER, lower(order)));
        temperature.ifPresent(value -> map.put(TEMPERATURE, Double.toString(value)));
        if (!outputKinds.isEmpty()) {
            map.put(
                    OUTPUT_KINDS,
                    outputKinds.stream().map(OnnxMetadata::lower).collect(Collectors.joining(",")));
        }
        Shape input = model.shape(model.inputs().get(0));
        map.put(
                INPUT_SHAPE,
                input.dimensions().stream()
                        .map(size -> size == Shape.UNKNOWN ? "None" : size.toString())
                        .collect(Collectors.joining(",")));
        map.put(SOURCE, ("Keras " + model.kerasVersion()).strip());
        return map;
    }

    private static String joined(List<Double> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param map the strings of a file; unknown keys are ignored
     * @return what they say
     * @throws ModelFormatException if one cannot be read; names key and value
     */
    public static OnnxMetadata of(Map<String, String> map) {
        Optional<List<Double>> mean = numbers(map, MEAN);
        Optional<List<Double>> deviation = numbers(map, DEVIATION);
        return new OnnxMetadata(
                read(map, LABELS, OnnxMetadata::labels),
                mean.isEmpty() || deviation.isEmpty()
                        ? Optional.empty()
                        : read(map, MEAN, text -> new Scaling(mean.get(), deviation.get())),
                read(map, COLOR_ORDER, text -> ColorOrder.valueOf(text.toUpperCase(Locale.ROOT))),
                read(map, TEMPERATURE, OnnxMetadata::positive).orElse(OptionalDouble.empty()),
                read(map, OUTPUT_KINDS, OnnxMetadata::kinds).orElse(List.of()));
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private static <T> Optional<T> read(Map<String, String> map, String key, Parser<T> parser) {
        String text = map.get(key);
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.parse(text.strip()));
        } catch (IllegalArgumentException e) {
            String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
            throw new ModelFormatException(
                    "the file's metadata %s = '%s' cannot be used: %s"
                            .formatted(key, shown, e.getMessage()),
                    e);
        }
    }

    private static Optional<List<Double>> numbers(Map<String, String> map, String key) {
        return read(
                map, key, text -> Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList());
    }

    private static OptionalDouble positive(String text) {
        double value = Double.parseDouble(text);
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException("it must be > 0");
        }
        return OptionalDouble.of(value);
    }

    private static LabelOrder labels(String text) {
        List<Emotion> emotions = new ArrayList<>();
        for (String label : text.split(",", -1)) {
            emotions.add(
                    Arrays.stream(Emotion.values())
                            .filter(emotion -> emotion.label().equals(label.strip()))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "no emotion is called '" + label + "'")));
        }
        return new LabelOrder(emotions);
    }

    private static List<OutputKind> kinds(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(kind -> OutputKind.valueOf(kind.strip().toUpperCase(Locale.ROOT)))
                .toList();
    }
}
