package io.github.fer4j.examples.training.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AugmentationPlanTest {
    @Test
    void parse_namesAndStrengths_areTaken() {
        AugmentationPlan plan = AugmentationPlan.parse("flip, rotation=10,Vertical-Flip=0.1");

        assertThat(plan.strength(Augmentation.HORIZONTAL_FLIP)).isEqualTo(0.5);
        assertThat(plan.strength(Augmentation.ROTATION)).isEqualTo(10);
        assertThat(plan.strength(Augmentation.VERTICAL_FLIP)).isEqualTo(0.1);
        assertThat(plan.strength(Augmentation.ZOOM)).isZero();
        assertThat(plan).hasToString("horizontalFlip=0.5,verticalFlip=0.1,rotation=10");
    }

    @Test
    void parse_ownText_isTheSamePlan() {
        AugmentationPlan plan = AugmentationPlan.standard().with(Augmentation.ZOOM, 0.05);

        assertThat(AugmentationPlan.parse(plan.toString())).isEqualTo(plan);
        assertThat(AugmentationPlan.parse(AugmentationPlan.none().toString()).isNone()).isTrue();
    }

    @Test
    void parse_standardWithChanges_changesIt() {
        AugmentationPlan plan = AugmentationPlan.parse("standard,mixup=0,rotation=5");

        assertThat(plan)
                .isEqualTo(
                        AugmentationPlan.standard()
                                .without(Augmentation.MIXUP)
                                .with(Augmentation.ROTATION, 5));
    }

    @Test
    void standard_verticalFlip_isOff() {
        assertThat(AugmentationPlan.standard().strengths())
                .doesNotContainKey(Augmentation.VERTICAL_FLIP)
                .hasSize(Augmentation.values().length - 1);
    }

    @Test
    void parse_unknownName_saysWhichThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AugmentationPlan.parse("flop"))
                .withMessageContaining("'flop'")
                .withMessageContaining("horizontalFlip, verticalFlip");
    }

    @Test
    void parse_strengthOutOfRange_saysTheRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AugmentationPlan.parse("erasing=1.5"))
                .withMessage("the strength of erasing must be in 0..1, was 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AugmentationPlan.parse("zoom=NaN"))
                .withMessageContaining("zoom must be in 0..0.9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AugmentationPlan.parse("zoom=much"))
                .withMessageContaining("must be a number, was 'much'");
    }
}
