package io.github.fer4j.video;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a source before it is read.
 *
 * @param name the file, address or camera, for messages
 * @param width of an upright frame, in pixels; 0 if unknown
 * @param height of an upright frame, in pixels; 0 if unknown
 * @param frameRate frames a second, on average; 0 if unknown
 * @param frameCount how many frames it says to have
 * @param duration how long it says to be
 * @param live whether frames come when they come, and are gone if nobody takes them
 */
public record SourceInfo(
        String name,
        int width,
        int height,
        double frameRate,
        OptionalLong frameCount,
        Optional<Duration> duration,
        boolean live) {
    /** Checks that nothing is null or negative. */
    public SourceInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(frameCount, "frameCount");
        Objects.requireNonNull(duration, "duration");
        if (width < 0 || height < 0 || !(frameRate >= 0)) {
            throw new IllegalArgumentException(
                    "width, height and frameRate must be >= 0, were %d, %d, %s"
                            .formatted(width, height, frameRate));
        }
    }
}
