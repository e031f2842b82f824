package io.github.fer4j.examples.training.augmentation;

import io.github.fer4j.examples.training.chart.ContactSheet;
import io.github.fer4j.examples.training.chart.FacePictures;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.dataset.FaceDataset;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A contact sheet that shows, before hours of training, what augmentation will do: each that is on
 * alone, then all together, as epochs will bring them.
 */
public final class AugmentationSheet {
    private static final int COLUMNS = 12;
    private static final int SIDE = 96;

    private AugmentationSheet() {}

    /**
     * @param faces the data to learn from, at least one face
     * @param plan what is done to them
     * @param seed of the training
     * @return the sheet
     */
    public static BufferedImage draw(FaceDataset faces, AugmentationPlan plan, long seed) {
        ContactSheet sheet = new ContactSheet("What augmentation does", COLUMNS + 1, SIDE);
        int[] chosen = oneOfEachClass(faces, seed);
        int first = chosen[0];
        for (Map.Entry<Augmentation, Double> entry : plan.strengths().entrySet()) {
            AugmentationPlan alone = AugmentationPlan.none().with(entry.getKey(), entry.getValue());
            sheet.row(entry.getKey().option(), "strength " + text(entry.getValue()), "alone");
            sheet.add(FacePictures.of(faces.face(first)), "as it is");
            if (entry.getKey() == Augmentation.MIXUP) {
                addMixed(sheet, faces, alone, seed, first);
            } else {
                addChanged(sheet, faces, alone, seed, first);
            }
        }
        AugmentationPlan single = plan.without(Augmentation.MIXUP);
        for (int index : chosen) {
            Emotion emotion = faces.face(index).emotion();
            sheet.row(emotion.label(), "all together", "but for mixup");
            sheet.add(FacePictures.of(faces.face(index)), "as it is");
            addChanged(sheet, faces, single, seed, index);
        }
        return sheet.draw();
    }

    private static String text(double strength) {
        return strength == Math.rint(strength)
                ? Integer.toString((int) strength)
                : Double.toString(strength);
    }

    private static int[] oneOfEachClass(FaceDataset faces, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> chosen = new ArrayList<>();
        for (int label = 0; label < faces.labels().size(); label++) {
            int wanted = label;
            int[] members =
                    IntStream.range(0, faces.size())
                            .filter(i -> faces.label(i) == wanted)
                            .toArray();
            if (members.length > 0) {
                chosen.add(members[random.nextInt(members.length)]);
            }
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("at least one face is needed, was none");
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void addChanged(
            ContactSheet sheet, FaceDataset faces, AugmentationPlan plan, long seed, int index) {
        Augmenter augmenter = Augmenter.of(plan, faces, seed);
        float[] values = new float[faces.pixelCount()];
        for (int epoch = 1; epoch <= COLUMNS; epoch++) {
            augmenter.augment(faces, index, epoch, values, 0);
            add(sheet, faces, values, 0, "epoch " + epoch);
        }
    }

    private static void addMixed(
            ContactSheet sheet, FaceDataset faces, AugmentationPlan plan, long seed, int index) {
        int length = faces.pixelCount();
        // The face itself again and again, each time with another partner.
        SplittableRandom random = new SplittableRandom(seed);
        for (int epoch = 1; epoch <= COLUMNS; epoch++) {
            float[] values = new float[2 * length];
            faces.copyScaled(index, values, 0);
            faces.copyScaled(random.nextInt(faces.size()), values, length);
            MixupPairs pairs = MixupPairs.draw(plan, seed, epoch, 0, 2);
            float share = pairs.partner(0) == 0 ? 1 : pairs.share(0);
            pairs.mix(values);
            add(sheet, faces, values, 0, "%d %% its own".formatted(Math.round(share * 100)));
        }
    }

    private static void add(
            ContactSheet sheet, FaceDataset faces, float[] values, int offset, String caption) {
        sheet.add(
                FacePictures.of(values, offset, faces.height(), faces.width(), faces.channels()),
                caption);
    }
}
