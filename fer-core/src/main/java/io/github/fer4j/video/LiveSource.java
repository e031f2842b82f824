package io.github.fer4j.video;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.opencv.opencv_core.Mat;

/** Plays a source at its own speed. */
final class LiveSource implements FrameSource {
    private final FrameSource source;
    private long start;
    private boolean started;

    LiveSource(FrameSource source) {
        this.source = source;
    }

    @Override
    public boolean grab() {
        if (!source.grab()) {
            return false;
        }
        if (!started) {
            started = true;
            start = System.nanoTime() - source.timestamp().toNanos();
        }
        long due = start + source.timestamp().toNanos();
        long left = due - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
        return true;
    }

    @Override
    public Duration timestamp() {
        return source.timestamp();
    }

    @Override
    public void retrieve(Mat target) {
        source.retrieve(target);
    }

    @Override
    public SourceInfo info() {
        SourceInfo info = source.info();
        return new SourceInfo(
                info.name(),
                info.width(),
                info.height(),
                info.frameRate(),
                info.frameCount(),
                info.duration(),
                true);
    }

    @Override
    public void close() {
        source.close();
    }
}
