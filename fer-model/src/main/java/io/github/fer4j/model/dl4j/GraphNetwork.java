package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.TensorRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A {@code ComputationGraph} on a thread of its own. */
final class GraphNetwork implements Network {
    private static final String WORKSPACE = "FER_INPUTS_AND_OUTPUTS";
    private static final WorkspaceConfiguration MEMORY =
            WorkspaceConfiguration.builder()
                    .policyLearning(LearningPolicy.FIRST_LOOP)
                    .policyAllocation(AllocationPolicy.STRICT)
                    .policySpill(SpillPolicy.REALLOCATE)
                    .build();

    private final GraphThread thread;
    private final ComputationGraph graph;
    private final Shape inputShape;
    private final List<Output> outputs;
    private final List<Integer> graphOutputs;
    private boolean closed;

    private GraphNetwork(
            GraphThread thread,
            ComputationGraph graph,
            Shape inputShape,
            List<Output> outputs,
            List<Integer> graphOutputs) {
        this.thread = thread;
        this.graph = graph;
        this.inputShape = inputShape;
        this.outputs = List.copyOf(outputs);
        this.graphOutputs = List.copyOf(graphOutputs);
    }

    static GraphNetwork load(KerasModel model) {
        if (model.inputs().size() != 1) {
            throw new ModelFormatException(
                    "network '%s' has %d inputs, accepted is one"
                            .formatted(model.name(), model.inputs().size()));
        }
        GraphCompiler.Compiled compiled = GraphCompiler.compile(model);
        List<Output> outputs = new ArrayList<>();
        for (TensorRef tensor : model.outputs()) {
            outputs.add(new Output(model.node(tensor).layer().name(), model.shape(tensor)));
        }
        GraphThread thread = new GraphThread("fer-deeplearning4j " + model.name());
        try {
            ComputationGraph graph =
                    thread.call(
                            () -> {
                                ComputationGraph made = new ComputationGraph(compiled.graph());
                                made.init();
                                return made;
                            });
            return new GraphNetwork(
                    thread, graph, model.shape(model.inputs().get(0)), outputs, compiled.outputs());
        } catch (RuntimeException e) {
            thread.end();
            throw new ModelFormatException(
                    "Deeplearning4j cannot set up the network '%s': %s"
                            .formatted(model.name(), e.getMessage()),
                    e);
        } catch (Error e) {
            thread.end();
            throw e;
        }
    }

    @Override
    public Shape inputShape() {
        return inputShape;
    }

    @Override
    public List<Output> outputs() {
        return outputs;
    }

    @Override
    public List<Tensor> predict(Tensor input) {
        if (!fits(input.shape())) {
            throw new IllegalArgumentException(
                    "the network takes a tensor of the shape %s, was %s"
                            .formatted(inputShape, input.shape()));
        }
        return thread.call(() -> run(input));
    }

    private boolean fits(Shape shape) {
        if (shape.rank() != inputShape.rank() || shape.count() == 0) {
            return false;
        }
        for (int i = 0; i < shape.rank(); i++) {
            if (inputShape.size(i) != Shape.UNKNOWN && inputShape.size(i) != shape.size(i)) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("try") // the setting is there to be closed
    private List<Tensor> run(Tensor input) {
        try (SingleThreaded setting = new SingleThreaded();
                MemoryWorkspace memory =
                        Nd4j.getWorkspaceManager().getAndActivateWorkspace(MEMORY, WORKSPACE)) {
            INDArray in = Nd4j.create(input.toArray(), input.shape().toLongArray(), 'c');
            INDArray[] out = output(in, memory);
            List<Tensor> tensors = new ArrayList<>();
            for (int index : graphOutputs) {
                tensors.add(tensor(out[index]));
            }
            return tensors;
        }
    }

    private INDArray[] output(INDArray in, MemoryWorkspace memory) {
        try {
            return graph.output(false, memory, in);
        } catch (RuntimeException e) {
            String message =
                    "Deeplearning4j cannot run the network on a tensor of the shape %s: %s"
                            .formatted(Arrays.toString(in.shape()), e.getMessage());
            // Where sizes are open, a picture may be too small for the windows.
            throw inputShape.with(0, 1).isKnown()
                    ? new IllegalStateException(message, e)
                    : new IllegalArgumentException(message, e);
        }
    }

    private static Tensor tensor(INDArray array) {
        int[] sizes = new int[array.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.toIntExact(array.size(i));
        }
        return Tensor.wrap(Shape.of(sizes), array.reshape(array.length()).toFloatVector());
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            thread.call(
                    () -> {
                        // Not the graph's own close(): it collects all of the heap's garbage.
                        graph.params().close();
                        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
                        return null;
                    });
        } finally {
            thread.end();
        }
    }
}
