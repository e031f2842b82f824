package io.github.fer4j.detect;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A picture as YuNet takes it: 1×3×height×width, blue, green, red, 0 to 255; shrunk where it is too
 * large, and black to the right and below up to the network's size. Owns its memory.
 */
final class YuNetInput implements AutoCloseable {
    /** The coarsest of the network's three grids. */
    static final int STRIDE = 32;

    private static final int CHANNELS = 3;

    private final FloatPointer values;
    private final int width;
    private final int height;
    private final double toImageX;
    private final double toImageY;

    /**
     * @param fixedWidth the network's own width, or 0 if it takes any multiple of {@link #STRIDE}
     * @param fixedHeight likewise
     * @param maxSide the longer side of what is looked at
     */
    YuNetInput(Mat image, int fixedWidth, int fixedHeight, int maxSide) {
        double shrink = Math.min(1, maxSide / (double) Math.max(image.cols(), image.rows()));
        if (fixedWidth > 0) {
            shrink = Math.min(shrink, fixedWidth / (double) image.cols());
        }
        if (fixedHeight > 0) {
            shrink = Math.min(shrink, fixedHeight / (double) image.rows());
        }
        int lookedWidth = Math.max(1, (int) Math.round(image.cols() * shrink));
        int lookedHeight = Math.max(1, (int) Math.round(image.rows() * shrink));
        width = fixedWidth > 0 ? fixedWidth : roundUp(lookedWidth);
        height = fixedHeight > 0 ? fixedHeight : roundUp(lookedHeight);
        toImageX = image.cols() / (double) lookedWidth;
        toImageY = image.rows() / (double) lookedHeight;
        values = new FloatPointer((long) CHANNELS * width * height);
        try (Mat small = new Mat();
                Size size = new Size(lookedWidth, lookedHeight)) {
            if (shrink < 1) {
                resize(image, small, size, 0, 0, INTER_AREA);
            }
            fill(shrink < 1 ? small : image);
        } catch (RuntimeException | Error e) {
            values.close();
            throw e;
        }
    }

    private static int roundUp(int length) {
        return (length + STRIDE - 1) / STRIDE * STRIDE;
    }

    private void fill(Mat looked) {
        long plane = (long) width * height;
        if (looked.cols() < width || looked.rows() < height) {
            Pointer.memset(values, 0, CHANNELS * plane * Float.BYTES);
        }
        try (Mat channel = new Mat();
                Rect rect = new Rect(0, 0, looked.cols(), looked.rows())) {
            for (int i = 0; i < CHANNELS; i++) {
                Mat from = looked;
                if (looked.channels() > 1) {
                    extractChannel(looked, channel, i);
                    from = channel;
                }
                // Not closed: closing what getPointer answers would free all values.
                FloatPointer start = values.getPointer(i * plane);
                try (Mat whole = new Mat(height, width, CV_32FC1, start);
                        Mat part = new Mat(whole, rect)) {
                    from.convertTo(part, CV_32F);
                }
            }
        }
    }

    FloatBuffer values() {
        return values.asBuffer();
    }

    long[] shape() {
        return new long[] {1, CHANNELS, height, width};
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The picture's pixels for one of the input's. */
    double toImageX() {
        return toImageX;
    }

    double toImageY() {
        return toImageY;
    }

    @Override
    public void close() {
        values.close();
    }
}
