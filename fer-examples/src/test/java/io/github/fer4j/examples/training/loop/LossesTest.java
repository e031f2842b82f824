package io.github.fer4j.examples.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.examples.training.recipe.DistillationRecipe;
import io.github.fer4j.examples.training.recipe.HeadRecipe;
import io.github.fer4j.examples.training.torch.Tensors;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Scopes work by being open.
class LossesTest {
    private static final ComputeDevice DEVICE = ComputeDevice.processor();
    private static final float[] LOGITS = {1, 0, -1, 2, 2, 0.5f};
    private static final float[] TARGETS = {0.9f, 0.05f, 0.05f, 0, 0, 0};
    private static final float[] LESSONS = {0.5f, 0.3f, 0.2f, 0.1f, 0.1f, 0.8f};

    private static double crossEntropy(float[] targets, double temperature) {
        double sum = 0;
        for (int row = 0; row < 2; row++) {
            double total = 0;
            for (int c = 0; c < 3; c++) {
                total += Math.exp(LOGITS[row * 3 + c] / temperature);
            }
            for (int c = 0; c < 3; c++) {
                sum -= targets[row * 3 + c] * (LOGITS[row * 3 + c] / temperature - Math.log(total));
            }
        }
        return sum / 2;
    }

    private static double loss(double weight, double share, double temperature, boolean taught) {
        Losses losses =
                new Losses(
                        List.of(new HeadRecipe("a", "labels", weight, 0, 0)),
                        new DistillationRecipe(List.of(), temperature, share, false, "original"),
                        DEVICE);
        Batch batch =
                new Batch(
                        2,
                        new float[0],
                        new float[][] {TARGETS},
                        new float[][] {{}},
                        new int[][] {{0, -1}});
        try (PointerScope scope = new PointerScope()) {
            return losses.of(
                            List.of(Tensors.of(LOGITS, 2, 3)),
                            batch,
                            new float[][] {taught ? LESSONS : new float[0]})
                    .item_double();
        }
    }

    @Test
    void of_targets_isTheirMeanCrossEntropyAndARowOfNothingAddsNothing() {
        assertThat(loss(1, 0.5, 2, false)).isEqualTo(crossEntropy(TARGETS, 1), within(1e-5));
        assertThat(loss(0.3, 0.5, 2, false))
                .isEqualTo(0.3 * crossEntropy(TARGETS, 1), within(1e-5));
    }

    @Test
    void of_teacher_addsItsSoftenedAnswersByTheSquareOfTheTemperature() {
        double expected = 0.25 * crossEntropy(TARGETS, 1) + 0.75 * 9 * crossEntropy(LESSONS, 3);

        assertThat(loss(1, 0.75, 3, true)).isEqualTo(expected, within(1e-4));
        assertThat(loss(1, 1, 3, true)).isEqualTo(9 * crossEntropy(LESSONS, 3), within(1e-4));
    }
}
