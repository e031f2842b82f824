package io.github.fer4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EmotionScoresTest {
    @Test
    void of_alphabeticalOrder_assignsByLabelNotByOrdinal() {
        EmotionScores scores =
                EmotionScores.of(LabelOrder.ALPHABETICAL, 0.1, 0, 0, 0.2, 0.6, 0.1, 0);

        assertThat(scores.dominant()).isEqualTo(Emotion.NEUTRAL);
        assertThat(scores.of(Emotion.NEUTRAL)).isEqualTo(0.6);
        assertThat(scores.of(Emotion.CONTEMPT)).isZero();
        assertThat(scores.asMap().keySet())
                .containsExactlyElementsOf(LabelOrder.ALPHABETICAL.emotions());
    }

    @Test
    void ranked_anyScores_descend() {
        Random random = new Random(7);
        for (int round = 0; round < 100; round++) {
            float[] logits = new float[8];
            for (int i = 0; i < 8; i++) {
                logits[i] = random.nextFloat() * 20 - 10;
            }
            EmotionScores scores =
                    EmotionScores.of(
                            LabelOrder.FER_PLUS,
                            OutputKind.LOGITS.toProbabilities(logits, 0.5 + round));

            assertThat(scores.ranked())
                    .hasSize(8)
                    .isSortedAccordingTo(
                            (a, b) -> Double.compare(b.probability(), a.probability()));
            assertThat(scores.asMap().values().stream().mapToDouble(p -> p).sum())
                    .isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void of_tooFewProbabilities_namesBothCounts() {
        assertThatThrownBy(() -> EmotionScores.of(LabelOrder.FER2013, 0.5, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7 labels")
                .hasMessageContaining("2 probabilities");
    }

    @Test
    void of_notADistribution_isRefused() {
        LabelOrder two = LabelOrder.of(Emotion.HAPPY, Emotion.SAD);
        assertThatThrownBy(() -> EmotionScores.of(two, 0.5, 0.6)).hasMessageContaining("sum to 1");
        assertThatThrownBy(() -> EmotionScores.of(two, -0.5, 1.5)).hasMessageContaining("-0.5");
        assertThatThrownBy(() -> EmotionScores.of(two, Double.NaN, 1)).hasMessageContaining("NaN");
    }

    @Test
    void labelOrder_emotionTwice_isRefused() {
        assertThatThrownBy(() -> LabelOrder.of(Emotion.HAPPY, Emotion.HAPPY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
