package io.github.fer4j.examples.training.graph;

import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.LayerConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** Changes how much a network's dropout layers drop. */
public final class DropoutRate {
    private DropoutRate() {}

    /**
     * @param model a network
     * @param rate the share that every dropout layer drops, 0 to below 1
     * @return the network with that rate
     */
    public static KerasModel of(KerasModel model, double rate) {
        return GraphEdits.mapLayers(
                model,
                layer -> {
                    if (!layer.className().equals("Dropout")) {
                        return layer;
                    }
                    Map<String, Object> values = new LinkedHashMap<>(layer.config().asMap());
                    values.put("rate", rate);
                    return new KerasLayer(
                            layer.name(),
                            layer.className(),
                            new LayerConfig(
                                    layer.name(), values, layer.config().training().asMap()),
                            layer.weights());
                });
    }
}
