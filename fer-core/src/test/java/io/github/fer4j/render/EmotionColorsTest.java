package io.github.fer4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.Emotion;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EmotionColorsTest {
    @Test
    void rgb_everyEmotion_hasItsOwn() {
        assertThat(Arrays.stream(Emotion.values()).map(EmotionColors::rgb)).doesNotHaveDuplicates();
    }

    @Test
    void textOn_everyColor_hasTheContrastThatTextNeeds() {
        for (Emotion emotion : Emotion.values()) {
            int color = EmotionColors.rgb(emotion);
            double text = luminance(EmotionColors.textOn(color)) + 0.05;
            double ground = luminance(color) + 0.05;
            double contrast = Math.max(text, ground) / Math.min(text, ground);
            assertThat(contrast).as(emotion.label()).isGreaterThan(4.5); // WCAG 2.1, AA
        }
    }

    private static double luminance(int rgb) {
        double sum = 0;
        double[] weights = {0.0722, 0.7152, 0.2126};
        for (int i = 0; i < 3; i++) {
            double value = (rgb >> 8 * i & 0xff) / 255.0;
            sum +=
                    weights[i]
                            * (value <= 0.04045
                                    ? value / 12.92
                                    : Math.pow((value + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
