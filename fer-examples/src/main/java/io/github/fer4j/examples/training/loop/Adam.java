package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.recipe.OptimizerRecipe;
import io.github.fer4j.examples.training.torch.Parameter;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Adam, with weight decay in the gradient or, as AdamW, beside it. */
final class Adam extends Optimizer {
    private static final String MEAN = "mean";
    private static final String SQUARE = "square";

    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final boolean decoupled;

    Adam(List<Parameter> parameters, OptimizerRecipe recipe) {
        super(parameters, recipe);
        beta1 = recipe.beta1();
        beta2 = recipe.beta2();
        epsilon = recipe.epsilon();
        decoupled = recipe.name().equals(OptimizerRecipe.ADAMW);
        keep(MEAN);
        keep(SQUARE);
    }

    @Override
    void change(
            Parameter parameter, Tensor gradient, double learningRate, double decay, long step) {
        Tensor weight = parameter.tensor();
        if (decay > 0 && decoupled) {
            weight.mul_(new Scalar(1 - learningRate * decay));
        } else if (decay > 0) {
            gradient.add_(weight, new Scalar(decay));
        }
        Tensor mean = state(MEAN, parameter);
        Tensor square = state(SQUARE, parameter);
        mean.lerp_(gradient, new Scalar(1 - beta1));
        square.mul_(new Scalar(beta2)).addcmul_(gradient, gradient, new Scalar(1 - beta2));
        double correction1 = 1 - Math.pow(beta1, step + 1);
        double correction2 = 1 - Math.pow(beta2, step + 1);
        Tensor deviation =
                square.sqrt().div_(new Scalar(Math.sqrt(correction2))).add_(new Scalar(epsilon));
        weight.addcdiv_(mean, deviation, new Scalar(-learningRate / correction1));
    }
}
