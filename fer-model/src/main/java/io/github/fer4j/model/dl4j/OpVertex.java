package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The configuration of a vertex that computes a {@link TensorFunction}. Its weights are part of the
 * graph's flattened parameters.
 *
 * <p>Deeplearning4j's own layers are not used: its convolution goes past ND4J's {@code conv2d} and
 * takes two to three times as long, and several (average pooling at a border, recurrent input
 * formats, preprocessors that it inserts by itself) do not compute what Keras computes.
 */
final class OpVertex extends GraphVertex {
    private static final long serialVersionUID = 1L;

    private final String layer;
    private final transient TensorFunction function;
    private final long parameterCount;
    private final transient List<Integer> operands;
    private final transient Shape shape;
    private transient List<Tensor> weights;

    /**
     * @param layer the Keras layer's name, for error messages
     * @param step what is computed
     * @param operands for each input of the function, which of the vertex' inputs it is; a graph
     *     cannot connect the same two vertices twice
     * @param shape the shape of the result, where it is known
     */
    OpVertex(String layer, Step step, List<Integer> operands, Shape shape) {
        this.layer = layer;
        this.function = step.function();
        this.weights = step.weights();
        this.parameterCount = weights.stream().mapToLong(Tensor::count).sum();
        this.operands = List.copyOf(operands);
        this.shape = shape;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType dataType) {
        INDArray[] arrays = new INDArray[weights.size()];
        long start = 0;
        for (int i = 0; i < arrays.length; i++) {
            Tensor weight = weights.get(i);
            INDArray flat = parameters.get(NDArrayIndex.interval(start, start + weight.count()));
            try (INDArray values = Nd4j.createFromArray(weight.toArray())) {
                flat.assign(values);
            }
            arrays[i] = flat.reshape('c', weight.shape().toLongArray());
            start += weight.count();
        }
        // From here on the graph's parameters are the only copy.
        weights = List.of();
        return new OpVertexRun(graph, name, index, dataType, this, arrays);
    }

    INDArray run(INDArray[] inputs, INDArray[] arrays) {
        INDArray[] operandArrays = new INDArray[operands.size()];
        for (int i = 0; i < operandArrays.length; i++) {
            operandArrays[i] = inputs[operands.get(i)];
        }
        INDArray result = function.apply(operandArrays, arrays);
        if (!fits(result.shape())) {
            throw new IllegalStateException(
                    "layer '%s' gave a tensor of the shape %s, expected %s"
                            .formatted(layer, java.util.Arrays.toString(result.shape()), shape));
        }
        return result;
    }

    private boolean fits(long[] found) {
        if (found.length != shape.rank()) {
            return false;
        }
        for (int i = 0; i < found.length; i++) {
            if (shape.size(i) != Shape.UNKNOWN && shape.size(i) != found[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long numParams(boolean backprop) {
        return parameterCount;
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return Integer.MAX_VALUE;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        throw new UnsupportedOperationException("shapes come from the Keras network");
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        throw new UnsupportedOperationException("shapes come from the Keras network");
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public GraphVertex clone() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "OpVertex(" + layer + ")";
    }
}
