package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.Activation;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.TensorRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** The calls of a network's layers in order, each as what it computes. */
@SuppressWarnings("try") // Scopes and guards work by being open.
final class NetworkGraph {
    /** One call: where its inputs come from, and which values nobody needs after it. */
    private record Step(LayerModule module, int[] inputs, int[] released) {}

    private final List<Step> steps = new ArrayList<>();
    private final int input;
    private final int[] results;
    private final List<NetworkOutput> outputs = new ArrayList<>();
    private final List<LayerContext> last = new ArrayList<>();

    NetworkGraph(KerasModel model, WeightStore weights) {
        if (model.inputs().size() != 1) {
            throw new ModelFormatException(
                    "network '%s' takes %d inputs; networks of one input can be trained"
                            .formatted(model.name(), model.inputs().size()));
        }
        input = model.inputs().get(0).node();
        results = model.outputs().stream().mapToInt(TensorRef::node).toArray();
        int[] uses = new int[model.nodes().size()];
        for (KerasNode node : model.nodes()) {
            node.inputs().forEach(ref -> uses[ref.node()]++);
        }
        Arrays.stream(results).forEach(node -> uses[node]++);
        int[] lastUse = new int[model.nodes().size()];
        for (int i = 0; i < model.nodes().size(); i++) {
            for (TensorRef ref : model.nodes().get(i).inputs()) {
                lastUse[ref.node()] = i;
            }
        }
        Arrays.stream(results).forEach(node -> lastUse[node] = Integer.MAX_VALUE);
        for (int i = 0; i < model.nodes().size(); i++) {
            int index = i;
            KerasNode node = model.nodes().get(i);
            int[] inputs = node.inputs().stream().mapToInt(TensorRef::node).toArray();
            int[] released =
                    Arrays.stream(inputs).distinct().filter(ref -> lastUse[ref] == index).toArray();
            steps.add(new Step(module(model, node, i, uses, weights), inputs, released));
        }
        for (TensorRef ref : model.outputs()) {
            outputs.add(output(model, ref));
        }
    }

    private LayerModule module(
            KerasModel model, KerasNode node, int index, int[] uses, WeightStore weights) {
        if (node.layer().className().equals("InputLayer")) {
            return (inputs, pass) -> inputs.get(0);
        }
        if (Ending.isRelu(node.layer()) && isPartOf(model, node.inputs().get(0).node(), uses)) {
            return (inputs, pass) -> inputs.get(0);
        }
        LayerContext layer = new LayerContext(model, node, weights);
        if (isPartOf(model, index, uses)) {
            layer.rectify();
        }
        if (node.outputShapes().size() != 1) {
            throw layer.unsupported(
                    "it has %d outputs, layers of one can be trained"
                            .formatted(node.outputShapes().size()));
        }
        if (Arrays.stream(results).anyMatch(result -> result == index)) {
            // Losses are computed from logits, where they are stable.
            if (uses[index] == 1 && isStripped(finalActivation(node))) {
                layer.stripActivation();
            }
            last.add(layer);
        }
        return LayerModules.of(layer);
    }

    /** Whether a ReLU follows the node, and nothing else does. */
    private static boolean isPartOf(KerasModel model, int index, int[] uses) {
        KerasNode node = model.nodes().get(index);
        return uses[index] == 1
                && Ending.takesRelu(node.layer(), node.inputs().size())
                && model.nodes().stream()
                        .filter(other -> Ending.isRelu(other.layer()))
                        .anyMatch(other -> other.inputs().get(0).node() == index);
    }

    private static boolean isStripped(Activation activation) {
        return activation.name().equals("sigmoid")
                || activation.name().equals("softmax") && activation.parameter("axis") == -1;
    }

    private static Activation finalActivation(KerasNode node) {
        return switch (node.layer().className()) {
            case "Activation", "Dense", "Conv2D", "SeparableConv2D", "DepthwiseConv2D" ->
                    node.layer().config().activation("activation");
            case "Softmax" ->
                    node.layer().config().integers("axis").orElse(List.of(-1)).equals(List.of(-1))
                            ? new Activation("softmax", java.util.Map.of("axis", -1.0))
                            : Activation.LINEAR;
            default -> Activation.LINEAR;
        };
    }

    private NetworkOutput output(KerasModel model, TensorRef ref) {
        KerasNode node = model.node(ref);
        boolean stripped =
                last.stream()
                        .anyMatch(layer -> layer.node() == node && layer.isActivationStripped());
        Shape shape = model.shape(ref);
        return new NetworkOutput(
                node.name(), stripped ? finalActivation(node) : Activation.LINEAR, shape.size(-1));
    }

    List<NetworkOutput> outputs() {
        return outputs;
    }

    /**
     * @return one tensor for each output; each holds a reference of its own, which the caller
     *     releases
     */
    List<Tensor> run(Tensor batch, Pass pass) {
        Tensor[] values = new Tensor[steps.size()];
        try {
            for (int i = 0; i < values.length; i++) {
                Step step = steps.get(i);
                List<Tensor> inputs = new ArrayList<>(Math.max(1, step.inputs.length));
                for (int ref : step.inputs) {
                    inputs.add(values[ref]);
                }
                if (i == input) {
                    inputs.add(batch);
                }
                try (PointerScope scope = new PointerScope()) {
                    Tensor result = step.module.forward(inputs, pass);
                    result.retainReference();
                    values[i] = result;
                }
                for (int ref : step.released) {
                    values[ref].releaseReference();
                    values[ref] = null;
                }
            }
            List<Tensor> answers = new ArrayList<>(results.length);
            for (int result : results) {
                Tensor answer = values[result];
                answer.retainReference();
                answers.add(answer);
            }
            return answers;
        } finally {
            for (Tensor value : values) {
                if (value != null) {
                    value.releaseReference();
                }
            }
        }
    }
}
