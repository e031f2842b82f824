package io.github.fer4j.model.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts a network's weights into the groups where Keras looks for them. */
final class WrittenWeights {
    private WrittenWeights() {}

    /** Groups named after the layers, as Keras 2 lists them in attributes. */
    static void byName(Hdf5Tree root, List<KerasLayer> layers) {
        root.attribute("layer_names", layers.stream().map(KerasLayer::name).toList());
        root.attribute("backend", "tensorflow");
        root.attribute("keras_version", KerasWriter.KERAS2_VERSION);
        for (KerasLayer layer : layers) {
            Hdf5Tree group = root.group(layer.name());
            List<String> names = new ArrayList<>();
            for (KerasWeight weight : layer.weights()) {
                String name = layer.name() + "/" + keras2Name(layer, weight) + ":0";
                group.dataset(name, weight.value());
                names.add(name);
            }
            group.attribute("weight_names", names);
        }
    }

    private static String keras2Name(KerasLayer layer, KerasWeight weight) {
        String name = weight.name();
        if (layer.className().startsWith("DepthwiseConv") && name.equals("kernel")) {
            return "depthwise_kernel";
        }
        boolean attention = layer.className().equals("MultiHeadAttention");
        return attention && name.startsWith("output/") ? "attention_" + name : name;
    }

    /** Groups counted by the layers' classes: {@code .weights.h5}, also inside {@code .keras}. */
    static void byPosition(
            Hdf5Tree root, KerasModel model, List<KerasLayer> layers, WrittenDialect dialect) {
        // Keras 2 looks for the variables of the model itself, and fails without their group.
        root.group("vars");
        root.group("layers");
        Set<KerasLayer> operations = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
        for (KerasNode node : model.nodes()) {
            if (KerasOperations.isOperation(node, dialect)) {
                operations.add(node.layer());
            }
        }
        Map<String, Integer> used = new HashMap<>();
        for (KerasLayer layer : layers) {
            if (operations.contains(layer)) {
                continue;
            }
            String base = SnakeCase.of(CustomLayers.simpleName(layer.className()));
            int number = used.merge(base, 1, Integer::sum) - 1;
            String path = "layers/" + base + (number == 0 ? "" : "_" + number);
            Map<String, Integer> counts = new HashMap<>();
            root.group(path + "/vars").attribute("name", layer.name());
            for (KerasWeight weight : layer.weights()) {
                String part = part(layer, weight, dialect);
                int index = counts.merge(part, 1, Integer::sum) - 1;
                root.dataset(path + part + "/vars/" + index, weight.value());
            }
        }
    }

    /** The attribute in which the layer keeps that part of itself, with a slash before it. */
    private static String part(KerasLayer layer, KerasWeight weight, WrittenDialect dialect) {
        int slash = weight.name().indexOf('/');
        if (slash < 0 || !layer.className().equals("MultiHeadAttention")) {
            return "";
        }
        return (dialect.isKeras2() ? "/_" : "/") + weight.name().substring(0, slash) + "_dense";
    }
}
