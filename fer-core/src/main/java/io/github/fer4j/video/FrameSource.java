package io.github.fer4j.video;

import io.github.fer4j.image.BufferedImages;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Frames, one after the other: a file's, a camera's, or one's own. {@link #grab} steps to the next,
 * {@link #timestamp} says when it is shown, {@link #retrieve} hands over its picture.
 *
 * <p>Not thread-safe, and whoever reads it closes it: {@link VideoEmotionRecognizer#analyze} does.
 */
public interface FrameSource extends AutoCloseable {
    /**
     * Steps to the next frame.
     *
     * @return false at the end
     * @throws VideoReadException if the source is damaged, after everything that can be read was
     */
    boolean grab();

    /**
     * @return when the frame is shown, from the start of the source; never before the frame before
     * @throws IllegalStateException before the first {@link #grab}
     */
    Duration timestamp();

    /**
     * @param target receives the frame, upright, 8 bits a channel: BGR (CV_8UC3) or grey (CV_8UC1);
     *     its memory is used again where it fits
     * @throws IllegalStateException before the first {@link #grab}
     */
    void retrieve(Mat target);

    /**
     * @return what is known of the source before it is read
     */
    SourceInfo info();

    /** Closes the source; may be called twice. */
    @Override
    void close();

    /**
     * Opens a video file, upright as its rotation says, with the time of each frame as it is in the
     * file.
     *
     * @param file a file in any format that FFmpeg knows
     * @return its frames, to be closed
     * @throws VideoReadException if it cannot be read; names the file and what was found
     * @throws IllegalStateException if FFmpeg's jar is missing
     */
    static FrameSource file(Path file) {
        return FfmpegSource.open(file);
    }

    /**
     * Opens a stream.
     *
     * @param address {@code rtsp:}, {@code http:} or what else FFmpeg knows; it is live, unless it
     *     is a {@code file:}
     * @return its frames, to be closed
     * @throws VideoReadException if it cannot be read; names the address and what was found
     * @throws IllegalStateException if FFmpeg's jar is missing
     */
    static FrameSource address(URI address) {
        return FfmpegSource.open(address);
    }

    /**
     * Opens a camera.
     *
     * @param index which, from 0
     * @return its frames, live, to be closed
     * @throws VideoReadException if there is no such camera; says what was looked for
     */
    static FrameSource camera(int index) {
        return CameraSource.open(index);
    }

    /**
     * Frames of one's own.
     *
     * @param images BGR (CV_8UC3) or grey (CV_8UC1) pictures. Each is copied when its turn comes,
     *     so one may be used for all; closed by the caller. An iterable that is {@link
     *     AutoCloseable} is closed with the source
     * @param framesPerSecond above 0
     * @return the frames
     */
    static FrameSource of(Iterable<Mat> images, double framesPerSecond) {
        return new IterableSource<>(images, framesPerSecond, Mat::copyTo);
    }

    /**
     * Frames of one's own as Java2D's pictures.
     *
     * @param images pictures of any type
     * @param framesPerSecond above 0
     * @return the frames
     */
    static FrameSource ofImages(Iterable<? extends BufferedImage> images, double framesPerSecond) {
        return new IterableSource<BufferedImage>(
                images,
                framesPerSecond,
                (image, target) -> {
                    try (Mat copy = BufferedImages.toMat(image)) {
                        copy.copyTo(target);
                    }
                });
    }

    /**
     * Plays a source as a camera would: a frame comes when its time has come, and the source is
     * live.
     *
     * @param source closed with this one
     * @return the same frames
     */
    static FrameSource live(FrameSource source) {
        return new LiveSource(Objects.requireNonNull(source, "source"));
    }
}
