package io.github.fer4j.examples.training.exploration;

import java.util.List;

/**
 * Groups of faces in figures.
 *
 * @param groups how many there are
 * @param faces how many faces are in them
 * @param redundant how many of these could go and leave one of each
 * @param acrossSplits how many groups have faces in several splits
 * @param leaked how many faces are in these
 * @param severalLabels how many groups have several labels
 * @param ambiguous how many faces are in these
 * @param contradicting how many faces have another label than most of their group
 */
public record DuplicateCounts(
        int groups,
        int faces,
        int redundant,
        int acrossSplits,
        int leaked,
        int severalLabels,
        int ambiguous,
        int contradicting) {
    /**
     * @param groups groups of faces
     * @return their figures
     */
    public static DuplicateCounts of(List<FaceGroup> groups) {
        List<FaceGroup> across = groups.stream().filter(FaceGroup::isAcrossSplits).toList();
        List<FaceGroup> several = groups.stream().filter(FaceGroup::hasSeveralLabels).toList();
        int faces = faces(groups);
        return new DuplicateCounts(
                groups.size(),
                faces,
                faces - groups.size(),
                across.size(),
                faces(across),
                several.size(),
                faces(several),
                several.stream().mapToInt(FaceGroup::contradicting).sum());
    }

    private static int faces(List<FaceGroup> groups) {
        return groups.stream().mapToInt(FaceGroup::size).sum();
    }
}
