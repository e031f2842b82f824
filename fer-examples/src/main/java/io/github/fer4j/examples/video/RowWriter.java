package io.github.fer4j.examples.video;

import io.github.fer4j.video.FrameResult;
import java.io.Closeable;
import java.io.IOException;

/** Takes the results of a video, frame by frame. */
interface RowWriter extends Closeable {
    /**
     * @param frame the next frame's result
     * @throws IOException if it cannot be written
     */
    void write(FrameResult frame) throws IOException;
}
