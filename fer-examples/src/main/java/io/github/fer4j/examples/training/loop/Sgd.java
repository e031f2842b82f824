package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.recipe.OptimizerRecipe;
import io.github.fer4j.examples.training.torch.Parameter;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Stochastic gradient descent with momentum, plain or Nesterov's. */
final class Sgd extends Optimizer {
    private static final String MOMENTUM = "momentum";

    private final double momentum;
    private final boolean nesterov;

    Sgd(List<Parameter> parameters, OptimizerRecipe recipe) {
        super(parameters, recipe);
        momentum = recipe.momentum();
        nesterov = recipe.nesterov();
        if (momentum > 0) {
            keep(MOMENTUM);
        }
    }

    @Override
    void change(
            Parameter parameter, Tensor gradient, double learningRate, double decay, long step) {
        Tensor weight = parameter.tensor();
        if (decay > 0) {
            gradient.add_(weight, new Scalar(decay));
        }
        Tensor direction = gradient;
        if (momentum > 0) {
            Tensor velocity = state(MOMENTUM, parameter);
            velocity.mul_(new Scalar(momentum)).add_(gradient);
            direction = nesterov ? gradient.add_(velocity, new Scalar(momentum)) : velocity;
        }
        weight.add_(direction, new Scalar(-learningRate));
    }
}
