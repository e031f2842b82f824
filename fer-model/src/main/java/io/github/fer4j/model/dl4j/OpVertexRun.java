package io.github.fer4j.model.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex of a graph that computes what an {@link OpVertex} says. Inference only. */
@SuppressWarnings("overrides") // a missing ellipsis in Deeplearning4j itself
final class OpVertexRun extends BaseGraphVertex {
    private static final long serialVersionUID = 1L;

    private final OpVertex configuration;
    private final transient INDArray[] weights;

    OpVertexRun(
            ComputationGraph graph,
            String name,
            int index,
            DataType dataType,
            OpVertex configuration,
            INDArray[] weights) {
        super(graph, name, index, null, null, dataType);
        this.configuration = configuration;
        this.weights = weights;
    }

    @Override
    @SuppressWarnings("try") // the scope is there to be closed
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        // Temporaries go where the result goes, too: less copying, and freed soon enough.
        try (MemoryWorkspace scope = workspaces.notifyScopeBorrowed(ArrayType.ACTIVATIONS)) {
            return configuration.run(inputs, weights);
        }
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public Layer getLayer() {
        return null;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        throw new UnsupportedOperationException("the network is for inference");
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        throw new UnsupportedOperationException("the network is for inference");
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(
            INDArray[] masks, MaskState state, int batch) {
        return null;
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
        return configuration.toString();
    }
}
