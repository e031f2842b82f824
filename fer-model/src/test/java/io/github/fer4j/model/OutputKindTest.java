package io.github.fer4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OutputKindTest {
    @Test
    void toProbabilities_logits_areSoftmaxed() {
        double[] p = OutputKind.LOGITS.toProbabilities(new float[] {0, (float) Math.log(3)}, 1);

        assertThat(p[0]).isCloseTo(0.25, within(1e-7));
        assertThat(p[1]).isCloseTo(0.75, within(1e-7));
    }

    @Test
    void toProbabilities_temperature_equalsThatOfTheLogits() {
        float[] logits = {1.5f, -2, 0.25f, 4};
        double[] plain = OutputKind.LOGITS.toProbabilities(logits, 1);
        float[] softmax = new float[4];
        for (int i = 0; i < 4; i++) {
            softmax[i] = (float) plain[i];
        }

        assertThat(OutputKind.PROBABILITIES.toProbabilities(softmax, 0.78))
                .containsExactly(OutputKind.LOGITS.toProbabilities(logits, 0.78), within(1e-6));
    }

    @Test
    void toProbabilities_sigmoids_areDividedByTheirSum() {
        assertThat(OutputKind.INDEPENDENT.toProbabilities(new float[] {0.9f, 0.9f}, 1))
                .containsExactly(new double[] {0.5, 0.5}, within(1e-9));
    }

    @Test
    void toProbabilities_allZero_isUniform() {
        assertThat(OutputKind.INDEPENDENT.toProbabilities(new float[4], 1))
                .containsExactly(0.25, 0.25, 0.25, 0.25);
    }

    @Test
    void toProbabilities_hugeLogits_stayFinite() {
        assertThat(OutputKind.LOGITS.toProbabilities(new float[] {1e30f, -1e30f}, 0.1))
                .containsExactly(1, 0);
    }
}
