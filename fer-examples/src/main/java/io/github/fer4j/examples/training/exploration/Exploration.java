package io.github.fer4j.examples.training.exploration;

import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.Split;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to say of a data set.
 *
 * @param name what it is called in reports
 * @param faces the data
 * @param counts how many faces each class has, in the order of the data's classes, for each split
 *     that has faces
 * @param duplicates what is there twice
 * @param flaws pictures without a face
 * @param votes how FER+ agrees, if its votes are joined
 */
public record Exploration(
        String name,
        FaceDataset faces,
        Map<Split, int[]> counts,
        Duplicates duplicates,
        PictureFlaws flaws,
        Optional<VoteComparison> votes) {
    /**
     * Explores a data set.
     *
     * @param name what it is called in reports
     * @param faces the data
     * @return what there is to say
     */
    public static Exploration of(String name, FaceDataset faces) {
        Map<Split, int[]> counts = new EnumMap<>(Split.class);
        for (Split split : faces.splits()) {
            counts.put(split, faces.subset(split).counts());
        }
        return new Exploration(
                name,
                faces,
                Collections.unmodifiableMap(counts),
                Duplicates.of(faces),
                PictureFlaws.of(faces),
                faces.summary().withVotes() > 0
                        ? Optional.of(VoteComparison.of(faces))
                        : Optional.empty());
    }
}
