package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights in groups named after the layers, with the attributes {@code layer_names} and {@code
 * weight_names}: {@code weights.h5} and whole models of Keras 1 to 3.
 */
final class NamedWeights {
    private static final String LAYER_NAMES = "layer_names";
    private static final String WEIGHT_NAMES = "weight_names";

    private final Hdf5Group root;
    private final BuiltModel model;
    private final WeightAssigner assigner = new WeightAssigner();

    private NamedWeights(Hdf5Group root, BuiltModel model) {
        this.root = root;
        this.model = model;
    }

    private record Slot(BuiltLayer layer, WeightSpec spec) {}

    static boolean isIn(Hdf5Group group) {
        return group.hasAttribute(LAYER_NAMES) || group.hasAttribute(LAYER_NAMES + "0");
    }

    /** Pairs layers with datasets; nothing is read yet. */
    static WeightAssigner assign(Hdf5Group root, BuiltModel model) {
        NamedWeights weights = new NamedWeights(root, model);
        weights.pairLayers();
        return weights.assigner;
    }

    private void pairLayers() {
        List<ParsedLayer> needing = new ArrayList<>();
        for (ParsedLayer layer : model.parsed().layers()) {
            if (!slots(layer).isEmpty()) {
                needing.add(layer);
            }
        }
        Map<String, List<String>> stored = storedLayers();
        boolean byName = needing.stream().allMatch(layer -> stored.containsKey(layer.name()));
        if (byName) {
            for (ParsedLayer layer : needing) {
                pair(layer, layer.name(), stored.get(layer.name()));
            }
            return;
        }
        // Keras itself goes by position; names differ when a network was built again.
        List<String> names =
                stored.entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .toList();
        if (names.size() != needing.size()) {
            ParsedLayer missing =
                    needing.stream()
                            .filter(layer -> !stored.containsKey(layer.name()))
                            .findFirst()
                            .orElseThrow();
            throw new ModelFormatException(
                    ("no weights for layer '%s': the network has %d layers with weights, the file"
                                    + " holds %d: %s")
                            .formatted(missing.name(), needing.size(), names.size(), shown(names)));
        }
        for (int i = 0; i < names.size(); i++) {
            pair(needing.get(i), names.get(i), stored.get(names.get(i)));
        }
    }

    private static String shown(List<String> names) {
        return names.size() <= 8
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 8)) + ", …";
    }

    private Map<String, List<String>> storedLayers() {
        List<String> names =
                root.strings(LAYER_NAMES)
                        .orElseThrow(
                                () ->
                                        new ModelFormatException(
                                                "no Keras weights: the attribute layer_names is"
                                                        + " missing"));
        Map<String, List<String>> stored = new LinkedHashMap<>();
        for (String name : names) {
            stored.put(
                    name,
                    root.group(name)
                            .flatMap(group -> group.strings(WEIGHT_NAMES))
                            .map(NamedWeights::withoutSeeds)
                            .orElse(List.of()));
        }
        return stored;
    }

    /** Random layers of some versions store the state of their generator as a weight. */
    private static List<String> withoutSeeds(List<String> names) {
        return names.stream()
                .filter(
                        name ->
                                !name.endsWith("StateVar:0")
                                        && !name.contains("seed_generator_state"))
                .toList();
    }

    private void pair(ParsedLayer layer, String groupName, List<String> weightNames) {
        List<Slot> slots = slots(layer);
        Optional<Hdf5Group> found = root.group(groupName);
        if (found.isEmpty()) {
            throw new ModelFormatException(
                    "no weights for layer '%s': layer_names lists '%s', its group is missing"
                            .formatted(layer.name(), groupName));
        }
        if (slots.size() != weightNames.size()) {
            throw new ModelFormatException(
                    "layer '%s' (%s) needs %d weights, the file holds %d: %s"
                            .formatted(
                                    layer.name(),
                                    layer.className(),
                                    slots.size(),
                                    weightNames.size(),
                                    shown(weightNames)));
        }
        for (int i = 0; i < slots.size(); i++) {
            String weightName = weightNames.get(i);
            Hdf5Dataset dataset = dataset(layer, found.get(), weightName);
            assigner.pair(slots.get(i).layer, slots.get(i).spec, dataset);
        }
    }

    private static Hdf5Dataset dataset(ParsedLayer layer, Hdf5Group group, String name) {
        Optional<Hdf5Dataset> dataset;
        try {
            dataset = group.dataset(name);
        } catch (ModelFormatException e) {
            throw new ModelFormatException(
                    "layer '%s', weights '%s': %s".formatted(layer.name(), name, e.getMessage()),
                    e);
        }
        return dataset.orElseThrow(
                () ->
                        new ModelFormatException(
                                "layer '%s': weight_names lists '%s', that dataset is missing"
                                        .formatted(layer.name(), name)));
    }

    /** The weights of a layer, or of all layers of a nested model, as Keras lists them. */
    private List<Slot> slots(ParsedLayer layer) {
        List<Slot> slots = new ArrayList<>();
        collect(layer, true, slots);
        collect(layer, false, slots);
        return slots;
    }

    /**
     * Trainable weights of all inner layers come first, the others after them. In a frozen model
     * nothing is trainable, so its layers' weights stay together.
     */
    private void collect(ParsedLayer layer, boolean trainable, List<Slot> slots) {
        if (layer.model().isPresent()) {
            ParsedModel nested = layer.model().get();
            if (nested.trainable()) {
                nested.layers().forEach(inner -> collect(inner, trainable, slots));
            } else if (!trainable) {
                nested.layers().forEach(inner -> collect(inner, true, slots));
                nested.layers().forEach(inner -> collect(inner, false, slots));
            }
            return;
        }
        BuiltLayer built = model.layers().get(layer);
        if (built == null) {
            return;
        }
        for (WeightSpec spec : built.specs()) {
            boolean moves = layer.storage().trainable() && spec.trainable();
            if (moves == trainable) {
                slots.add(new Slot(built, spec));
            }
        }
    }
}
