package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import java.util.List;
import java.util.Set;

/**
 * A network as Keras describes it, free of Keras' dialects: what this means is said in the
 * package's documentation. Immutable.
 *
 * @param name the network's name
 * @param kerasVersion the Keras that wrote it, as the file says: {@code 2.15.0}; empty if it does
 *     not say
 * @param nodes the calls of layers, each after those it depends on; input layers are among them
 *     (class {@code InputLayer}, no arguments)
 * @param inputs what goes in, in the network's order
 * @param outputs what comes out, in the network's order
 */
public record KerasModel(
        String name,
        String kerasVersion,
        List<KerasNode> nodes,
        List<TensorRef> inputs,
        List<TensorRef> outputs) {
    /** Copies the lists. */
    public KerasModel {
        nodes = List.copyOf(nodes);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * @return every layer once, in the order of its first call
     */
    public List<KerasLayer> layers() {
        Set<KerasLayer> layers =
                java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        return nodes.stream().map(KerasNode::layer).filter(layers::add).toList();
    }

    /**
     * @param tensor a tensor of the graph
     * @return the node that computes it
     */
    public KerasNode node(TensorRef tensor) {
        return nodes.get(tensor.node());
    }

    /**
     * @param tensor a tensor of the graph
     * @return its shape, batch first
     */
    public Shape shape(TensorRef tensor) {
        return node(tensor).outputShapes().get(tensor.output());
    }

    /**
     * @return how many values all weights of all layers hold together
     */
    public long parameterCount() {
        return layers().stream().mapToLong(KerasLayer::parameterCount).sum();
    }
}
