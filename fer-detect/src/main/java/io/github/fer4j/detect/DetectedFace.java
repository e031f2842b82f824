package io.github.fer4j.detect;

import java.util.Objects;
import java.util.Optional;

/**
 * A face that was found.
 *
 * @param box where, clipped to the picture
 * @param confidence how sure the detector is. Comparable between faces of one detector only: a Haar
 *     cascade's is its last stage's sum, unbounded above
 * @param landmarks the face's points, if the detector finds them
 */
public record DetectedFace(FaceBox box, double confidence, Optional<Landmarks> landmarks) {
    /**
     * Checks that nothing is null.
     *
     * @param box where
     * @param confidence how sure
     * @param landmarks the points, if known
     */
    public DetectedFace {
        Objects.requireNonNull(box, "box");
        Objects.requireNonNull(landmarks, "landmarks");
    }
}
