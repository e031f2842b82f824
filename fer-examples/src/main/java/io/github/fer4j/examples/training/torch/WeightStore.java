package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.keras.KerasLayer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;

/** The weights of a network by name, each there once however often its layer is called. */
final class WeightStore implements AutoCloseable {
    private final Device device;
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<String> buffers = new ArrayList<>();

    WeightStore(Device device) {
        this.device = device;
    }

    Weight parameter(KerasLayer layer, String name, Weight.Layout layout, boolean decayed) {
        String path = path(layer, name);
        Weight known = weights.get(path);
        if (known != null) {
            return known;
        }
        boolean trainable = layer.config().training().flag("trainable", true);
        Weight weight = new Weight(path, layer.weight(name), layout, trainable, device);
        weights.put(path, weight);
        parameters.add(new Parameter(path, weight.tensor(), decayed, trainable));
        return weight;
    }

    Weight buffer(KerasLayer layer, String name) {
        String path = path(layer, name);
        Weight known = weights.get(path);
        if (known != null) {
            return known;
        }
        Weight weight = new Weight(path, layer.weight(name), Weight.Layout.SAME, false, device);
        weights.put(path, weight);
        buffers.add(path);
        return weight;
    }

    static String path(KerasLayer layer, String weight) {
        return layer.name() + "/" + weight;
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    List<String> buffers() {
        return List.copyOf(buffers);
    }

    Collection<Weight> all() {
        return weights.values();
    }

    /** Empty where the network does not compute with such a weight. */
    java.util.Optional<Weight> find(String path) {
        return java.util.Optional.ofNullable(weights.get(path));
    }

    Weight get(String path) {
        return find(path)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no weight '%s', only %s"
                                                .formatted(path, weights.keySet())));
    }

    @Override
    public void close() {
        weights.values().forEach(Weight::close);
        weights.clear();
        parameters.clear();
        buffers.clear();
    }
}
