package io.github.fer4j.examples.web;

import io.github.fer4j.image.TruncatedImages;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * How much a server takes on before it says no. Immutable.
 *
 * @param bodyBytes bytes of a request's body
 * @param pixels pixels of a picture
 * @param pictures pictures of a request
 * @param decodeMillis how long a picture may take to decode
 * @param analyses how many pictures are analysed at once
 * @param inFlight how many requests are analysed or wait for it
 * @param waitMillis how long a request may wait for its turn
 * @param bufferedBytes bytes of all bodies together
 * @param connections how many connections there may be
 * @param idleMillis how long a connection may take for the head of a request, or stay silent within
 *     one
 * @param bytesPerSecond how fast a body must come and an answer must go, on average
 * @param liveClients how many live connections there may be
 * @param liveFrameBytes bytes of a live frame
 * @param liveFramesPerSecond how many frames of a live client are answered a second
 * @param liveIdleMillis how long a live client may stay silent
 * @param viewers how many may watch {@code /video_feed}
 * @param stopMillis how long requests under way have when the server stops
 * @param truncated what is done with pictures that are cut off
 */
record Limits(
        long bodyBytes,
        long pixels,
        int pictures,
        int decodeMillis,
        int analyses,
        int inFlight,
        int waitMillis,
        long bufferedBytes,
        int connections,
        int idleMillis,
        int bytesPerSecond,
        int liveClients,
        long liveFrameBytes,
        int liveFramesPerSecond,
        int liveIdleMillis,
        int viewers,
        int stopMillis,
        TruncatedImages truncated) {
    private static final long MOST_BYTES = Integer.MAX_VALUE - 1024;
    private static final long MOST_WAITING = 1 << 20;

    Limits {
        Objects.requireNonNull(truncated, "truncated");
        requireAtLeastOne(bodyBytes, "--max-body");
        requireAtLeastOne(pixels, "--max-pixels");
        requireAtLeastOne(pictures, "--max-pictures");
        requireAtLeastOne(decodeMillis, "--decode-ms");
        requireAtLeastOne(analyses, "--analyses");
        requireAtLeastOne(inFlight, "--max-in-flight");
        requireAtLeastOne(waitMillis, "--wait-ms");
        requireAtLeastOne(bufferedBytes, "--max-buffered");
        requireAtLeastOne(connections, "--max-connections");
        requireAtLeastOne(idleMillis, "--idle-ms");
        requireAtLeastOne(bytesPerSecond, "--min-rate");
        requireAtLeastOne(liveClients, "--max-live");
        requireAtLeastOne(liveFrameBytes, "--max-live-frame");
        requireAtLeastOne(liveFramesPerSecond, "--live-fps");
        requireAtLeastOne(liveIdleMillis, "--live-idle-ms");
        requireAtLeastOne(viewers, "--max-viewers");
        requireAtLeastOne(stopMillis, "--stop-ms");
        requireAtMost(MOST_BYTES, bodyBytes, "--max-body");
        requireAtMost(MOST_BYTES, liveFrameBytes, "--max-live-frame");
        requireAtMost(1 << 30, pixels, "--max-pixels");
        requireAtMost(MOST_WAITING, inFlight, "--max-in-flight");
        requireAtMost(MOST_WAITING, liveClients, "--max-live");
        if (bufferedBytes < bodyBytes) {
            throw new IllegalArgumentException(
                    "--max-buffered must be at least --max-body, %d, was %d"
                            .formatted(bodyBytes, bufferedBytes));
        }
    }

    private static void requireAtLeastOne(long value, String option) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be >= 1, was " + value);
        }
    }

    private static void requireAtMost(long most, long value, String option) {
        if (value > most) {
            throw new IllegalArgumentException(
                    "%s must be <= %d, was %d".formatted(option, most, value));
        }
    }

    /** A quarter of the heap, but room for some bodies at least. */
    private static long defaultBufferedBytes() {
        long mebi = 1L << 20;
        return Math.max(16 * mebi, Math.min(512 * mebi, Runtime.getRuntime().maxMemory() / 4));
    }

    static Builder builder() {
        return new Builder();
    }

    /** Collects limits; what is not named is as {@code WebServer} without an option has it. */
    static final class Builder {
        private long bodyBytes = 10 << 20;
        private long pixels = 40_000_000;
        private int pictures = 32;
        private int decodeMillis = 5_000;
        private int analyses = Runtime.getRuntime().availableProcessors();
        private int inFlight = 256;
        private int waitMillis = 30_000;
        private OptionalLong bufferedBytes = OptionalLong.empty();
        private int connections = 1024;
        private int idleMillis = 20_000;
        private int bytesPerSecond = 1024;
        private int liveClients = 32;
        private long liveFrameBytes = 2 << 20;
        private int liveFramesPerSecond = 60;
        private int liveIdleMillis = 60_000;
        private int viewers = 32;
        private int stopMillis = 10_000;
        private TruncatedImages truncated = TruncatedImages.REFUSE;

        Builder bodyBytes(long value) {
            bodyBytes = value;
            return this;
        }

        Builder pixels(long value) {
            pixels = value;
            return this;
        }

        Builder pictures(int value) {
            pictures = value;
            return this;
        }

        Builder decodeMillis(int value) {
            decodeMillis = value;
            return this;
        }

        Builder analyses(int value) {
            analyses = value;
            return this;
        }

        Builder inFlight(int value) {
            inFlight = value;
            return this;
        }

        Builder waitMillis(int value) {
            waitMillis = value;
            return this;
        }

        Builder bufferedBytes(long value) {
            bufferedBytes = OptionalLong.of(value);
            return this;
        }

        Builder connections(int value) {
            connections = value;
            return this;
        }

        Builder idleMillis(int value) {
            idleMillis = value;
            return this;
        }

        Builder bytesPerSecond(int value) {
            bytesPerSecond = value;
            return this;
        }

        Builder liveClients(int value) {
            liveClients = value;
            return this;
        }

        Builder liveFrameBytes(long value) {
            liveFrameBytes = value;
            return this;
        }

        Builder liveFramesPerSecond(int value) {
            liveFramesPerSecond = value;
            return this;
        }

        Builder liveIdleMillis(int value) {
            liveIdleMillis = value;
            return this;
        }

        Builder viewers(int value) {
            viewers = value;
            return this;
        }

        Builder stopMillis(int value) {
            stopMillis = value;
            return this;
        }

        Builder truncated(TruncatedImages value) {
            truncated = value;
            return this;
        }

        Limits build() {
            return new Limits(
                    bodyBytes,
                    pixels,
                    pictures,
                    decodeMillis,
                    analyses,
                    inFlight,
                    waitMillis,
                    bufferedBytes.orElse(Math.max(bodyBytes, defaultBufferedBytes())),
                    connections,
                    idleMillis,
                    bytesPerSecond,
                    liveClients,
                    liveFrameBytes,
                    liveFramesPerSecond,
                    liveIdleMillis,
                    viewers,
                    stopMillis,
                    truncated);
        }
    }
}
