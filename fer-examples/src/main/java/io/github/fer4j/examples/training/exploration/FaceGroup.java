package io.github.fer4j.examples.training.exploration;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.Split;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Faces that are the same picture.
 *
 * @param members their indices in the data, ascending, two at least
 * @param emotions the labels they have
 * @param splits the splits they are in
 * @param contradicting how many have another label than most of the group; where labels are equally
 *     frequent, those of one are not counted
 */
public record FaceGroup(
        List<Integer> members, Set<Emotion> emotions, Set<Split> splits, int contradicting) {
    /** Copies the collections. */
    public FaceGroup {
        members = List.copyOf(members);
        emotions = Set.copyOf(emotions);
        splits = Set.copyOf(splits);
    }

    static FaceGroup of(FaceDataset faces, List<Integer> members) {
        Map<Emotion, Integer> counts = new EnumMap<>(Emotion.class);
        Set<Split> splits = EnumSet.noneOf(Split.class);
        for (int member : members) {
            counts.merge(faces.face(member).emotion(), 1, Integer::sum);
            splits.add(faces.face(member).split());
        }
        int most = Collections.max(counts.values());
        return new FaceGroup(members, counts.keySet(), splits, members.size() - most);
    }

    /**
     * @return how many faces
     */
    public int size() {
        return members.size();
    }

    /**
     * @return whether they have different labels
     */
    public boolean hasSeveralLabels() {
        return emotions.size() > 1;
    }

    /**
     * @return whether they are in different splits
     */
    public boolean isAcrossSplits() {
        return splits.size() > 1;
    }
}
