package io.github.fer4j.video;

import java.time.Duration;
import java.util.Objects;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_video;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Frames that are handed in one by one, each answered at once.
 *
 * <pre>{@code
 * try (FrameSession session = VideoEmotionRecognizer.over(recognizer).session()) {
 *     FrameResult first = session.analyze(picture, Duration.ZERO);
 *     FrameResult second = session.analyze(nextPicture, Duration.ofMillis(40));
 * }
 * }</pre>
 *
 * <p>Every frame is analysed, whatever rate was asked for. Calls from several threads wait for each
 * other; {@link #close()} waits for a call under way and may be called twice.
 */
public final class FrameSession implements AutoCloseable {
    private final FrameAnalyzer analyzer;
    private Duration last = Duration.ZERO.minusNanos(1);
    private long frames;
    private boolean closed;

    FrameSession(FrameAnalyzer analyzer) {
        this.analyzer = analyzer;
        Loader.load(opencv_imgproc.class);
        Loader.load(opencv_video.class);
    }

    /**
     * @param image the next frame, upright, 8 bits a channel: BGR (CV_8UC3) or grey (CV_8UC1); read
     *     only, still the caller's. Its size may differ from the frame before: then faces are
     *     looked for anew
     * @param timestamp when it is shown, from the start of one's own choice; later than the frame
     *     before
     * @return its faces; the index counts the frames of this session from 0
     * @throws IllegalArgumentException if the picture is empty or of another type, or the timestamp
     *     is negative or not later
     * @throws IllegalStateException if this or the recognizer underneath is closed
     */
    public synchronized FrameResult analyze(Mat image, Duration timestamp) {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(timestamp, "timestamp");
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        int channels = image.channels();
        if (image.empty() || image.depth() != opencv_core.CV_8U || channels != 1 && channels != 3) {
            throw new IllegalArgumentException(
                    "a frame must have 1 or 3 channels of 8 bits (CV_8U, depth 0), was %dx%d with %d of depth %d"
                            .formatted(image.cols(), image.rows(), channels, image.depth()));
        }
        if (timestamp.compareTo(last) <= 0) {
            throw new IllegalArgumentException(
                    timestamp.isNegative()
                            ? "timestamp must be >= 0, was " + timestamp
                            : "timestamp must be later than the frame before, at %s, was %s"
                                    .formatted(last, timestamp));
        }
        last = timestamp;
        return analyzer.analyze(image, frames++, timestamp);
    }

    /** Forgets all faces. May be called twice. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            analyzer.close();
        }
    }
}
