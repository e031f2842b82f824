package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.ParsedModel.ParsedCall;
import io.github.fer4j.model.keras.ParsedModel.ParsedTensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Describes a new network layer by layer, in Keras 3's words:
 *
 * <pre>{@code
 * KerasModelBuilder network = new KerasModelBuilder("tiny");
 * String x = network.input("face", 48, 48, 1);
 * x = network.layer("Conv2D", "conv", Map.of("filters", 8, "kernel_size", 3), x);
 * x = network.layer("GlobalAveragePooling2D", "pool", Map.of(), x);
 * x = network.layer("Dense", "out", Map.of("units", 7, "activation", "softmax"), x);
 * KerasModel model = network.build(new KerasInitializers(42), x);
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class KerasModelBuilder {
    private static final int KERAS_3 = 3;

    private final String name;
    private final LayerParser parser = new LayerParser(KERAS_3);
    private final List<ParsedLayer> layers = new ArrayList<>();
    private final List<ParsedTensor> inputs = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /**
     * @param name the network's name
     */
    public KerasModelBuilder(String name) {
        this.name = name;
    }

    /**
     * @param inputName the input's name
     * @param sizes the sizes of one picture: rows, columns, channels
     * @return the name, to be given to the layers that take it
     * @throws IllegalArgumentException if there is a layer of that name
     */
    public String input(String inputName, int... sizes) {
        List<Object> shape = new ArrayList<>();
        shape.add(null);
        for (int size : sizes) {
            shape.add((long) size);
        }
        claim(inputName);
        layers.add(parser.input(inputName, Map.of("batch_shape", shape)));
        inputs.add(new ParsedTensor(inputName, 0, 0));
        return inputName;
    }

    /**
     * @param className Keras 3's class name: {@code Conv2D}
     * @param layerName the layer's name
     * @param config its configuration under Keras 3's keys; what is absent is Keras' default.
     *     Values are strings, numbers, truth values, lists and maps
     * @param from the names of the layers whose outputs go in; several go in as one list
     * @return the layer's name, to be given to the layers that take its output
     * @throws IllegalArgumentException if there is a layer of that name, or none of a name in
     *     {@code from}
     * @throws ModelFormatException if the configuration is not understood
     */
    public String layer(String className, String layerName, Map<String, ?> config, String... from) {
        List<Object> tensors = new ArrayList<>();
        for (String source : from) {
            if (!names.contains(source)) {
                throw new IllegalArgumentException(
                        "layer '%s' takes '%s', which is not there".formatted(layerName, source));
            }
            tensors.add(new ParsedTensor(source, 0, 0));
        }
        claim(layerName);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("class_name", className);
        entry.put("config", asJson(config));
        List<Object> arguments = tensors.size() > 1 ? List.of(tensors) : tensors;
        layers.add(parser.parse(entry, layerName, List.of(new ParsedCall(arguments, Map.of()))));
        return layerName;
    }

    /**
     * @param initializer what gives the weights their first values
     * @param outputs the names of the layers that answer, in the network's order
     * @return the network
     * @throws ModelFormatException if layers do not fit together, or one is not known
     */
    public KerasModel build(WeightInitializer initializer, String... outputs) {
        List<ParsedTensor> answers = new ArrayList<>();
        for (String output : outputs) {
            answers.add(new ParsedTensor(output, 0, 0));
        }
        ParsedModel parsed = new ParsedModel(name, false, true, layers, inputs, answers);
        BuiltModel built = ModelBuilder.build(parsed, new LayerCatalog(Map.of()));
        built.initialize(initializer);
        return built.finish("");
    }

    private void claim(String layerName) {
        if (!names.add(layerName)) {
            throw new IllegalArgumentException(
                    "there are two layers named '%s'".formatted(layerName));
        }
    }

    /** Numbers as JSON's reader gives them. */
    private static Object asJson(Object value) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        if (value instanceof Collection<?> items) {
            List<Object> list = new ArrayList<>();
            items.forEach(item -> list.add(asJson(item)));
            return list;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> object = new LinkedHashMap<>();
            map.forEach((key, item) -> object.put(String.valueOf(key), asJson(item)));
            return object;
        }
        return value;
    }
}
