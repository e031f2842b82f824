package io.github.fer4j.examples.training;

import io.github.fer4j.examples.training.augmentation.Augmentation;
import io.github.fer4j.examples.training.augmentation.AugmentationPlan;
import io.github.fer4j.examples.training.augmentation.Augmenter;
import io.github.fer4j.examples.training.augmentation.MixupPairs;
import io.github.fer4j.examples.training.chart.Charts;
import io.github.fer4j.examples.training.chart.ContactSheet;
import io.github.fer4j.examples.training.chart.FacePictures;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.dataset.FaceDataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/** Shows faces as a training would see them, before it begins. */
final class AugmentationPreview {
    private static final int SHOWN = 9;
    private static final int SIDE = 96;

    private AugmentationPreview() {}

    /**
     * @param faces those to learn from
     * @param plan what is done to them
     * @param seed of the training
     * @param file where the sheet goes, as PNG
     */
    static void write(FaceDataset faces, AugmentationPlan plan, long seed, Path file) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Charts.writePng(draw(faces, plan, seed), file);
        } catch (IOException e) {
            throw new FerException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static BufferedImage draw(FaceDataset faces, AugmentationPlan plan, long seed) {
        ContactSheet sheet =
                new ContactSheet("Augmentation: " + plan + ", seed " + seed, SHOWN + 1, SIDE);
        Augmenter augmenter = Augmenter.of(plan, faces, seed);
        int size = faces.pixelCount();
        int[] chosen = oneOfEach(faces, seed);
        for (int label = 0; label < chosen.length; label++) {
            sheet.row(faces.labels().labels().get(label));
            if (chosen[label] < 0) {
                continue;
            }
            sheet.add(FacePictures.of(faces.face(chosen[label])), "as it is");
            float[] pixels = new float[size];
            for (int epoch = 0; epoch < SHOWN; epoch++) {
                augmenter.augment(faces, chosen[label], epoch, pixels, 0);
                sheet.add(picture(faces, pixels, 0), "epoch " + (epoch + 1));
            }
        }
        if (plan.strength(Augmentation.MIXUP) > 0) {
            addMixed(sheet, faces, augmenter, seed);
        }
        return sheet.draw();
    }

    /** The batch is that of the first step of the first epoch if this were all the data. */
    private static void addMixed(
            ContactSheet sheet, FaceDataset faces, Augmenter augmenter, long seed) {
        int count = Math.min(SHOWN + 1, faces.size());
        int size = faces.pixelCount();
        float[] batch = new float[count * size];
        SplittableRandom random = new SplittableRandom(seed);
        int[] members = new int[count];
        for (int i = 0; i < count; i++) {
            members[i] = random.nextInt(faces.size());
            augmenter.augment(faces, members[i], 0, batch, i * size);
        }
        MixupPairs pairs = MixupPairs.draw(augmenter.plan(), seed, 0, 0, count);
        pairs.mix(batch);
        sheet.row("mixed");
        for (int i = 0; i < count; i++) {
            sheet.add(
                    picture(faces, batch, i * size),
                    String.format(
                            Locale.ROOT,
                            "%.0f %% %s",
                            100 * pairs.share(i),
                            label(faces, members[i])),
                    String.format(
                            Locale.ROOT,
                            "%.0f %% %s",
                            100 * (1 - pairs.share(i)),
                            label(faces, members[pairs.partner(i)])));
        }
    }

    private static String label(FaceDataset faces, int face) {
        return faces.labels().labels().get(faces.label(face));
    }

    private static BufferedImage picture(FaceDataset faces, float[] pixels, int offset) {
        return FacePictures.of(pixels, offset, faces.height(), faces.width(), faces.channels());
    }

    /** A face of each class, −1 for a class without. */
    private static int[] oneOfEach(FaceDataset faces, long seed) {
        int[] chosen = new int[faces.labels().size()];
        int[] seen = new int[chosen.length];
        Arrays.fill(chosen, -1);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < faces.size(); i++) {
            int label = faces.label(i);
            if (random.nextInt(++seen[label]) == 0) {
                chosen[label] = i;
            }
        }
        return chosen;
    }
}
