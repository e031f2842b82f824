package io.github.fer4j.examples.training.graph;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasWeight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network with the weights that another has under the same layer names and in the same shapes.
 *
 * @param model the network
 * @param taken how many layers got all their weights from the other
 * @param left the layers with weights that did not
 */
public record WeightTransfer(KerasModel model, int taken, List<String> left) {
    /** Copies the list. */
    public WeightTransfer {
        left = List.copyOf(left);
    }

    /**
     * @param model a network
     * @param source another, whose weights are wanted
     * @return the network with them
     * @throws ModelFormatException if no layer has the name and the shapes of one of the other's
     */
    public static WeightTransfer between(KerasModel model, KerasModel source) {
        Map<String, KerasLayer> layers = new LinkedHashMap<>();
        source.layers().forEach(layer -> layers.put(layer.name(), layer));
        List<String> left = new ArrayList<>();
        int[] taken = {0};
        KerasModel filled =
                GraphEdits.mapLayers(
                        model,
                        layer -> {
                            if (layer.weights().isEmpty()) {
                                return layer;
                            }
                            Optional<KerasLayer> other =
                                    Optional.ofNullable(layers.get(layer.name()))
                                            .filter(found -> fits(layer, found));
                            if (other.isEmpty()) {
                                left.add(layer.name());
                                return layer;
                            }
                            taken[0]++;
                            return new KerasLayer(
                                    layer.name(),
                                    layer.className(),
                                    layer.config(),
                                    other.get().weights());
                        });
        if (taken[0] == 0) {
            throw new ModelFormatException(
                    "no layer of '%s' has the name and the shapes of one of '%s', whose layers are %s"
                            .formatted(
                                    model.name(),
                                    source.name(),
                                    source.layers().stream()
                                            .filter(layer -> !layer.weights().isEmpty())
                                            .map(KerasLayer::name)
                                            .limit(20)
                                            .toList()));
        }
        return new WeightTransfer(filled, taken[0], left);
    }

    private static boolean fits(KerasLayer layer, KerasLayer other) {
        boolean fits = layer.weights().size() == other.weights().size();
        for (int i = 0; fits && i < layer.weights().size(); i++) {
            KerasWeight wanted = layer.weights().get(i);
            KerasWeight found = other.weights().get(i);
            fits =
                    wanted.name().equals(found.name())
                            && wanted.value().shape().equals(found.value().shape());
        }
        return fits;
    }
}
