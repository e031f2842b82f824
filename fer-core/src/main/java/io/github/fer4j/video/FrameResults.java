package io.github.fer4j.video;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The results of a video's frames, in order, as they are ready. Reading and analysis run ahead on
 * two threads of their own, by a few frames.
 *
 * <p>A source that is not live is analysed frame by frame, none is left out. Of a live one, frames
 * that come while the analysis is busy are dropped, the oldest first, and counted.
 *
 * <p>A source that is damaged is answered as far as it can be read; then {@link #hasNext} throws
 * the {@link VideoReadException} that says where it broke.
 *
 * <p>For one thread; {@link #stop()} alone may be called from any. Closing ends the threads and
 * closes the source.
 */
public final class FrameResults implements Iterator<FrameResult>, AutoCloseable {
    private final FramePipeline pipeline;
    private FramePipeline.Slot lookedAhead;
    private FramePipeline.Slot current;
    private boolean closed;

    FrameResults(
            FrameAnalyzer analyzer, FrameSource source, VideoEmotionRecognizer.Options options) {
        pipeline = new FramePipeline(analyzer, source, options);
    }

    /**
     * Waits for the next frame's result. The picture of the frame before stays valid.
     *
     * @return whether there is one
     * @throws VideoReadException if the source is damaged, after everything that can be read was
     *     answered; a second time it answers false
     * @throws IllegalStateException if this is closed
     */
    @Override
    public boolean hasNext() {
        requireOpen();
        if (lookedAhead == null) {
            lookedAhead = pipeline.take();
        }
        return lookedAhead != null;
    }

    /**
     * @return the next frame's result
     * @throws NoSuchElementException after the last one
     * @throws VideoReadException as {@link #hasNext}
     */
    @Override
    public FrameResult next() {
        if (!hasNext()) {
            throw new NoSuchElementException("that was the last frame");
        }
        if (current != null) {
            pipeline.release(current);
        }
        current = lookedAhead;
        lookedAhead = null;
        return current.result();
    }

    /**
     * @return the picture of the frame that {@link #next()} answered last, upright, BGR (CV_8UC3)
     *     or grey (CV_8UC1). It is lent: valid until the next {@link #next()} or {@link #close()},
     *     and not to be closed; it may be drawn upon
     * @throws IllegalStateException before the first {@link #next()} and after {@link #close()}
     */
    public Mat image() {
        requireOpen();
        if (current == null) {
            throw new IllegalStateException("no frame yet: call next() first");
        }
        return current.image();
    }

    /**
     * @return how long ago the frame that {@link #next()} answered last came from its source
     * @throws IllegalStateException before the first {@link #next()}
     */
    public Duration latency() {
        requireOpen();
        if (current == null) {
            throw new IllegalStateException("no frame yet: call next() first");
        }
        return Duration.ofNanos(System.nanoTime() - current.grabbedNanos());
    }

    /**
     * @return how many frames were dropped so far because they came too fast; 0 if the source is
     *     not live
     */
    public long droppedFrames() {
        return pipeline.dropped();
    }

    /**
     * @return on how many frames the detector ran so far
     */
    public long keyFrames() {
        return pipeline.keyFrames();
    }

    /**
     * @return what is known of the source
     */
    public SourceInfo info() {
        return pipeline.info();
    }

    /**
     * @return the results that are left, as a sequential stream; closing it closes this
     */
    public Stream<FrameResult> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(
                                this,
                                Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
                        false)
                .onClose(this::close);
    }

    /**
     * Ends the reading; the frames that were read are still answered. May be called from any
     * thread, and twice.
     */
    public void stop() {
        pipeline.stop();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the results are closed");
        }
    }

    /** Ends the threads and closes the source. May be called twice. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pipeline.close();
        }
    }
}
