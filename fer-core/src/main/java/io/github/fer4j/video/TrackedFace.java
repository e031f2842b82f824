package io.github.fer4j.video;

import io.github.fer4j.FaceResult;
import io.github.fer4j.model.EmotionScores;
import java.time.Duration;
import java.util.Objects;

/**
 * A face in a frame, and whose it is.
 *
 * @param trackId the same number, from 1, for the same face in all frames, also when it was hidden
 *     for a while in between
 * @param face where it is and what this frame alone says about it. Its confidence is that of the
 *     last frame on which the detector found it
 * @param smoothed what it expresses, calmed over time
 * @param age for how long it has been known
 */
public record TrackedFace(long trackId, FaceResult face, EmotionScores smoothed, Duration age) {
    /** Checks that nothing is null. */
    public TrackedFace {
        Objects.requireNonNull(face, "face");
        Objects.requireNonNull(smoothed, "smoothed");
        Objects.requireNonNull(age, "age");
    }
}
