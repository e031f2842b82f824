package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasLayer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Device;

/** The weights of a network by name, each there once however often its layer is called. */
final class WeightStore implements AutoCloseable {
    private final Device device;
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<String> buffers = new ArrayList<>();
    private final List<Weight> constants = new ArrayList<>();
    private final Map<Weight, Regularizer> regularizers = new LinkedHashMap<>();

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
        Regularizer.of(layer, name).ifPresent(found -> regularizers.put(weight, found));
        return weight;
    }

    /** Values that belong to no layer's weights; not part of the network's state. */
    Weight constant(String name, Tensor value) {
        Weight constant = new Weight(name, value, Weight.Layout.SAME, false, device);
        constants.add(constant);
        return constant;
    }

    Map<Weight, Regularizer> regularizers() {
        return regularizers;
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
    Optional<Weight> find(String path) {
        return Optional.ofNullable(weights.get(path));
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
        constants.forEach(Weight::close);
        weights.clear();
        constants.clear();
        regularizers.clear();
        parameters.clear();
        buffers.clear();
    }
}
