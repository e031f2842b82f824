package io.github.fer4j;

import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.detect.Landmarks;
import io.github.fer4j.model.EmotionScores;
import java.util.Objects;
import java.util.Optional;

/**
 * A face of a picture and what it expresses.
 *
 * @param box where it is, in pixels of the upright picture
 * @param confidence how sure the detector is that it is a face; comparable between faces of one
 *     detector only
 * @param landmarks the face's points, if the detector finds them
 * @param emotions how likely each expression is
 */
public record FaceResult(
        FaceBox box, double confidence, Optional<Landmarks> landmarks, EmotionScores emotions) {
    /** Checks that nothing is null. */
    public FaceResult {
        Objects.requireNonNull(box, "box");
        Objects.requireNonNull(landmarks, "landmarks");
        Objects.requireNonNull(emotions, "emotions");
    }
}
