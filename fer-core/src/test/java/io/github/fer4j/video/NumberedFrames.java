package io.github.fer4j.video;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Frames whose brightness is their number, modulo 256. */
final class NumberedFrames implements Iterable<Mat>, AutoCloseable {
    private final int count;
    private final Mat frame;
    private int handedOut;
    private boolean closed;

    NumberedFrames(int count, int width, int height) {
        this.count = count;
        this.frame = new Mat(height, width, opencv_core.CV_8UC3);
    }

    static int number(Mat image) {
        try (Scalar mean = opencv_core.mean(image)) {
            return (int) Math.round(mean.get(0));
        }
    }

    int handedOut() {
        return handedOut;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public Iterator<Mat> iterator() {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> {
                            handedOut++;
                            try (Mat value =
                                    new Mat(1, 1, opencv_core.CV_64F, new Scalar(i % 256.0))) {
                                frame.setTo(value);
                            }
                            return frame;
                        })
                .iterator();
    }

    @Override
    public void close() {
        closed = true;
        frame.close();
    }
}
