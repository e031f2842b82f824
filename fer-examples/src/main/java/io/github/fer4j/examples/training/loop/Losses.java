package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.recipe.DistillationRecipe;
import io.github.fer4j.examples.training.recipe.HeadRecipe;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What a training makes small: every head's cross-entropy with its targets and its teachers. */
final class Losses {
    private final List<HeadRecipe> heads;
    private final DistillationRecipe distillation;
    private final ComputeDevice device;

    Losses(List<HeadRecipe> heads, DistillationRecipe distillation, ComputeDevice device) {
        this.device = device;
        this.heads = List.copyOf(heads);
        this.distillation = distillation;
    }

    /**
     * @param logits of each head, (batch, classes), float32
     * @param batch what they should be
     * @param teachings for each head what its teachers answer, softened; of length 0 for a head
     *     without
     * @return a number with its gradients, in the caller's scope
     */
    Tensor of(List<Tensor> logits, Batch batch, float[][] teachings) {
        Tensor sum = null;
        for (int h = 0; h < heads.size(); h++) {
            Tensor answers = logits.get(h);
            double weight = heads.get(h).weight() / batch.size();
            double taught = teachings[h].length > 0 ? distillation.weight() : 0;
            Tensor loss = null;
            if (taught < 1) {
                loss = crossEntropy(answers, batch.targets()[h], weight * (1 - taught));
            }
            if (taught > 0) {
                double temperature = distillation.temperature();
                // Softened gradients are smaller by the temperature's square.
                Tensor lesson =
                        crossEntropy(
                                answers.div(new Scalar(temperature)),
                                teachings[h],
                                weight * taught * temperature * temperature);
                loss = loss == null ? lesson : loss.add(lesson);
            }
            sum = sum == null ? loss : sum.add(loss);
        }
        return sum;
    }

    private Tensor crossEntropy(Tensor logits, float[] targets, double weight) {
        Tensor wanted = device.tensor(targets, logits.size(0), logits.size(1));
        return torch.log_softmax(logits, 1).mul(wanted).sum().mul(new Scalar(-weight));
    }
}
