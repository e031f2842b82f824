package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.LabelOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Labelled faces of one size, in memory: a byte a pixel and channel. Immutable and thread-safe.
 * What is made from one shares its pixels.
 *
 * <pre>{@code
 * FaceDataset all = FaceReader.of(Path.of("fer2013.zip")).read();
 * FaceDataset train = all.subset(Split.TRAIN);
 * float[] batch = new float[64 * train.pixelCount()];
 * for (int i = 0; i < 64; i++) {
 *     train.copyScaled(i, batch, i * train.pixelCount());
 * }
 * }</pre>
 */
public final class FaceDataset {
    private static final float[] SCALED = new float[256];

    static {
        for (int i = 0; i < SCALED.length; i++) {
            SCALED[i] = i / 255f;
        }
    }

    private final LabeledFace[] faces;
    private final byte[] labelOf;
    private final LabelOrder labels;
    private final int height;
    private final int width;
    private final int channels;
    private final ReadSummary summary;

    private FaceDataset(LabeledFace[] faces, LabelOrder labels, int[] shape, ReadSummary summary) {
        this.faces = faces;
        this.labels = labels;
        this.height = shape[0];
        this.width = shape[1];
        this.channels = shape[2];
        this.summary = summary;
        this.labelOf = new byte[faces.length];
        int[] index = new int[Emotion.values().length];
        for (Emotion emotion : Emotion.values()) {
            index[emotion.ordinal()] = labels.emotions().indexOf(emotion);
        }
        for (int i = 0; i < faces.length; i++) {
            LabeledFace face = faces[i];
            if (face.height() != height || face.width() != width || face.channels() != channels) {
                throw new IllegalArgumentException(
                        "faces must be of one size, were %dx%dx%d and %s"
                                .formatted(height, width, channels, face));
            }
            int label = index[face.emotion().ordinal()];
            if (label < 0) {
                throw new IllegalArgumentException(
                        "%s is not among %s".formatted(face, labels.labels()));
            }
            labelOf[i] = (byte) label;
        }
    }

    /**
     * @param faces at least one, all of one size
     * @param labels the classes, in the order of a network's outputs
     * @return them, in this order
     * @throws IllegalArgumentException if there is none, sizes differ, or a face is of another
     *     class
     */
    public static FaceDataset of(List<LabeledFace> faces, LabelOrder labels) {
        return of(faces, Optional.of(labels), new ReadSummary(faces.size(), 0, 0, 0, List.of()));
    }

    static FaceDataset of(
            List<LabeledFace> faces, Optional<LabelOrder> labels, ReadSummary summary) {
        if (faces.isEmpty()) {
            throw new IllegalArgumentException("at least one face is needed, was none");
        }
        LabeledFace first = faces.get(0);
        boolean contempt = faces.stream().anyMatch(face -> face.emotion() == Emotion.CONTEMPT);
        return new FaceDataset(
                faces.toArray(LabeledFace[]::new),
                labels.orElse(contempt ? LabelOrder.FER_PLUS : LabelOrder.FER2013),
                new int[] {first.height(), first.width(), first.channels()},
                summary);
    }

    /**
     * @return how many faces there are
     */
    public int size() {
        return faces.length;
    }

    /**
     * @return the faces' height in pixels
     */
    public int height() {
        return height;
    }

    /**
     * @return the faces' width in pixels
     */
    public int width() {
        return width;
    }

    /**
     * @return 1 (grey) or 3 (red, green, blue)
     */
    public int channels() {
        return channels;
    }

    /**
     * @return how many values a face has: height × width × channels
     */
    public int pixelCount() {
        return height * width * channels;
    }

    /**
     * @return the classes, in the order of {@link #label}: FER-2013's seven, or FER+'s eight where
     *     a face shows contempt, if the reader was not told others
     */
    public LabelOrder labels() {
        return labels;
    }

    /**
     * @return how reading went, for all that was read
     */
    public ReadSummary summary() {
        return summary;
    }

    /**
     * @param index of a face, from 0
     * @return it
     */
    public LabeledFace face(int index) {
        return faces[index];
    }

    /**
     * @param index of a face, from 0
     * @return its class' number in {@link #labels()}
     */
    public int label(int index) {
        return labelOf[index];
    }

    /**
     * Copies a face's bytes: 0 to 255, channels last.
     *
     * @param index of a face, from 0
     * @param target where to
     * @param offset where the first goes
     */
    public void copyPixels(int index, byte[] target, int offset) {
        faces[index].copyPixels(target, offset);
    }

