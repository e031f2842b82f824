package io.github.fer4j.examples.training.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AugmenterTest {
    private static final int SIDE = 48;
    private static final AugmentationPlan ALL =
            AugmentationPlan.standard().with(Augmentation.VERTICAL_FLIP, 0.5);

    @Test
    void augment_zeroStrength_isTheIdentity() {
        byte[] face = noise(SIDE * SIDE * 3, 1);
        AugmentationPlan zero = AugmentationPlan.none();
        for (Augmentation augmentation : Augmentation.values()) {
            zero = zero.with(augmentation, 0);
        }

        float[] result = augment(new Augmenter(zero, SIDE, SIDE, 3, 5), face, 2, 3);

        assertThat(result).isEqualTo(floats(face));
    }

    @ParameterizedTest
    @CsvSource({"HORIZONTAL_FLIP", "VERTICAL_FLIP"})
    void augment_flippedTwice_isTheIdentity(Augmentation flip) {
        byte[] face = noise(7 * 5 * 3, 1);
        Augmenter always = new Augmenter(AugmentationPlan.none().with(flip, 1), 7, 5, 3, 5);

        byte[] once = bytes(augment(always, face, 0, 0));

        assertThat(once).isNotEqualTo(face);
        assertThat(augment(always, once, 1, 9)).isEqualTo(floats(face));
    }

    @Test
    void augment_horizontalFlip_mirrorsRows() {
        Augmenter always =
                new Augmenter(
                        AugmentationPlan.none().with(Augmentation.HORIZONTAL_FLIP, 1), 2, 3, 1, 0);

        assertThat(bytes(augment(always, new byte[] {1, 2, 3, 4, 5, 6}, 0, 0)))
                .containsExactly(3, 2, 1, 6, 5, 4);
    }

    @ParameterizedTest
    @EnumSource(value = Augmentation.class, mode = EnumSource.Mode.EXCLUDE, names = "MIXUP")
    void augment_eachAlone_changesFacesAndStaysInRange(Augmentation augmentation) {
        byte[] face = noise(SIDE * SIDE, 1);
        AugmentationPlan plan =
                AugmentationPlan.none().with(augmentation, augmentation.usualStrength());
        Augmenter augmenter = new Augmenter(plan, SIDE, SIDE, 1, 5);

        int changed = 0;
        for (int i = 0; i < 200; i++) {
            float[] result = augment(augmenter, face, 0, i);
            for (float value : result) {
                assertThat(value).isBetween(0f, 1f);
            }
            changed += same(result, floats(face)) ? 0 : 1;
        }

        double likely =
                switch (augmentation) {
                    case HORIZONTAL_FLIP, VERTICAL_FLIP, ERASING -> augmentation.usualStrength();
                    default -> 1;
                };
        assertThat(changed / 200.0).isBetween(likely - 0.12, likely + 0.12);
    }

    @Test
    void augment_sameSeedEpochAndIndex_isTheSameWhateverTheOrderAndThread() {
        byte[][] faces =
                IntStream.range(0, 100).mapToObj(i -> noise(SIDE * SIDE, i)).toArray(byte[][]::new);
        Augmenter augmenter = new Augmenter(ALL, SIDE, SIDE, 1, 5);
        float[][] forward =
                IntStream.range(0, 100)
                        .mapToObj(i -> augment(augmenter, faces[i], 4, i))
                        .toArray(float[][]::new);

        float[][] backward = new float[100][];
        IntStream.range(0, 100)
                .parallel()
                .map(i -> 99 - i)
                .forEach(
                        i ->
                                backward[i] =
                                        augment(
                                                new Augmenter(ALL, SIDE, SIDE, 1, 5),
                                                faces[i],
                                                4,
                                                i));

        assertThat(backward).isDeepEqualTo(forward);
    }

    @Test
    void augment_otherSeedEpochOrIndex_differs() {
        byte[] face = noise(SIDE * SIDE, 1);
        float[] result = augment(new Augmenter(ALL, SIDE, SIDE, 1, 5), face, 4, 7);

        assertThat(augment(new Augmenter(ALL, SIDE, SIDE, 1, 6), face, 4, 7)).isNotEqualTo(result);
        assertThat(augment(new Augmenter(ALL, SIDE, SIDE, 1, 5), face, 5, 7)).isNotEqualTo(result);
        assertThat(augment(new Augmenter(ALL, SIDE, SIDE, 1, 5), face, 4, 8)).isNotEqualTo(result);
    }

    @Test
    void augment_oneSwitchedOff_leavesTheOthersAsTheyWere() {
        byte[] face = noise(SIDE * SIDE, 1);
        AugmentationPlan geometry = AugmentationPlan.parse("rotation,shift,zoom,flip");
        AugmentationPlan more = geometry.with(Augmentation.ERASING, 1);

        float[] plain = augment(new Augmenter(geometry, SIDE, SIDE, 1, 5), face, 0, 0);
        float[] erased = augment(new Augmenter(more, SIDE, SIDE, 1, 5), face, 0, 0);

        int same = 0;
        for (int i = 0; i < plain.length; i++) {
            same += plain[i] == erased[i] ? 1 : 0;
        }
        assertThat(plain.length - same).isBetween(6 * 6 - 2, 20 * 20);
    }

    @Test
    void augment_shiftAlone_movesBySourcePixels() {
        // A ramp: its value says where a pixel comes from.
        byte[] ramp = new byte[SIDE * SIDE];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i % SIDE * 5);
        }
        Augmenter augmenter =
                new Augmenter(
                        AugmentationPlan.none().with(Augmentation.SHIFT, 0.1), SIDE, SIDE, 1, 5);

        double most = 0;
        for (int index = 0; index < 200; index++) {
            float[] moved = augment(augmenter, ramp, 0, index);
            int middle = 24 * SIDE + 24;
            double by = 24 - moved[middle] * 255 / 5;
            assertThat(Math.abs(by)).isLessThanOrEqualTo(4.801);
            for (int x = 10; x < 38; x++) {
                assertThat(x - moved[24 * SIDE + x] * 255.0 / 5).isCloseTo(by, offset(1e-3));
            }
            most = Math.max(most, Math.abs(by));
        }
        assertThat(most).isGreaterThan(4);
    }

    @Test
    void augment_rotation_turnsAboutTheCentreByAtMostItsStrength() {
        byte[] ramp = new byte[SIDE * SIDE];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (i % SIDE * 5);
        }
        Augmenter augmenter =
                new Augmenter(
                        AugmentationPlan.none().with(Augmentation.ROTATION, 15), SIDE, SIDE, 1, 5);

        double most = 0;
        for (int index = 0; index < 200; index++) {
            float[] turned = augment(augmenter, ramp, 0, index);
            double down = (turned[34 * SIDE + 24] - turned[14 * SIDE + 24]) * 255 / 5 / 20;
            double degrees = Math.toDegrees(Math.asin(down));
            assertThat(Math.abs(degrees)).isLessThanOrEqualTo(15.001);
            double centre = (turned[23 * SIDE + 23] + turned[24 * SIDE + 24]) / 2 * 255 / 5;
            assertThat(centre).isCloseTo(23.5, offset(1e-3));
            most = Math.max(most, Math.abs(degrees));
        }
        assertThat(most).isGreaterThan(13);
    }

    @Test
    void augment_brightnessAndContrast_keepToTheirStrengths() {
        byte[] face = new byte[SIDE * SIDE];
        for (int i = 0; i < face.length; i++) {
            face[i] = (byte) (i % 2 == 0 ? 100 : 156);
        }
        AugmentationPlan plan = AugmentationPlan.parse("brightness=0.1,contrast=0.2");
        Augmenter augmenter = new Augmenter(plan, SIDE, SIDE, 1, 5);

        for (int index = 0; index < 100; index++) {
            float[] lit = augment(augmenter, face, 0, index);
            double mean = (lit[0] + lit[1]) / 2;
            double contrast = (lit[1] - lit[0]) / (56 / 255.0);
            assertThat(mean).isBetween(128 / 255.0 - 0.1001, 128 / 255.0 + 0.1001);
            assertThat(contrast).isBetween(0.7999, 1.2001);
        }
    }

    @Test
    void augment_wrongNumberOfPixels_isRefused() {
        Augmenter augmenter = new Augmenter(ALL, SIDE, SIDE, 1, 5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> augment(augmenter, new byte[5], 0, 0))
                .withMessage("5 pixels are no face of 48x48x1");
    }

    private static float[] augment(Augmenter augmenter, byte[] face, long epoch, long index) {
        float[] padded = new float[face.length + 2];
        padded[0] = padded[face.length + 1] = -7;
        augmenter.augment(face, epoch, index, padded, 1);
        assertThat(padded[0]).isEqualTo(-7);
        assertThat(padded[face.length + 1]).isEqualTo(-7);
        return Arrays.copyOfRange(padded, 1, face.length + 1);
    }

    private static boolean same(float[] a, float[] b) {
        return Arrays.equals(a, b);
    }

    private static byte[] noise(int count, long seed) {
        byte[] bytes = new byte[count];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static float[] floats(byte[] face) {
        float[] values = new float[face.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (face[i] & 0xff) / 255f;
        }
        return values;
    }

    private static byte[] bytes(float[] face) {
        byte[] values = new byte[face.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) Math.round(face[i] * 255);
        }
        return values;
    }
}
