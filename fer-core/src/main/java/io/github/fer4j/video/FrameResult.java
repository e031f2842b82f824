package io.github.fer4j.video;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a frame shows.
 *
 * @param index which of the source's frames, from 0; frames that were skipped or dropped count
 * @param timestamp when it is shown, from the start of the source
 * @param faces the faces in view, the longest known first; empty if there are none
 */
public record FrameResult(long index, Duration timestamp, List<TrackedFace> faces) {
    /** Copies the list. */
    public FrameResult {
        Objects.requireNonNull(timestamp, "timestamp");
        faces = List.copyOf(faces);
    }

    /**
     * @return the timestamp in seconds
     */
    public double seconds() {
        return timestamp.toNanos() / 1e9;
    }
}
