package io.github.fer4j.examples.training.recipe;

/**
 * How gradients change the weights.
 *
 * @param name {@code sgd}, {@code adam} (weight decay as a part of the gradient) or {@code adamw}
 *     (weight decay beside it; Loshchilov &amp; Hutter 2019, arXiv 1711.05101)
 * @param learningRate the largest learning rate; the schedule goes down from it
 * @param momentum of {@code sgd}, 0 to below 1
 * @param nesterov whether that momentum looks ahead
 * @param beta1 of {@code adam} and {@code adamw}
 * @param beta2 of {@code adam} and {@code adamw}
 * @param epsilon of {@code adam} and {@code adamw}
 * @param weightDecay for kernels; biases and batch normalisation have none
 * @param clipNorm the largest norm of all gradients together; 0 clips nothing
 */
public record OptimizerRecipe(
        String name,
        double learningRate,
        double momentum,
        boolean nesterov,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double clipNorm) {
    /** Plain and Nesterov momentum. */
    public static final String SGD = "sgd";

    /** Kingma &amp; Ba 2015, arXiv 1412.6980. */
    public static final String ADAM = "adam";

    /** Adam with decoupled weight decay. */
    public static final String ADAMW = "adamw";

    /** Checks the ranges. */
    public OptimizerRecipe {
        Checks.oneOf("optimizer.name", name, SGD, ADAM, ADAMW);
        Checks.positive("optimizer.learning-rate", learningRate);
        Checks.within("optimizer.momentum", momentum, 0, 0.9999);
        Checks.within("optimizer.beta1", beta1, 0, 0.9999);
        Checks.within("optimizer.beta2", beta2, 0, 0.99999);
        Checks.positive("optimizer.epsilon", epsilon);
        Checks.within("optimizer.weight-decay", weightDecay, 0, 1);
        Checks.within("optimizer.clip-norm", clipNorm, 0, Double.MAX_VALUE);
        if (nesterov && momentum == 0 && name.equals(SGD)) {
            throw new IllegalArgumentException("optimizer.nesterov needs a momentum > 0");
        }
    }
}
