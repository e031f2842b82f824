package io.github.fer4j.examples.training.exploration;

import io.github.fer4j.examples.training.chart.Charts;
import io.github.fer4j.examples.training.chart.ContactSheet;
import io.github.fer4j.examples.training.chart.FacePictures;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.LabeledFace;
import io.github.fer4j.model.dataset.Split;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws an {@link Exploration}. */
public final class ExplorationPictures {
    private static final int COLUMNS = 16;
    private static final int SIDE = 72;
    private static final int MEAN_SIDE = 144;
    private static final int GROUPS = 24;
    private static final int MEMBERS = 16;

    private final Exploration exploration;
    private final FaceDataset faces;

    /**
     * @param exploration what there is to say
     */
    public ExplorationPictures(Exploration exploration) {
        this.exploration = exploration;
        this.faces = exploration.faces();
    }

    /**
     * @return how many faces each class has in each split
     */
    public BufferedImage counts() {
        Map<String, List<Integer>> series = new LinkedHashMap<>();
        for (Map.Entry<Split, int[]> entry : exploration.counts().entrySet()) {
            series.put(entry.getKey().label(), IntStream.of(entry.getValue()).boxed().toList());
        }
        return Charts.bars(
                shortName() + ": " + count(faces.size()), "faces", faces.labels().labels(), series);
    }

    /**
     * @param seed decides which
     * @return random faces of each class
     */
    public BufferedImage randomFaces(long seed) {
        ContactSheet sheet = new ContactSheet("Random faces", COLUMNS, SIDE);
        SplittableRandom random = new SplittableRandom(seed);
        for (int label = 0; label < faces.labels().size(); label++) {
            int[] members = members(label);
            sheet.row(faces.labels().labels().get(label), count(members.length));
            int shown = Math.min(2 * COLUMNS, members.length);
            for (int i = 0; i < shown; i++) {
                int other = i + random.nextInt(members.length - i);
                int chosen = members[other];
                members[other] = members[i];
                members[i] = chosen;
                sheet.add(FacePictures.of(faces.face(chosen)));
            }
        }
        return sheet.draw();
    }

    /**
     * @return the mean of each class' faces, all stretched alike to the full range from black to
     *     white
     */
    public BufferedImage means() {
        List<float[]> means = new ArrayList<>();
        float darkest = 1;
        float brightest = 0;
        for (int label = 0; label < faces.labels().size(); label++) {
            float[] mean = mean(members(label));
            means.add(mean);
            for (float value : mean) {
                darkest = Math.min(darkest, value);
                brightest = Math.max(brightest, value);
            }
        }
        float range = Math.max(brightest - darkest, 1e-6f);
        ContactSheet sheet =
                new ContactSheet(
                        "Mean faces, contrast stretched", faces.labels().size(), MEAN_SIDE);
        for (int label = 0; label < means.size(); label++) {
            float[] mean = means.get(label);
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (mean[i] - darkest) / range;
            }
            if (mean.length > 0) {
                sheet.add(
                        FacePictures.of(mean, 0, faces.height(), faces.width(), faces.channels()),
                        faces.labels().labels().get(label),
                        count(faces.counts()[label]));
            }
        }
        return sheet.draw();
    }

    /** Nothing where there is no face. */
    private float[] mean(int[] members) {
        float[] values = new float[faces.pixelCount()];
        double[] sums = new double[members.length == 0 ? 0 : values.length];
        for (int member : members) {
            faces.copyScaled(member, values, 0);
            for (int i = 0; i < values.length; i++) {
                sums[i] += values[i];
            }
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / members.length);
        }
        return mean;
    }

    /**
     * @return the groups of duplicates that do most harm: those under several labels, then those
     *     across splits, the largest first
     */
    public BufferedImage duplicates() {
        List<FaceGroup> groups = new ArrayList<>(exploration.duplicates().all());
        groups.sort(
                Comparator.comparing(FaceGroup::hasSeveralLabels)
                        .thenComparing(FaceGroup::isAcrossSplits)
                        .thenComparing(FaceGroup::size)
                        .reversed());
        int shown = Math.min(GROUPS, groups.size());
        ContactSheet sheet =
                new ContactSheet(
                        String.format(Locale.ROOT, "%,d groups of duplicates", groups.size())
                                + (shown < groups.size() ? ", the worst " + shown : ""),
                        MEMBERS,
                        SIDE);
        for (FaceGroup group : groups.subList(0, shown)) {
            sheet.row(
                    group.size() + " times",
                    group.emotions().size() + (group.hasSeveralLabels() ? " labels" : " label"),
                    group.splits().size() + (group.isAcrossSplits() ? " splits" : " split"));
            for (int index : group.members().subList(0, Math.min(MEMBERS, group.size()))) {
                LabeledFace face = faces.face(index);
                sheet.add(FacePictures.of(face), face.emotion().label(), face.split().label());
            }
        }
        return sheet.draw();
    }

    private String shortName() {
        return exploration.name().replaceAll("[/\\\\]+$", "").replaceAll(".*[/\\\\]", "");
    }

    private int[] members(int label) {
        return IntStream.range(0, faces.size()).filter(i -> faces.label(i) == label).toArray();
    }

    private static String count(int count) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? "face" : "faces");
    }
}
