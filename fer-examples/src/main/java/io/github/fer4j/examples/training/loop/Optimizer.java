package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.recipe.OptimizerRecipe;
import io.github.fer4j.examples.training.torch.Parameter;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Changes weights by their gradients, as PyTorch's optimizers of the same names do. Written here,
 * in a few operations a weight, because the state of libtorch's own cannot be reached from Java to
 * be kept in a checkpoint. Not thread-safe.
 */
@SuppressWarnings("try") // Scopes and guards work by being open.
abstract class Optimizer implements AutoCloseable {
    private final List<Parameter> parameters;
    private final double weightDecay;
    private final double clipNorm;
    private final TensorTable state = new TensorTable();

    Optimizer(List<Parameter> parameters, OptimizerRecipe recipe) {
        this.parameters = parameters.stream().filter(Parameter::trainable).toList();
        this.weightDecay = recipe.weightDecay();
        this.clipNorm = recipe.clipNorm();
    }

    /**
     * @param recipe which optimizer, and how
     * @param parameters what it changes
     */
    static Optimizer of(OptimizerRecipe recipe, List<Parameter> parameters) {
        return recipe.name().equals(OptimizerRecipe.SGD)
                ? new Sgd(parameters, recipe)
                : new Adam(parameters, recipe);
    }

    /**
     * Changes every weight that has a gradient and forgets the gradients.
     *
     * @param learningRate how much
     * @param step how many steps came before
     */
    final void step(double learningRate, long step) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            if (clipNorm > 0) {
                TensorVector weights = new TensorVector();
                parameters.forEach(parameter -> weights.push_back(parameter.tensor()));
                torch.clip_grad_norm_(weights, clipNorm);
            }
            for (Parameter parameter : parameters) {
                Tensor gradient = parameter.tensor().mutable_grad();
                if (gradient.defined()) {
                    change(
                            parameter,
                            gradient,
                            learningRate,
                            parameter.decayed() ? weightDecay : 0,
                            step);
                    gradient.reset();
                }
            }
        }
    }

    /** Runs where no gradients are recorded, in a scope that ends with the step. */
    abstract void change(
            Parameter parameter, Tensor gradient, double learningRate, double decay, long step);

    /** A tensor of the state that begins as zeros, one for each weight. */
    final void keep(String kind) {
        for (Parameter parameter : parameters) {
            state.zerosLike(kind + "/" + parameter.name(), parameter.tensor());
        }
    }

    final Tensor state(String kind, Parameter parameter) {
        return state.get(kind + "/" + parameter.name());
    }

    /** What must be kept for the next step to be the same. */
    final Map<String, Tensor> state() {
        return state.all();
    }

    @Override
    public void close() {
        state.close();
    }
}
