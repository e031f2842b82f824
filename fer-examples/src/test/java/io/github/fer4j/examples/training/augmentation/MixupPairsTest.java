package io.github.fer4j.examples.training.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixupPairsTest {
    private static final AugmentationPlan MIXUP = AugmentationPlan.parse("mixup");

    @Test
    void draw_anyBatch_isAPermutation() {
        MixupPairs pairs = MixupPairs.draw(MIXUP, 1, 2, 3, 64);

        assertThat(IntStream.range(0, 64).map(pairs::partner).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 64).boxed().toList());
    }

    @Test
    void draw_sameSeedEpochAndBatch_isTheSame() {
        assertThat(text(MixupPairs.draw(MIXUP, 1, 2, 3, 64)))
                .isEqualTo(text(MixupPairs.draw(MIXUP, 1, 2, 3, 64)))
                .isNotEqualTo(text(MixupPairs.draw(MIXUP, 2, 2, 3, 64)))
                .isNotEqualTo(text(MixupPairs.draw(MIXUP, 1, 3, 3, 64)))
                .isNotEqualTo(text(MixupPairs.draw(MIXUP, 1, 2, 4, 64)));
    }

    @Test
    void draw_manyShares_followTheBetaDistribution() {
        for (double a : new double[] {0.05, 0.2, 1, 2}) {
            AugmentationPlan plan = AugmentationPlan.none().with(Augmentation.MIXUP, a);
            double sum = 0;
            double squares = 0;
            int count = 50_000;
            MixupPairs pairs = MixupPairs.draw(plan, 1, 1, 1, count);
            for (int i = 0; i < count; i++) {
                double share = pairs.share(i);
                assertThat(share).isBetween(0.0, 1.0);
                sum += share;
                squares += (share - 0.5) * (share - 0.5);
            }
            assertThat(sum / count).isCloseTo(0.5, offset(0.01));
            assertThat(squares / count).isCloseTo(1 / (4 * (2 * a + 1)), offset(0.005));
        }
    }

    @Test
    void mix_facesAndTargets_areMixedAlike() {
        MixupPairs pairs = MixupPairs.draw(MIXUP, 7, 0, 0, 8);
        float[] targets = new float[8 * 8];
        float[] faces = new float[8 * 3];
        for (int i = 0; i < 8; i++) {
            targets[i * 8 + i] = 1;
            faces[i * 3] = faces[i * 3 + 1] = faces[i * 3 + 2] = i;
        }

        pairs.mix(targets);
        pairs.mix(faces);

        for (int i = 0; i < 8; i++) {
            float expected = 0;
            float total = 0;
            for (int k = 0; k < 8; k++) {
                expected += k * targets[i * 8 + k];
                total += targets[i * 8 + k];
            }
            assertThat(total).isCloseTo(1, offset(1e-6f));
            assertThat(faces[i * 3 + 1]).isCloseTo(expected, offset(1e-5f));
            assertThat(expected)
                    .isCloseTo(
                            pairs.share(i) * i + (1 - pairs.share(i)) * pairs.partner(i),
                            offset(1e-5f));
        }
    }

    @Test
    void mix_switchedOff_changesNothing() {
        float[] rows = {0.1f, 0.2f, 0.3f, 0.4f};

        MixupPairs.draw(AugmentationPlan.none(), 1, 1, 1, 2).mix(rows);

        assertThat(rows).containsExactly(0.1f, 0.2f, 0.3f, 0.4f);
    }

    @Test
    void mix_rowsThatDoNotFit_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MixupPairs.draw(MIXUP, 1, 1, 1, 2).mix(new float[3]))
                .withMessage("3 values are not 2 rows");
    }

    private static String text(MixupPairs pairs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pairs.size(); i++) {
            text.append(pairs.partner(i)).append(':').append(pairs.share(i)).append(' ');
        }
        return text.toString();
    }
}
