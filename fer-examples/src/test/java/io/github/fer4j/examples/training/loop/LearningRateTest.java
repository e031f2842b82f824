package io.github.fer4j.examples.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.examples.training.recipe.OptimizerRecipe;
import io.github.fer4j.examples.training.recipe.ScheduleRecipe;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateTest {
    private static final OptimizerRecipe OPTIMIZER =
            new OptimizerRecipe("sgd", 0.1, 0.9, false, 0.9, 0.999, 1e-7, 0, 0);

    private static LearningRate rate(String name, double warmup, double end) {
        return new LearningRate(OPTIMIZER, new ScheduleRecipe(name, warmup, 3, 0.5, 2, end), 10, 4);
    }

    @Test
    void at_warmup_risesToTheLargest() {
        LearningRate rate = rate("constant", 1, 0);

        assertThat(rate.at(0, 0, List.of())).isEqualTo(0.025, within(1e-12));
        assertThat(rate.at(0, 1, List.of())).isEqualTo(0.05, within(1e-12));
        assertThat(rate.at(0, 3, List.of())).isEqualTo(0.1, within(1e-12));
        assertThat(rate.at(9, 3, List.of())).isEqualTo(0.1, within(1e-12));
    }

    @Test
    void at_cosine_fallsToTheFinalFraction() {
        LearningRate rate = rate("cosine", 0, 0.1);

        assertThat(rate.at(0, 0, List.of())).isEqualTo(0.1, within(1e-12));
        assertThat(rate.at(5, 0, List.of())).isEqualTo(0.055, within(1e-12));
        assertThat(rate.at(9, 3, List.of())).isBetween(0.01, 0.0103);
        double before = 1;
        for (int step = 0; step < 40; step++) {
            double now = rate.at(step / 4, step % 4, List.of());
            assertThat(now).isLessThan(before);
            before = now;
        }
    }

    @Test
    void at_step_fallsEveryFewEpochs() {
        LearningRate rate = rate("step", 0, 0.2);

        assertThat(rate.at(2, 3, List.of())).isEqualTo(0.1, within(1e-12));
        assertThat(rate.at(3, 0, List.of())).isEqualTo(0.05, within(1e-12));
        assertThat(rate.at(6, 0, List.of())).isEqualTo(0.025, within(1e-12));
        assertThat(rate.at(9, 0, List.of())).isEqualTo(0.02, within(1e-12));
    }

    @Test
    void at_plateau_fallsWhenValidationDoesNotGetBetter() {
        LearningRate rate = rate("plateau", 0, 0);

        assertThat(rate.at(2, 0, List.of(0.5, 0.6))).isEqualTo(0.1, within(1e-12));
        assertThat(rate.at(3, 0, List.of(0.5, 0.6, 0.6))).isEqualTo(0.1, within(1e-12));
        assertThat(rate.at(4, 0, List.of(0.5, 0.6, 0.6, 0.55))).isEqualTo(0.05, within(1e-12));
        assertThat(rate.at(6, 0, List.of(0.5, 0.6, 0.6, 0.55, 0.5, 0.4)))
                .isEqualTo(0.025, within(1e-12));
        assertThat(rate.at(6, 0, List.of(0.5, 0.6, 0.6, 0.55, 0.7, 0.4)))
                .isEqualTo(0.05, within(1e-12));
    }
}
