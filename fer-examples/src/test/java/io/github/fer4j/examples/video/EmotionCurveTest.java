package io.github.fer4j.examples.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EmotionCurveTest {
    private static final List<Emotion> TWO = List.of(Emotion.HAPPY, Emotion.SAD);

    @Test
    void mean_hoursOfFrames_keepsTheCurveInFewSteps() {
        EmotionCurve curve = new EmotionCurve(TWO, 10);
        int frames = 30 * 3600 * 2;
        for (int i = 0; i < frames; i++) {
            double happy = i < frames / 2 ? 0.9 : 0.2;
            curve.add(10 + i / 30.0, EmotionScores.of(new LabelOrder(TWO), happy, 1 - happy));
        }
        assertThat(curve.frames()).isEqualTo(frames);
        assertThat(curve.end()).isCloseTo(10 + 7200, within(0.1));
        assertThat(curve.mean(100, 110)[0]).isCloseTo(0.9, within(1e-9));
        assertThat(curve.mean(7000, 7010)[1]).isCloseTo(0.8, within(1e-9));
        assertThat(curve.mean(0, 9)).isEmpty();
        assertThat(curve.mean(8000, 8001)).isEmpty();
    }

    @Test
    void progressLine_halfDone_saysHowMuchIsLeft() {
        assertThat(ProgressLine.line(50, OptionalLong.of(100), 2))
                .isEqualTo("[###############...............] 50/100  25 frames/s  0:02 left");
        assertThat(ProgressLine.line(50, OptionalLong.empty(), 2))
                .isEqualTo("50 frames  25 frames/s");
        assertThat(ProgressLine.line(120, OptionalLong.of(100), 2)).contains("120/120");
        assertThat(ProgressLine.line(1, OptionalLong.of(360_001), 1)).contains("100:00:00 left");
    }
}
