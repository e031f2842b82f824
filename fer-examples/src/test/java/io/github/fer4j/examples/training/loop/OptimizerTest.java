package io.github.fer4j.examples.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.examples.training.recipe.OptimizerRecipe;
import io.github.fer4j.examples.training.torch.Parameter;
import io.github.fer4j.examples.training.torch.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.junit.jupiter.api.Test;

/** Against libtorch's own optimizers, which PyTorch's users know. */
@SuppressWarnings("try") // Scopes work by being open.
class OptimizerTest {
    private static final int VALUES = 6;
    private static final int STEPS = 7;

    private static OptimizerRecipe recipe(String name, boolean nesterov, double decay) {
        return new OptimizerRecipe(name, 0.05, 0.9, nesterov, 0.9, 0.999, 1e-6, decay, 0);
    }

    private static Tensor weights() {
        Tensor weights = Tensors.of(new float[] {1, -2, 0.5f, 3, -0.1f, 0.7f}, VALUES);
        weights.set_requires_grad(true);
        return weights;
    }

    /** A loss whose gradient is other numbers at every step. */
    private static void backward(Tensor weights, int step) {
        SplittableRandom random = new SplittableRandom(step);
        float[] factors = new float[VALUES];
        for (int i = 0; i < VALUES; i++) {
            factors[i] = (float) random.nextGaussian();
        }
        weights.mul(weights).mul(Tensors.of(factors, VALUES)).sum().backward();
    }

    private static float[] ours(OptimizerRecipe recipe) {
        try (PointerScope scope = new PointerScope()) {
            Tensor weights = weights();
            try (Optimizer optimizer =
                    Optimizer.of(recipe, List.of(new Parameter("w", weights, true, true)))) {
                for (int step = 0; step < STEPS; step++) {
                    backward(weights, step);
                    optimizer.step(recipe.learningRate(), step);
                }
            }
            return Tensors.toArray(weights);
        }
    }

    private static float[] theirs(OptimizerRecipe recipe) {
        try (PointerScope scope = new PointerScope()) {
            Tensor weights = weights();
            TensorVector parameters = new TensorVector(weights);
            org.bytedeco.pytorch.Optimizer optimizer = theirs(recipe, parameters);
            for (int step = 0; step < STEPS; step++) {
                optimizer.zero_grad();
                backward(weights, step);
                optimizer.step();
            }
            return Tensors.toArray(weights);
        }
    }

    private static org.bytedeco.pytorch.Optimizer theirs(
            OptimizerRecipe recipe, TensorVector parameters) {
        switch (recipe.name()) {
            case OptimizerRecipe.SGD:
                SGDOptions sgd = new SGDOptions(recipe.learningRate());
                sgd.momentum().put(recipe.momentum());
                sgd.nesterov().put(recipe.nesterov());
                sgd.weight_decay().put(recipe.weightDecay());
                return new org.bytedeco.pytorch.SGD(parameters, sgd);
            // 0.9 and 0.999 are their defaults, too; JavaCPP would set the two in reverse.
            case OptimizerRecipe.ADAM:
                AdamOptions adam = new AdamOptions(recipe.learningRate());
                adam.eps().put(recipe.epsilon());
                adam.weight_decay().put(recipe.weightDecay());
                return new org.bytedeco.pytorch.Adam(parameters, adam);
            default:
                AdamWOptions adamw = new AdamWOptions(recipe.learningRate());
                adamw.eps().put(recipe.epsilon());
                adamw.weight_decay().put(recipe.weightDecay());
                return new org.bytedeco.pytorch.AdamW(parameters, adamw);
        }
    }

    private static void check(OptimizerRecipe recipe) {
        assertThat(ours(recipe))
                .as(recipe.toString())
                .containsExactly(theirs(recipe), within(1e-5f));
    }

    @Test
    void step_sgd_changesWeightsAsLibtorchDoes() {
        check(recipe(OptimizerRecipe.SGD, false, 0));
        check(recipe(OptimizerRecipe.SGD, false, 0.01));
        check(recipe(OptimizerRecipe.SGD, true, 0.01));
    }

    @Test
    void step_adam_changesWeightsAsLibtorchDoes() {
        check(recipe(OptimizerRecipe.ADAM, false, 0));
        check(recipe(OptimizerRecipe.ADAM, false, 0.1));
    }

    @Test
    void step_adamw_changesWeightsAsLibtorchDoes() {
        check(recipe(OptimizerRecipe.ADAMW, false, 0.1));
    }

    @Test
    void step_biasesAndFrozenWeights_areNotDecayed() {
        OptimizerRecipe recipe = recipe(OptimizerRecipe.SGD, false, 0.5);
        try (PointerScope scope = new PointerScope()) {
            Tensor decayed = weights();
            Tensor spared = weights();
            Tensor frozen = weights();
            try (Optimizer optimizer =
                    Optimizer.of(
                            recipe,
                            List.of(
                                    new Parameter("kernel", decayed, true, true),
                                    new Parameter("bias", spared, false, true),
                                    new Parameter("frozen", frozen, true, false)))) {
                for (Tensor weights : List.of(decayed, spared, frozen)) {
                    weights.mul(Tensors.of(new float[VALUES], VALUES)).sum().backward();
                }
                optimizer.step(0.1, 0);
            }
            assertThat(Tensors.toArray(decayed)[0]).isEqualTo(0.95f, within(1e-6f));
            assertThat(Tensors.toArray(spared)[0]).isEqualTo(1);
            assertThat(Tensors.toArray(frozen)[0]).isEqualTo(1);
        }
    }

    @Test
    void step_clipNorm_boundsTheGradientsOfAllWeightsTogether() {
        OptimizerRecipe recipe = new OptimizerRecipe("sgd", 1, 0, false, 0.9, 0.99, 1e-6, 0, 2);
        try (PointerScope scope = new PointerScope()) {
            Tensor first = weights();
            Tensor second = weights();
            try (Optimizer optimizer =
                    Optimizer.of(
                            recipe,
                            List.of(
                                    new Parameter("a", first, false, true),
                                    new Parameter("b", second, false, true)))) {
                first.mul(Tensors.of(new float[] {30, 0, 0, 0, 0, 0}, VALUES)).sum().backward();
                second.mul(Tensors.of(new float[] {0, 40, 0, 0, 0, 0}, VALUES)).sum().backward();
                optimizer.step(1, 0);
            }
            // Norm 50 becomes 2: 30 becomes 1.2, 40 becomes 1.6.
            assertThat(Tensors.toArray(first)[0]).isEqualTo(1 - 1.2f, within(1e-4f));
            assertThat(Tensors.toArray(second)[1]).isEqualTo(-2 - 1.6f, within(1e-4f));
        }
    }
}
