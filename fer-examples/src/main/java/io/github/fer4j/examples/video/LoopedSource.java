package io.github.fer4j.examples.video;

import io.github.fer4j.video.FrameSource;
import io.github.fer4j.video.SourceInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.bytedeco.opencv.opencv_core.Mat;

/** A file again and again, until so many frames were read; each time it is opened anew. */
public final class LoopedSource implements FrameSource {
    private final Path file;
    private final long frames;
    private FrameSource current;
    private Duration offset = Duration.ZERO;
    private Duration last = Duration.ZERO;
    private long read;

    /**
     * @param file a video file
     * @param frames how many frames are read in all
     */
    public LoopedSource(Path file, long frames) {
        this.file = file;
        this.frames = frames;
        this.current = FrameSource.file(file);
    }

    @Override
    public boolean grab() {
        if (read == frames) {
            return false;
        }
        if (!current.grab()) {
            double rate = current.info().frameRate();
            offset = last.plus(Duration.ofNanos((long) (1e9 / (rate > 0 ? rate : 30))));
            current.close();
            current = FrameSource.file(file);
            if (!current.grab()) {
                return false;
            }
        }
        last = offset.plus(current.timestamp());
        read++;
        return true;
    }

    @Override
    public Duration timestamp() {
        return last;
    }

    @Override
    public void retrieve(Mat target) {
        current.retrieve(target);
    }

    @Override
    public SourceInfo info() {
        SourceInfo info = current.info();
        return new SourceInfo(
                info.name(),
                info.width(),
                info.height(),
                info.frameRate(),
                OptionalLong.of(frames),
                Optional.empty(),
                info.live());
    }

    @Override
    public void close() {
        current.close();
    }
}
