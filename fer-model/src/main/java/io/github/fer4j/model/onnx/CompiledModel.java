package io.github.fer4j.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.internal.StagedFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Keras network as an ONNX graph. Immutable and thread-safe. */
public final class CompiledModel {
    /** What is smaller than this many values is a part of the graph itself. */
    private static final int SMALL = 256;

    private final Graph graph;
    private final String name;
    private final Shape inputShape;
    private final List<Network.Output> outputs;
    private final int nodesBefore;

    CompiledModel(
            Graph graph,
            String name,
            Shape inputShape,
            List<Network.Output> outputs,
            int nodesBefore) {
        this.graph = graph;
        this.name = name;
        this.inputShape = inputShape;
        this.outputs = List.copyOf(outputs);
        this.nodesBefore = nodesBefore;
    }

    /**
     * @return how many operations the layers came to before the graph was simplified, those that do
     *     nothing included
     */
    public int nodesBefore() {
        return nodesBefore;
    }

    /**
     * @return how many operations the graph has
     */
    public int nodesAfter() {
        return graph.size();
    }

    /**
     * @return the name of the graph's input
     */
    public String inputName() {
        return graph.input;
    }

    /**
     * @return what goes in, batch first
     */
    public Shape inputShape() {
        return inputShape;
    }

    /**
     * @return the outputs in the network's order
     */
    public List<Network.Output> outputs() {
        return outputs;
    }

    /**
     * Writes the network as an {@code .onnx} file that any runtime reads, weights inside.
     *
     * @param file where to; a file that is there is replaced once the new one is whole
     * @param metadata what the file says about itself beside the graph, by key
     * @throws FerException if it cannot be written
     */
    public void write(Path file, Map<String, String> metadata) {
        try (StagedFiles staged = new StagedFiles()) {
            Path aside = staged.aside(file);
            ModelProto proto = ProtoWriter.write(graph, name, outputNames(), metadata, Map.of());
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(aside), 1 << 16)) {
                proto.writeTo(out);
            }
            staged.commit();
        } catch (IOException e) {
            throw new FerException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * @return the network as the bytes of an {@code .onnx} file
     */
    public byte[] toByteArray() {
        return ProtoWriter.write(graph, name, outputNames(), Map.of(), Map.of()).toByteArray();
    }

    /** The graph without its large weights, which {@link #weights} has. */
    byte[] skeleton() {
        return ProtoWriter.write(graph, name, outputNames(), Map.of(), weights()).toByteArray();
    }

    Map<String, Weight> weights() {
        Map<String, Weight> weights = new LinkedHashMap<>();
        graph.constants.forEach(
                (key, tensor) -> {
                    if (tensor.count() >= SMALL) {
                        weights.put(key, tensor);
                    }
                });
        return weights;
    }

    private List<String> outputNames() {
        return outputs.stream().map(Network.Output::name).toList();
    }
}
