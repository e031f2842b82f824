package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.recipe.HeadRecipe;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.dataset.FaceVotes;
import io.github.fer4j.model.dataset.LabeledFace;
import java.util.List;
import java.util.Optional;

/** What one head is to answer to each face. Immutable. */
public final class HeadTargets {
    private final HeadRecipe head;
    private final LabelOrder order;
    private final float[][] rows;
    private final int[] labels;

    private HeadTargets(HeadRecipe head, LabelOrder order, float[][] rows, int[] labels) {
        this.head = head;
        this.order = order;
        this.rows = rows;
        this.labels = labels;
    }

    /**
     * @param head what it learns
     * @param order what its outputs stand for
     * @param faces the faces
     * @param smoothed whether the recipe's label smoothing applies; not when it is judged
     * @return the targets
     */
    public static HeadTargets of(
            HeadRecipe head, LabelOrder order, List<LabeledFace> faces, boolean smoothed) {
        float[][] rows = new float[faces.size()][];
        int[] labels = new int[faces.size()];
        double smoothing = smoothed ? head.labelSmoothing() : 0;
        for (int i = 0; i < labels.length; i++) {
            LabeledFace face = faces.get(i);
            boolean votes = head.target().equals(HeadRecipe.VOTES);
            Optional<Emotion> truth =
                    votes ? face.votes().flatMap(FaceVotes::majority) : Optional.of(face.emotion());
            labels[i] = truth.map(order.emotions()::indexOf).orElse(-1);
            rows[i] = smooth(row(head, order, face), smoothing);
        }
        return new HeadTargets(head, order, rows, labels);
    }

    private static float[] row(HeadRecipe head, LabelOrder order, LabeledFace face) {
        float[] label = new float[order.size()];
        int index = order.emotions().indexOf(face.emotion());
        if (index >= 0) {
            label[index] = 1;
        }
        if (head.target().equals(HeadRecipe.LABELS)) {
            return label;
        }
        float[] votes =
                face.votes()
                        .map(counts -> counts.distribution(order))
                        .orElseGet(() -> new float[order.size()]);
        if (head.target().equals(HeadRecipe.VOTES) || sum(label) == 0) {
            return votes;
        }
        if (sum(votes) == 0) {
            return label;
        }
        float[] mixture = new float[label.length];
        for (int i = 0; i < mixture.length; i++) {
            mixture[i] =
                    (float) ((1 - head.votesShare()) * label[i] + head.votesShare() * votes[i]);
        }
        return mixture;
    }

    private static double sum(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += value;
        }
        return sum;
    }

    /** A row of a face of which nothing is known stays as it is: 0. */
    private static float[] smooth(float[] row, double smoothing) {
        if (smoothing > 0 && sum(row) > 0) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) ((1 - smoothing) * row[i] + smoothing / row.length);
            }
        }
        return row;
    }

    /**
     * @return the same with every class of the same weight in all, and a mean weight of 1
     */
    public HeadTargets balanced() {
        int[] counts = new int[order.size()];
        int known = 0;
        for (int label : labels) {
            if (label >= 0) {
                counts[label]++;
                known++;
            }
        }
        int present = 0;
        for (int count : counts) {
            present += count > 0 ? 1 : 0;
        }
        float[][] weighted = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            weighted[i] = rows[i].clone();
            double weight = labels[i] < 0 ? 1 : (double) known / present / counts[labels[i]];
            for (int c = 0; c < weighted[i].length; c++) {
                weighted[i][c] *= (float) weight;
            }
        }
        return new HeadTargets(head, order, weighted, labels);
    }

    /**
     * @return what the head learns
     */
    public HeadRecipe head() {
        return head;
    }

    /**
     * @return what its outputs stand for
     */
    public LabelOrder order() {
        return order;
    }

    /** The share of each class in the right answer to a face; not to be written to. */
    float[] row(int face) {
        return rows[face];
    }

    /** The class that counts as right, −1 if none does. */
    int label(int face) {
        return labels[face];
    }

    int classes() {
        return order.size();
    }

    int size() {
        return labels.length;
    }
}
