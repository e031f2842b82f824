package io.github.fer4j.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import java.util.Random;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

class EmotionSmootherTest {
    private static final double TIME_CONSTANT = 0.5;

    @Test
    void smooth_sameCurveAt15And30FramesASecond_isTheSameCurve() {
        DoubleFunction<EmotionScores> curve =
                t -> scores(2.5 * Math.sin(2 * t), 2 * Math.cos(3 * t), 0);
        EmotionSmoother slow = new EmotionSmoother(TIME_CONSTANT);
        EmotionSmoother fast = new EmotionSmoother(TIME_CONSTANT);
        for (int i = 0; i < 300; i++) {
            double time = i / 30.0;
            EmotionScores fastScores = fast.smooth(curve.apply(time), time);
            if (i % 2 == 0) {
                EmotionScores slowScores = slow.smooth(curve.apply(time), time);
                for (Emotion emotion : fastScores.asMap().keySet()) {
                    assertThat(slowScores.of(emotion))
                            .isCloseTo(fastScores.of(emotion), within(0.03));
                }
            }
        }
    }

    @Test
    void smooth_changeOfExpression_isReportedWithin300Milliseconds() {
        for (double rate : new double[] {15, 25, 30, 60}) {
            for (double strength : new double[] {1.5, 2.5, 4, 6}) {
                EmotionSmoother smoother = new EmotionSmoother(TIME_CONSTANT);
                double changed = 3;
                double reported = Double.POSITIVE_INFINITY;
                for (int i = 0; i < 5 * rate; i++) {
                    double time = i / rate;
                    boolean after = time >= changed;
                    EmotionScores calm =
                            smoother.smooth(
                                    scores(after ? 0 : strength, after ? strength : 0, 0), time);
                    if (calm.dominant() == Emotion.DISGUST) {
                        reported = Math.min(reported, time);
                    }
                }
                assertThat(reported - changed)
                        .as("%s logits at %s frames/s", strength, rate)
                        .isBetween(0.0, 0.3);
            }
        }
    }

    @Test
    void smooth_doubtfulNetwork_changesItsMindAtMostAFifthAsOften() {
        Random random = new Random(3);
        EmotionSmoother smoother = new EmotionSmoother(TIME_CONSTANT);
        int raw = 0;
        int calm = 0;
        Emotion lastRaw = null;
        Emotion lastCalm = null;
        double noise = 0;
        for (int i = 0; i < 3000; i++) {
            noise = 0.6 * noise + 0.5 * random.nextGaussian();
            EmotionScores scores = scores(0.3 + noise, 0, -1);
            EmotionScores smoothed = smoother.smooth(scores, i / 30.0);
            raw += lastRaw != null && lastRaw != scores.dominant() ? 1 : 0;
            calm += lastCalm != null && lastCalm != smoothed.dominant() ? 1 : 0;
            lastRaw = scores.dominant();
            lastCalm = smoothed.dominant();
        }
        assertThat(raw).isGreaterThan(300);
        assertThat(calm).isLessThanOrEqualTo(raw / 5);
    }

    @Test
    void smooth_steadyScores_stayAsTheyAre() {
        EmotionSmoother smoother = new EmotionSmoother(TIME_CONSTANT);
        EmotionScores scores = scores(2, 1, 0);
        for (int i = 0; i < 20; i++) {
            EmotionScores calm = smoother.smooth(scores, i / 30.0);
            scores.asMap()
                    .forEach(
                            (emotion, value) ->
                                    assertThat(calm.of(emotion)).isCloseTo(value, within(1e-9)));
        }
    }

    @Test
    void smooth_timeConstantZero_answersWhatItWasGiven() {
        EmotionSmoother smoother = new EmotionSmoother(0);
        smoother.smooth(scores(0, 5, 0), 0);
        EmotionScores next = scores(5, 0, 0);
        assertThat(smoother.smooth(next, 0.03)).isSameAs(next);
    }

    @Test
    void smooth_certainScores_doNotLastForEver() {
        EmotionSmoother smoother = new EmotionSmoother(TIME_CONSTANT);
        LabelOrder two = LabelOrder.of(Emotion.HAPPY, Emotion.SAD);
        smoother.smooth(EmotionScores.of(two, 1, 0), 0);
        EmotionScores later = null;
        for (int i = 1; i <= 12; i++) {
            later = smoother.smooth(EmotionScores.of(two, 0, 1), i / 30.0);
        }
        assertThat(later.dominant()).isEqualTo(Emotion.SAD);
    }

    /** Scores of the given logits; all other emotions have −2. */
    private static EmotionScores scores(double angry, double disgust, double fear) {
        double[] logits = {angry, disgust, fear, -2, -2, -2, -2};
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Math.exp(logits[i]);
            sum += logits[i];
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] /= sum;
        }
        return EmotionScores.of(LabelOrder.FER2013, logits);
    }
}
