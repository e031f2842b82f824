package io.github.fer4j.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** Keeps the surest of boxes that lie on each other (non-maximum suppression). */
final class BoxMerger {
    private static final Comparator<DetectedFace> LARGEST_FIRST =
            Comparator.comparingLong((DetectedFace face) -> -face.box().area())
                    .thenComparingInt(face -> face.box().y())
                    .thenComparingInt(face -> face.box().x());

    private BoxMerger() {}

    /**
     * @param overlap of two boxes
     * @param maxOverlap the less sure of two goes where they overlap more
     * @param limit how many may be left, the surest
     * @return what is left, largest first
     */
    static List<DetectedFace> merge(
            List<DetectedFace> faces,
            ToDoubleBiFunction<FaceBox, FaceBox> overlap,
            double maxOverlap,
            int limit) {
        List<DetectedFace> surestFirst = new ArrayList<>(faces);
        surestFirst.sort(
                Comparator.comparingDouble((DetectedFace face) -> -face.confidence())
                        .thenComparing(LARGEST_FIRST));
        List<DetectedFace> kept = new ArrayList<>();
        for (DetectedFace face : surestFirst) {
            if (kept.size() == limit) {
                break;
            }
            if (isFree(face.box(), kept, overlap, maxOverlap)) {
                kept.add(face);
            }
        }
        kept.sort(LARGEST_FIRST);
        return List.copyOf(kept);
    }

    private static boolean isFree(
            FaceBox box,
            List<DetectedFace> kept,
            ToDoubleBiFunction<FaceBox, FaceBox> overlap,
            double maxOverlap) {
        for (DetectedFace other : kept) {
            if (overlap.applyAsDouble(box, other.box()) > maxOverlap) {
                return false;
            }
        }
        return true;
    }
}
