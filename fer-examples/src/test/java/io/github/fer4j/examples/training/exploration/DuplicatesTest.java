package io.github.fer4j.examples.training.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.LabeledFace;
import io.github.fer4j.model.dataset.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
    private static final int SIDE = 48;

    private final List<LabeledFace> faces = new ArrayList<>();

    private void add(byte[] pixels, Emotion emotion, Split split) {
        faces.add(LabeledFace.of(pixels, SIDE, SIDE, 1, emotion, split, "face " + faces.size()));
    }

    private void add(byte[] pixels) {
        add(pixels, Emotion.HAPPY, Split.TRAIN);
    }

    private Duplicates duplicates() {
        return Duplicates.of(FaceDataset.of(faces, LabelOrder.FER2013));
    }

    /** Soft blobs, as different from one another as faces are. */
    private static byte[] face(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] waves = new double[8][];
        for (int i = 0; i < waves.length; i++) {
            waves[i] = random.doubles(4, -1, 1).toArray();
        }
        return picture(
                (x, y) -> {
                    double sum = 0;
                    for (double[] wave : waves) {
                        sum += Math.sin(wave[0] * x / 3 + wave[1] * y / 3 + wave[2] * 6) * wave[3];
                    }
                    return (int) (128 + 25 * sum);
                });
    }

    private static byte[] picture(IntBinaryOperator level) {
        byte[] pixels = new byte[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int value = level.applyAsInt(i % SIDE, i / SIDE);
            pixels[i] = (byte) Math.max(0, Math.min(255, value));
        }
        return pixels;
    }

    private static int at(byte[] pixels, int x, int y) {
        return pixels[y * SIDE + Math.max(0, Math.min(SIDE - 1, x))] & 0xff;
    }

    @Test
    void of_differentFaces_findsNone() {
        for (int i = 0; i < 300; i++) {
            add(face(i));
        }

        assertThat(duplicates().all()).isEmpty();
    }

    @Test
    void of_samePixels_isAnExactGroup() {
        add(face(1), Emotion.SAD, Split.TRAIN);
        add(face(2));
        add(face(1), Emotion.FEAR, Split.VALIDATION);
        add(face(1), Emotion.SAD, Split.TRAIN);

        Duplicates found = duplicates();

        assertThat(found.near()).isEmpty();
        assertThat(found.exact()).hasSize(1).isEqualTo(found.all());
        FaceGroup group = found.exact().get(0);
        assertThat(group.members()).containsExactly(0, 2, 3);
        assertThat(group.emotions()).containsExactlyInAnyOrder(Emotion.SAD, Emotion.FEAR);
        assertThat(group.hasSeveralLabels()).isTrue();
        assertThat(group.isAcrossSplits()).isTrue();
        assertThat(DuplicateCounts.of(found.all()))
                .isEqualTo(new DuplicateCounts(1, 3, 2, 1, 3, 1, 3, 1));
    }

    @Test
    void of_samePictureLitShiftedNoisyOrMirrored_isANearGroup() {
        byte[] face = face(1);
        SplittableRandom random = new SplittableRandom(5);
        add(face);
        add(picture((x, y) -> at(face, x, y) * 7 / 10 + 40));
        add(picture((x, y) -> at(face, x + 1, y)));
        add(picture((x, y) -> at(face, x, y) + random.nextInt(-8, 9)));
        add(picture((x, y) -> at(face, SIDE - 1 - x, y)));
        add(face(2));
        add(face);

        Duplicates found = duplicates();

        assertThat(found.exact()).extracting(FaceGroup::members).containsExactly(List.of(0, 6));
        assertThat(found.near())
                .extracting(FaceGroup::members)
                .containsExactly(List.of(0, 1, 2, 3, 4, 6));
        assertThat(found.all()).isEqualTo(found.near());
    }

    @Test
    void of_blankPictures_areNotNear() {
        for (int i = 0; i < 5; i++) {
            byte[] blank = new byte[SIDE * SIDE];
            Arrays.fill(blank, (byte) (i * 40));
            add(blank);
        }
        byte[] cut = face(1);
        Arrays.fill(cut, cut.length * 2 / 3, cut.length, (byte) 128);
        add(cut);
        add(face(1));

        assertThat(duplicates().all()).isEmpty();
        PictureFlaws flaws = PictureFlaws.of(FaceDataset.of(faces, LabelOrder.FER2013));
        assertThat(flaws.blank()).containsExactly(0, 1, 2, 3, 4);
        assertThat(flaws.cutOff()).containsExactly(5);
    }
}
