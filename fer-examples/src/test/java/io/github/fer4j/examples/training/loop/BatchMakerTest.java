package io.github.fer4j.examples.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.examples.training.DrawnData;
import io.github.fer4j.examples.training.augmentation.AugmentationPlan;
import io.github.fer4j.examples.training.recipe.HeadRecipe;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.dataset.LabeledFace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchMakerTest {
    private static final LabelOrder ORDER = DrawnData.ORDER;

    @TempDir private static Path folder;
    private static List<LabeledFace> faces;

    @BeforeAll
    static void read() throws Exception {
        faces = DrawnData.faces(folder, 6, 1);
    }

    private static HeadRecipe head(String target, double smoothing) {
        return new HeadRecipe("head", target, 1, smoothing, 0.5);
    }

    private static BatchMaker maker(String plan, HeadTargets targets) {
        float[][][] taught = new float[1][faces.size()][];
        for (int i = 0; i < faces.size(); i++) {
            taught[0][i] = new float[] {i, 0, 0, 1};
        }
        // A face is one value: its number, and the epoch.
        return new BatchMaker(
                (face, epoch, target, offset) -> target[offset] = face + epoch / 100f,
                1,
                List.of(targets),
                taught,
                7,
                AugmentationPlan.parse(plan),
                11);
    }

    @Test
    void make_anEpoch_hasEveryFaceOnceInBatchesOfLikeSize() {
        BatchMaker maker = maker("none", HeadTargets.of(head("labels", 0), ORDER, faces, true));
        List<Integer> seen = new ArrayList<>();

        for (int step = 0; step < maker.steps(); step++) {
            Batch batch = maker.make(2, step);
            assertThat(batch.size()).isBetween(6, 7);
            for (int i = 0; i < batch.size(); i++) {
                int face = Math.round(batch.pixels()[i] - 0.02f);
                seen.add(face);
                assertThat(batch.pixels()[i]).isEqualTo(face + 0.02f, within(1e-5f));
                int label = ORDER.emotions().indexOf(faces.get(face).emotion());
                assertThat(batch.labels()[0][i]).isEqualTo(label);
                assertThat(batch.targets()[0][i * 4 + label]).isEqualTo(1);
                assertThat(batch.teachings()[0][i * 4]).isEqualTo(face);
            }
        }

        assertThat(seen).hasSize(24).doesNotHaveDuplicates().isNotEqualTo(sorted(seen));
    }

    private static List<Integer> sorted(List<Integer> numbers) {
        return numbers.stream().sorted().toList();
    }

    @Test
    void make_sameEpochAndStep_isTheSameWhateverCameBefore() {
        HeadTargets targets = HeadTargets.of(head("labels", 0.1), ORDER, faces, true);
        BatchMaker first = maker("mixup=0.3", targets);
        BatchMaker second = maker("mixup=0.3", targets);
        first.make(0, 0);
        first.make(0, 1);

        Batch expected = first.make(5, 2);
        Batch found = second.make(5, 2);

        assertThat(found.pixels()).containsExactly(expected.pixels());
        assertThat(found.targets()[0]).containsExactly(expected.targets()[0]);
        assertThat(second.make(6, 2).pixels()).isNotEqualTo(expected.pixels());
    }

    @Test
    void make_mixed_mixesPixelsTargetsAndTeachingAlike() {
        BatchMaker maker = maker("mixup=1", HeadTargets.of(head("labels", 0), ORDER, faces, true));
        Batch batch = maker.make(0, 0);
        boolean mixed = false;

        for (int i = 0; i < batch.size(); i++) {
            double sum = 0;
            for (int c = 0; c < 4; c++) {
                sum += batch.targets()[0][i * 4 + c];
            }
            assertThat(sum).isEqualTo(1, within(1e-5));
            assertThat(batch.teachings()[0][i * 4]).isEqualTo(batch.pixels()[i], within(1e-4f));
            int label = batch.labels()[0][i];
            assertThat(batch.targets()[0][i * 4 + label]).isGreaterThanOrEqualTo(0.499f);
            mixed |= batch.pixels()[i] != Math.rint(batch.pixels()[i]);
        }
        assertThat(mixed).isTrue();
    }

    @Test
    void targets_votes_areTheirSharesAndNothingWhereThereAreNone() throws Exception {
        List<LabeledFace> voted = DrawnData.votedFaces(folder.resolve("voted"), 1);
        HeadTargets targets = HeadTargets.of(head("votes", 0), LabelOrder.FER_PLUS, voted, true);
        HeadTargets without = HeadTargets.of(head("votes", 0.1), LabelOrder.FER_PLUS, faces, true);
        HeadTargets mixture = HeadTargets.of(head("mixture", 0), ORDER, voted, true);

        // 8 of 10 angry, 1 sad, 1 contempt; angry, disgust, fear, happy, sad, surprise, neutral.
        assertThat(targets.row(0))
                .containsExactly(new float[] {0.8f, 0, 0, 0, 0.1f, 0, 0, 0.1f}, within(1e-6f));
        assertThat(targets.label(0)).isZero();
        assertThat(without.row(0)).containsOnly(0);
        assertThat(without.label(0)).isEqualTo(-1);
        // Without contempt 8 and 1 of 9; half of the target.
        assertThat(mixture.row(0))
                .containsExactly(new float[] {0.5f + 4 / 9f, 0, 0.5f / 9, 0}, within(1e-6f));
    }

    @Test
    void targets_balanced_giveEveryClassTheSameWeight() {
        List<LabeledFace> skewed = new ArrayList<>();
        for (LabeledFace face : faces) {
            boolean first = face.emotion() == ORDER.emotions().get(0);
            if (!first || skewed.stream().noneMatch(other -> other.emotion() == face.emotion())) {
                skewed.add(face);
            }
        }
        HeadTargets targets = HeadTargets.of(head("labels", 0), ORDER, skewed, true).balanced();
        double[] weights = new double[4];
        double all = 0;
        for (int i = 0; i < skewed.size(); i++) {
            weights[targets.label(i)] += targets.row(i)[targets.label(i)];
            all += targets.row(i)[targets.label(i)];
        }

        assertThat(skewed).hasSize(19);
        assertThat(all).isEqualTo(19, within(1e-4));
        assertThat(weights).containsExactly(new double[] {4.75, 4.75, 4.75, 4.75}, within(1e-4));
    }
}
