package io.github.fer4j.examples.training.torch;

import java.util.List;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Layers that make one tensor of several. */
final class MergeModules {
    private MergeModules() {}

    /** What the layer computes; null if the class is none of these, or is called otherwise. */
    static LayerModule find(LayerContext layer) {
        return switch (layer.className()) {
            case "Add" -> folded(layer, Tensor::add);
            case "Subtract" -> folded(layer, Tensor::sub);
            case "Multiply" -> folded(layer, Tensor::mul);
            case "Maximum" -> folded(layer, torch::maximum);
            case "Minimum" -> folded(layer, torch::minimum);
            case "Average" -> {
                LayerModule sum = folded(layer, Tensor::add);
                yield (inputs, pass) ->
                        sum.forward(inputs, pass).div(new Scalar((double) inputs.size()));
            }
            case "Concatenate" -> concatenated(layer);
            default -> null;
        };
    }

    private static LayerModule folded(LayerContext layer, BinaryOperator<Tensor> operation) {
        Ending ending = Ending.of(layer);
        // The layer takes one list; the operation of the same name two operands.
        if (layer.node().arguments().size() > 1 || layer.hasArgument(1, "x2")) {
            Operand left = layer.operand(0, "x1");
            Operand right = layer.operand(1, "x2");
            return (inputs, pass) -> ending.of(operation.apply(left.of(inputs), right.of(inputs)));
        }
        return (inputs, pass) -> {
            Tensor result = inputs.get(0);
            for (Tensor other : inputs.subList(1, inputs.size())) {
                result = operation.apply(stretched(result, other), stretched(other, result));
            }
            return ending.of(result);
        };
    }

    /** Of two ranks, the smaller tensor gets dimensions of 1 behind the batch, as in Keras. */
    private static Tensor stretched(Tensor x, Tensor other) {
        Tensor result = x;
        while (result.dim() < other.dim()) {
            result = result.unsqueeze(1);
        }
        return result;
    }

    private static LayerModule concatenated(LayerContext layer) {
        int axis = layer.config().integer("axis", -1);
        return (inputs, pass) -> torch.cat(vector(inputs), axis);
    }

    static TensorVector vector(List<Tensor> tensors) {
        return new TensorVector(tensors.toArray(Tensor[]::new));
    }
}
