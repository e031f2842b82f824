package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.KerasWeight;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A Keras network that learns: its layers as operations of libtorch, through which gradients flow,
 * and its weights as tensors, which an optimizer changes in place.
 *
 * <pre>{@code
 * try (TrainableNetwork network = TrainableNetwork.of(model, Precision.FLOAT32)) {
 *     try (PointerScope step = new PointerScope()) {
 *         Tensor logits = network.forward(Tensors.of(pixels, 128, 48, 48, 1), true).get(0);
 *         Tensor loss = torch.cross_entropy_loss(logits, labels);
 *         loss.backward();
 *         // … change network.parameters(), clear their gradients
 *     }
 *     KerasModel learnt = network.toKerasModel();
 * }
 * }</pre>
 *
 * <p>It owns its weights' native memory until it is closed. What {@link #forward} gives belongs to
 * the innermost {@link PointerScope} of the caller: open one around each step, and memory stays
 * constant. Not thread-safe: one thread at a time.
 */
@SuppressWarnings("try") // Scopes and guards work by being open.
public final class TrainableNetwork implements AutoCloseable {
    private final KerasModel model;
    private final Precision precision;
    private final WeightStore weights;
    private final NetworkGraph graph;
    private boolean closed;

    private TrainableNetwork(
            KerasModel model, Precision precision, WeightStore weights, NetworkGraph graph) {
        this.model = model;
        this.precision = precision;
        this.weights = weights;
        this.graph = graph;
    }

    /**
     * @param model a network with one input
     * @param precision in which numbers it computes
     * @return the network on the processor, with the model's weights
     * @throws ModelFormatException if a layer cannot be trained here; names it
     */
    public static TrainableNetwork of(KerasModel model, Precision precision) {
        try (Device processor = new Device(DeviceType.CPU)) {
            return of(model, precision, processor);
        }
    }

    /**
     * @param model a network with one input
     * @param precision in which numbers it computes
     * @param device where it computes; batches must be there too
     * @return the network with the model's weights
     * @throws ModelFormatException if a layer cannot be trained here; names it
     */
    public static TrainableNetwork of(KerasModel model, Precision precision, Device device) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(precision, "precision");
        FreedMemory.isKept();
        WeightStore weights = new WeightStore(device);
        try (PointerScope scope = new PointerScope()) {
            NetworkGraph graph = new NetworkGraph(model, weights);
            return new TrainableNetwork(model, precision, weights, graph);
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
    }

    /**
     * @return what the network answers with, in its order
     */
    public List<NetworkOutput> outputs() {
        return List.copyOf(graph.outputs());
    }

    /**
     * Runs the network. While it learns, what comes out knows how to compute gradients, dropout
     * drops, and the moving statistics of normalisations follow the batch.
     *
     * @param batch pictures as the network takes them: float32, (batch, rows, columns, channels),
     *     contiguous
     * @param training whether it learns
     * @return the logits of each output, float32, in the network's order: what would go into the
     *     last softmax or sigmoid, see {@link NetworkOutput#activation}. They belong to the
     *     caller's innermost {@link PointerScope}, or to the caller where there is none
     * @throws IllegalStateException if the network is closed
     */
    public List<org.bytedeco.pytorch.Tensor> forward(
            org.bytedeco.pytorch.Tensor batch, boolean training) {
        return run(batch, new Pass(training, Pass.NOT_MEASURED, compute()));
    }

    private ScalarType compute() {
        return precision == Precision.BFLOAT16 ? ScalarType.BFloat16 : ScalarType.Float;
    }

    /**
     * Moves the statistics of normalisations that are not frozen to those of batches as they are,
     * while nothing else is learnt and dropout drops nothing: after the batches 0, 1, … n they are
     * the mean of the batches' means and variances, whatever they were before.
     *
     * @param batch pictures, as for {@link #forward}; of the same size each time
     * @param before how many batches were measured before this one
     * @throws IllegalStateException if the network is closed
     */
    public void measure(org.bytedeco.pytorch.Tensor batch, int before) {
        try (PointerScope scope = new PointerScope()) {
            run(batch, new Pass(false, before, compute()));
        }
    }

    private List<org.bytedeco.pytorch.Tensor> run(org.bytedeco.pytorch.Tensor batch, Pass pass) {
        checkOpen();
        PointerScope outer = PointerScope.getInnerScope();
        List<org.bytedeco.pytorch.Tensor> logits = new ArrayList<>();
        try (NativeWork work = NativeWork.begin();
                PointerScope scope = new PointerScope();
                NoGradGuard answering = pass.training() ? null : new NoGradGuard()) {
            List<org.bytedeco.pytorch.Tensor> results = graph.run(batch, pass);
            for (org.bytedeco.pytorch.Tensor result : results) {
                org.bytedeco.pytorch.Tensor answer = Pass.as(result, ScalarType.Float);
                answer.retainReference();
                logits.add(answer);
            }
            results.forEach(org.bytedeco.pytorch.Tensor::releaseReference);
        }
        if (outer != null) {
            for (org.bytedeco.pytorch.Tensor answer : logits) {
                outer.attach(answer);
                answer.releaseReference();
            }
        }
        return logits;
    }

    /**
     * Answers as Keras' {@code predict} does: the last activation included, without learning.
     *
     * @param batch pictures, as for {@link #forward}
     * @return the values of each output, float32; they belong to whom those of {@link #forward}
     *     belong
     * @throws IllegalStateException if the network is closed
     */
    public List<org.bytedeco.pytorch.Tensor> predict(org.bytedeco.pytorch.Tensor batch) {
        List<org.bytedeco.pytorch.Tensor> logits = forward(batch, false);
        List<org.bytedeco.pytorch.Tensor> answers = new ArrayList<>();
        for (int i = 0; i < logits.size(); i++) {
            org.bytedeco.pytorch.Tensor x = logits.get(i);
            answers.add(
                    switch (graph.outputs().get(i).activation().name()) {
                        case "softmax" -> torch.softmax(x, -1);
                        case "sigmoid" -> torch.sigmoid(x);
                        default -> x;
                    });
        }
        return answers;
    }

