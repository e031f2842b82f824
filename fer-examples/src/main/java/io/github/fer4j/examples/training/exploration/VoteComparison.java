package io.github.fer4j.examples.training.exploration;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.FaceVotes;
import io.github.fer4j.model.dataset.LabeledFace;
import java.util.Optional;

/**
 * What FER+'s annotators say of the data's labels.
 *
 * @param joined how many faces have votes
 * @param notFaces how many of these show no face, they say
 * @param withMajority how many have a label by majority
 * @param agreeing how many of these have the same label in the data
 * @param table how many faces have a label (row, in the order of the data's classes) and a majority
 *     (column, {@link LabelOrder#FER_PLUS})
 */
public record VoteComparison(
        int joined, int notFaces, int withMajority, int agreeing, int[][] table) {
    /** Copies the table. */
    public VoteComparison {
        table = copy(table);
    }

    /** {@return a copy} */
    @Override
    public int[][] table() {
        return copy(table);
    }

    private static int[][] copy(int[][] table) {
        int[][] copy = new int[table.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = table[i].clone();
        }
        return copy;
    }

    /**
     * @param faces the data, with votes joined
     * @return the comparison
     */
    public static VoteComparison of(FaceDataset faces) {
        int joined = 0;
        int notFaces = 0;
        int withMajority = 0;
        int agreeing = 0;
        int[][] table = new int[faces.labels().size()][LabelOrder.FER_PLUS.size()];
        for (int i = 0; i < faces.size(); i++) {
            LabeledFace face = faces.face(i);
            Optional<FaceVotes> votes = face.votes();
            joined += votes.isPresent() ? 1 : 0;
            notFaces += votes.isPresent() && votes.get().isNotFace() ? 1 : 0;
            Optional<Emotion> majority = votes.flatMap(FaceVotes::majority);
            if (majority.isPresent()) {
                withMajority++;
                agreeing += majority.get() == face.emotion() ? 1 : 0;
                table[faces.label(i)][LabelOrder.FER_PLUS.emotions().indexOf(majority.get())]++;
            }
        }
        return new VoteComparison(joined, notFaces, withMajority, agreeing, table);
    }
}
