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
     * @return the names of the calls that compute the outputs, in order
     */
    public List<String> outputNames() {
        return outputs.stream().map(tensor -> node(tensor).name()).toList();
    }

    /**
     * Takes one output of a network that has several, such as one of two heads on one trunk.
     *
     * <pre>{@code
     * KerasModel head = KerasReader.read(Path.of("two-heads.keras")).withOutput("ferplus");
     * }</pre>
     *
     * @param name the name of the call that computes it, one of {@link #outputNames()}; of several
     *     the first
     * @return the network that answers this alone, without the layers and inputs that it does not
     *     need; weights are shared, not copied
     * @throws IllegalArgumentException if there is no such output; names those there are
     */
    public KerasModel withOutput(String name) {
        int index = outputNames().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "network '%s' has no output '%s', only %s"
                            .formatted(this.name, name, outputNames()));
        }
        return withOutput(index);
    }

    /**
     * @param index which of the outputs, from 0
     * @return as {@link #withOutput(String)}
     * @throws IndexOutOfBoundsException if there is no such output
     */
    public KerasModel withOutput(int index) {
        return Pruning.to(this, outputs.get(index));
    }

    /**
     * @return how many values all weights of all layers hold together
     */
    public long parameterCount() {
        return layers().stream().mapToLong(KerasLayer::parameterCount).sum();
    }
}