    /**
     * What the layers' own regularizers ({@code kernel_regularizer} …) add to the loss, as the
     * weights are now.
     *
     * @return a number as a tensor through which gradients flow, which belongs to whom {@link
     *     #forward}'s belong; empty if no layer has a regularizer
     * @throws IllegalStateException if the network is closed
     */
    public Optional<org.bytedeco.pytorch.Tensor> penalty() {
        checkOpen();
        org.bytedeco.pytorch.Tensor sum = null;
        for (Map.Entry<Weight, Regularizer> entry : weights.regularizers().entrySet()) {
            org.bytedeco.pytorch.Tensor part = entry.getValue().penalty(entry.getKey().tensor());
            sum = sum == null ? part : sum.add(part);
        }
        return Optional.ofNullable(sum);
    }

    /**
     * @return the weights that gradients change, in the order of the layers' first calls
     * @throws IllegalStateException if the network is closed
     */
    public List<Parameter> parameters() {
        checkOpen();
        return weights.parameters();
    }

    /**
     * @return moving means and variances by name ({@code batch_normalization/moving_mean}); the
     *     network's own, float32
     * @throws IllegalStateException if the network is closed
     */
    public Map<String, org.bytedeco.pytorch.Tensor> buffers() {
        checkOpen();
        Map<String, org.bytedeco.pytorch.Tensor> buffers = new LinkedHashMap<>();
        weights.buffers().forEach(name -> buffers.put(name, weights.get(name).tensor()));
        return buffers;
    }

    /**
     * @return every parameter and buffer by name, as it is now, in Keras' layout
     * @throws IllegalStateException if the network is closed
     */
    public Map<String, float[]> state() {
        checkOpen();
        Map<String, float[]> state = new LinkedHashMap<>();
        for (Weight weight : weights.all()) {
            state.put(weight.name(), weight.toKeras(weight.tensor()));
        }
        return state;
    }

    /**
     * Takes over what {@link #state} gave.
     *
     * @param state every parameter and buffer by name, in Keras' layout
     * @throws IllegalArgumentException if one is missing or has another number of values; then
     *     nothing is changed
     * @throws IllegalStateException if the network is closed
     */
    public void load(Map<String, float[]> state) {
        checkOpen();
        for (Weight weight : weights.all()) {
            float[] values = state.get(weight.name());
            if (values == null || values.length != weight.shape().count()) {
                throw new IllegalArgumentException(
                        "the state has %s for '%s', which has the shape %s"
                                .formatted(
                                        values == null ? "nothing" : values.length + " values",
                                        weight.name(),
                                        weight.shape()));
            }
        }
        for (Weight weight : weights.all()) {
            weight.fromKeras(state.get(weight.name()), weight.tensor());
        }
    }

    /**
     * What an optimizer or an average keeps for a parameter, in Keras' layout.
     *
     * @param name the name of a parameter or buffer
     * @param like a tensor of the same layout as that parameter
     * @return its values in Keras' layout
     * @throws IllegalArgumentException if there is no such weight
     * @throws IllegalStateException if the network is closed
     */
    public float[] toKerasLayout(String name, org.bytedeco.pytorch.Tensor like) {
        checkOpen();
        return weights.get(name).toKeras(like);
    }

    /**
     * Writes into what an optimizer or an average keeps for a parameter.
     *
     * @param name the name of a parameter or buffer
     * @param values values in Keras' layout
     * @param into a tensor of the same layout as that parameter
     * @throws IllegalArgumentException if there is no such weight, or it has another number of
     *     values
     * @throws IllegalStateException if the network is closed
     */
    public void fromKerasLayout(String name, float[] values, org.bytedeco.pytorch.Tensor into) {
        checkOpen();
        weights.get(name).fromKeras(values, into);
    }

    /**
     * @return the model with the weights as they are now
     * @throws IllegalStateException if the network is closed
     */
    public KerasModel toKerasModel() {
        return toKerasModel(state());
    }

    /**
     * @param state weights by name in Keras' layout, such as an average of several {@link #state}s;
     *     what is not in it stays as the model had it
     * @return the model with these weights
     */
    public KerasModel toKerasModel(Map<String, float[]> state) {
        Map<KerasLayer, KerasLayer> layers = new IdentityHashMap<>();
        List<KerasNode> nodes = new ArrayList<>();
        for (KerasNode node : model.nodes()) {
            KerasLayer layer = layers.computeIfAbsent(node.layer(), old -> withWeights(old, state));
            nodes.add(
                    new KerasNode(
                            node.name(),
                            layer,
                            node.arguments(),
                            node.keywords(),
                            node.outputShapes()));
        }
        return new KerasModel(
                model.name(), model.kerasVersion(), nodes, model.inputs(), model.outputs());
    }

    private static KerasLayer withWeights(KerasLayer layer, Map<String, float[]> state) {
        List<KerasWeight> weights = new ArrayList<>();
        for (KerasWeight weight : layer.weights()) {
            float[] values = state.get(WeightStore.path(layer, weight.name()));
            weights.add(
                    values == null
                            ? weight
                            : new KerasWeight(
                                    weight.name(), Tensor.of(weight.value().shape(), values)));
        }
        return new KerasLayer(layer.name(), layer.className(), layer.config(), weights);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the network is closed");
        }
    }

    /** Frees the weights. May be called twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            weights.close();
        }
    }
}
