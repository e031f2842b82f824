package io.github.fer4j.video;

import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures that the caller hands out one after the other. */
final class IterableSource<T> implements FrameSource {
    private static final double NANOS = 1e9;

    private final AutoCloseable owner;
    private final Iterator<? extends T> images;
    private final double framesPerSecond;
    private final BiConsumer<T, Mat> copy;
    private T current;
    private long index = -1;

    IterableSource(Iterable<? extends T> images, double framesPerSecond, BiConsumer<T, Mat> copy) {
        if (!(framesPerSecond > 0 && Double.isFinite(framesPerSecond))) {
            throw new IllegalArgumentException(
                    "framesPerSecond must be > 0, was " + framesPerSecond);
        }
        this.owner = images instanceof AutoCloseable closeable ? closeable : () -> {};
        this.images = images.iterator();
        this.framesPerSecond = framesPerSecond;
        this.copy = copy;
    }

    @Override
    public boolean grab() {
        if (!images.hasNext()) {
            return false;
        }
        current = Objects.requireNonNull(images.next(), "a frame is null");
        index++;
        return true;
    }

    @Override
    public Duration timestamp() {
        requireFrame();
        return Duration.ofNanos(Math.round(index / framesPerSecond * NANOS));
    }

    @Override
    public void retrieve(Mat target) {
        requireFrame();
        copy.accept(current, target);
    }

    private void requireFrame() {
        if (index < 0) {
            throw new IllegalStateException("no frame yet: call grab() first");
        }
    }

    @Override
    public SourceInfo info() {
        return new SourceInfo(
                "frames", 0, 0, framesPerSecond, OptionalLong.empty(), Optional.empty(), false);
    }

    @Override
    public void close() {
        try {
            owner.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the frames could not be closed", e);
        }
    }
}
