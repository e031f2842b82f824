package io.github.fer4j.examples.training.network;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.KerasWeight;
import io.github.fer4j.model.keras.LayerConfig;
import io.github.fer4j.model.keras.TensorRef;
import io.github.fer4j.model.keras.WeightInitializer;
import io.github.fer4j.model.keras.WeightSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives outputs of a network another number of classes: the last layer with weights is fresh. */
final class ClassCount {
    /** What may stand behind the last layer with weights: it keeps the channels apart. */
    private static final Set<String> KEEPS_CHANNELS =
            Set.of(
                    "Activation",
                    "Softmax",
                    "Dropout",
                    "GlobalAveragePooling2D",
                    "GlobalMaxPooling2D");

    private ClassCount() {}

    static KerasModel of(KerasModel model, List<Integer> classes, WeightInitializer initializer) {
        if (model.outputs().size() != classes.size()) {
            throw new IllegalArgumentException(
                    "the network has %d outputs, %d are to be trained"
                            .formatted(model.outputs().size(), classes.size()));
        }
        List<KerasNode> nodes = new ArrayList<>(model.nodes());
        for (int i = 0; i < classes.size(); i++) {
            TensorRef output = model.outputs().get(i);
            if (model.shape(output).size(-1) != classes.get(i)) {
                change(model, nodes, output, classes.get(i), initializer);
            }
        }
        return new KerasModel(
                model.name(), model.kerasVersion(), nodes, model.inputs(), model.outputs());
    }

    private static void change(
            KerasModel model,
            List<KerasNode> nodes,
            TensorRef output,
            int classes,
            WeightInitializer initializer) {
        int at = output.node();
        while (KEEPS_CHANNELS.contains(nodes.get(at).layer().className())) {
            nodes.set(at, resized(nodes.get(at), nodes.get(at).layer(), classes));
            at = nodes.get(at).inputs().get(0).node();
        }
        KerasNode last = nodes.get(at);
        KerasLayer layer = last.layer();
        String key =
                switch (layer.className()) {
                    case "Dense" -> "units";
                    case "Conv2D" -> "filters";
                    default ->
                            throw new ModelFormatException(
                                    ("layer '%s' (%s) cannot be given %d classes: an output must"
                                                    + " end in a Dense or Conv2D layer")
                                            .formatted(layer.name(), layer.className(), classes));
                };
        int index = at;
        boolean shared = model.nodes().stream().filter(node -> node.layer() == layer).count() > 1;
        boolean usedElsewhere =
                model.nodes().stream()
                                .filter(
                                        node ->
                                                node.inputs().stream()
                                                        .anyMatch(ref -> ref.node() == index))
                                .count()
                        > (at == output.node() ? 0 : 1);
        if (shared || usedElsewhere) {
            throw new ModelFormatException(
                    "layer '%s' (%s) cannot be given %d classes: the network needs it elsewhere too"
                            .formatted(layer.name(), layer.className(), classes));
        }
        nodes.set(at, resized(last, fresh(layer, key, classes, initializer), classes));
    }

    private static KerasLayer fresh(
            KerasLayer layer, String key, int classes, WeightInitializer initializer) {
        Map<String, Object> values = new LinkedHashMap<>(layer.config().asMap());
        values.put(key, (long) classes);
        LayerConfig config =
                new LayerConfig(layer.name(), values, layer.config().training().asMap());
        List<KerasWeight> weights = new ArrayList<>();
        for (KerasWeight weight : layer.weights()) {
            Shape shape = weight.value().shape().with(-1, classes);
            weights.add(
                    new KerasWeight(
                            weight.name(),
                            initializer.values(
                                    layer.name(),
                                    layer.className(),
                                    config,
                                    new WeightSpec(weight.name(), shape, true, ""))));
        }
        return new KerasLayer(layer.name(), layer.className(), config, weights);
    }

    private static KerasNode resized(KerasNode node, KerasLayer layer, int classes) {
        return new KerasNode(
                node.name(),
                layer,
                node.arguments(),
                node.keywords(),
                List.of(node.outputShapes().get(0).with(-1, classes)));
    }
}