    /**
     * Copies a face as numbers of 0 to 1, channels last.
     *
     * @param index of a face, from 0
     * @param target where to
     * @param offset where the first goes
     */
    public void copyScaled(int index, float[] target, int offset) {
        byte[] pixels = faces[index].shared();
        for (int i = 0; i < pixels.length; i++) {
            target[offset + i] = SCALED[pixels[i] & 0xff];
        }
    }

    /**
     * @return how many faces each class has, in the order of {@link #labels()}
     */
    public int[] counts() {
        int[] counts = new int[labels.size()];
        for (byte label : labelOf) {
            counts[label]++;
        }
        return counts;
    }

    /**
     * @return the splits that have faces
     */
    public Set<Split> splits() {
        Set<Split> found = EnumSet.noneOf(Split.class);
        for (LabeledFace face : faces) {
            found.add(face.split());
        }
        return Collections.unmodifiableSet(found);
    }

    /**
     * @param split one of the splits
     * @return the faces that belong to it, in order; maybe none
     */
    public FaceDataset subset(Split split) {
        return filter(face -> face.split() == split);
    }

    /**
     * @param condition what a face must fulfil
     * @return the faces that do, in order; maybe none
     */
    public FaceDataset filter(Predicate<? super LabeledFace> condition) {
        return with(Arrays.stream(faces).filter(condition).toArray(LabeledFace[]::new), labels);
    }

    /**
     * @param indices of faces, in any order
     * @return these faces, in that order
     */
    public FaceDataset select(int... indices) {
        return with(
                Arrays.stream(indices).mapToObj(i -> faces[i]).toArray(LabeledFace[]::new), labels);
    }

    /**
     * Numbers the classes otherwise.
     *
     * @param order the order of a network's outputs
     * @return the same faces
     * @throws IllegalArgumentException if a face's class is not in it
     */
    public FaceDataset withLabels(LabelOrder order) {
        return with(faces, order);
    }

    /**
     * Replaces the labels by what most of FER+'s annotators chose: the emotion with more votes than
     * each of the seven others.
     *
     * @return the faces that have such a label; classes are {@link LabelOrder#FER_PLUS}
     */
    public FaceDataset withMajorityLabels() {
        List<LabeledFace> chosen = new ArrayList<>();
        for (LabeledFace face : faces) {
            face.votes()
                    .flatMap(FaceVotes::majority)
                    .ifPresent(emotion -> chosen.add(face.withEmotion(emotion)));
        }
        return with(chosen.toArray(LabeledFace[]::new), LabelOrder.FER_PLUS);
    }

    /**
     * Divides all faces but those for testing anew into training and validation, each class alike.
     * The same seed leads to the same split of the same faces.
     *
     * @param validationShare how much of each class is for validation, in (0, 1): 0.2 as a rule
     * @param seed decides which
     * @return the same faces in the same order; those for testing stay so
     */
    public FaceDataset splitStratified(double validationShare, long seed) {
        if (!(validationShare > 0 && validationShare < 1)) {
            throw new IllegalArgumentException(
                    "validationShare must be in (0, 1), was " + validationShare);
        }
        LabeledFace[] divided = faces.clone();
        SplittableRandom random = new SplittableRandom(seed);
        for (int label = 0; label < labels.size(); label++) {
            int wanted = label;
            int[] members =
                    IntStream.range(0, faces.length)
                            .filter(i -> labelOf[i] == wanted && faces[i].split() != Split.TEST)
                            .toArray();
            SplittableRandom own = random.split();
            for (int i = members.length - 1; i > 0; i--) {
                int other = own.nextInt(i + 1);
                int kept = members[i];
                members[i] = members[other];
                members[other] = kept;
            }
            long validation = Math.round(members.length * validationShare);
            for (int i = 0; i < members.length; i++) {
                Split split = i < validation ? Split.VALIDATION : Split.TRAIN;
                divided[members[i]] = faces[members[i]].withSplit(split);
            }
        }
        return with(divided, labels);
    }

    private FaceDataset with(LabeledFace[] chosen, LabelOrder order) {
        return new FaceDataset(chosen, order, new int[] {height, width, channels}, summary);
    }

    @Override
    public String toString() {
        return "%d faces of %dx%dx%d, %s"
                .formatted(faces.length, height, width, channels, labels.labels());
    }
}
