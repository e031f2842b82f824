package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasArgument;
import io.github.fer4j.model.keras.KerasArgument.ListArgument;
import io.github.fer4j.model.keras.KerasArgument.TensorArgument;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.KerasWeight;
import io.github.fer4j.model.keras.LayerConfig;
import io.github.fer4j.model.keras.TensorRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Builds small networks by hand. */
final class TestNetworks {
    private final List<KerasNode> nodes = new ArrayList<>();
    private final TensorRef input;

    private TestNetworks(Shape shape) {
        input = add(layer("input", "InputLayer", Map.of()), List.of(), shape);
    }

    static TestNetworks input(int... sizesWithoutBatch) {
        int[] sizes = new int[sizesWithoutBatch.length + 1];
        sizes[0] = Shape.UNKNOWN;
        System.arraycopy(sizesWithoutBatch, 0, sizes, 1, sizesWithoutBatch.length);
        return new TestNetworks(Shape.of(sizes));
    }

    static KerasLayer layer(
            String name, String className, Map<String, Object> config, KerasWeight... weights) {
        return new KerasLayer(name, className, new LayerConfig(name, config), List.of(weights));
    }

    TensorRef input() {
        return input;
    }

    /** Calls a layer with the newest tensor; the shape of the result is left open. */
    TestNetworks then(KerasLayer layer, int rank) {
        call(layer, rank, new TensorRef(nodes.size() - 1, 0));
        return this;
    }

    TensorRef call(KerasLayer layer, int rank, TensorRef... inputs) {
        List<KerasArgument> tensors = new ArrayList<>();
        for (TensorRef tensor : inputs) {
            tensors.add(new TensorArgument(tensor));
        }
        return add(
                layer,
                inputs.length == 1 ? tensors : List.of(new ListArgument(tensors)),
                open(rank));
    }

    TensorRef add(KerasLayer layer, List<KerasArgument> arguments, Shape shape) {
        String name = layer.name() + ":" + nodes.size();
        nodes.add(new KerasNode(name, layer, arguments, Map.of(), List.of(shape)));
        return new TensorRef(nodes.size() - 1, 0);
    }

    private static Shape open(int rank) {
        int[] sizes = new int[rank];
        Arrays.fill(sizes, Shape.UNKNOWN);
        return Shape.of(sizes);
    }

    KerasModel build() {
        return build(new TensorRef(nodes.size() - 1, 0));
    }

    KerasModel build(TensorRef... outputs) {
        return new KerasModel("test", "3.0.0", nodes, List.of(input), List.of(outputs));
    }

    /** Values between −1 and 1. */
    static Tensor random(Random random, int... sizes) {
        Shape shape = Shape.of(sizes);
        float[] values = new float[Math.toIntExact(shape.count())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return Tensor.wrap(shape, values);
    }

    static Tensor predict(KerasModel model, Tensor input) {
        try (Dl4jNetwork network = Dl4jNetwork.load(model)) {
            return network.predict(input).get(0);
        }
    }
}
