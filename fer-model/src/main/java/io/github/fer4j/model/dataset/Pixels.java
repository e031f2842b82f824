package io.github.fer4j.model.dataset;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A picture as bytes: grey, or red, green, blue.
 *
 * @param values row by row from the top
 * @param height in pixels
 * @param width in pixels
 * @param channels 1 or 3
 */
record Pixels(byte[] values, int height, int width, int channels) {
    private static final int RED = 9798;
    private static final int GREEN = 19235;
    private static final int BLUE = 3735;
    private static final int SHIFT = 15;

    /** Brings it to a size and number of channels as {@code FacePreprocessor} does. */
    Pixels fit(int wantedHeight, int wantedWidth, int wantedChannels) {
        return resized(wantedHeight, wantedWidth).converted(wantedChannels);
    }

    private Pixels resized(int wantedHeight, int wantedWidth) {
        if (height == wantedHeight && width == wantedWidth) {
            return this;
        }
        boolean shrinks = width > wantedWidth && height > wantedHeight;
        byte[] scaled = new byte[wantedHeight * wantedWidth * channels];
        try (BytePointer from = new BytePointer(values);
                Mat source = new Mat(height, width, opencv_core.CV_8UC(channels), from);
                Mat target = new Mat();
                Size size = new Size(wantedWidth, wantedHeight)) {
            opencv_imgproc.resize(
                    source,
                    target,
                    size,
                    0,
                    0,
                    shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR);
            try (BytePointer to = target.data()) {
                to.get(scaled);
            }
        }
        return new Pixels(scaled, wantedHeight, wantedWidth, channels);
    }

    private Pixels converted(int wantedChannels) {
        if (channels == wantedChannels) {
            return this;
        }
        int count = height * width;
        byte[] result = new byte[count * wantedChannels];
        for (int i = 0; i < count; i++) {
            if (wantedChannels == 1) {
                // OpenCV's fixed-point weights, so that both ways lead to the same grey.
                int grey =
                        (values[3 * i] & 0xff) * RED
                                + (values[3 * i + 1] & 0xff) * GREEN
                                + (values[3 * i + 2] & 0xff) * BLUE;
                result[i] = (byte) (grey + (1 << SHIFT - 1) >> SHIFT);
            } else {
                result[3 * i] = values[i];
                result[3 * i + 1] = values[i];
                result[3 * i + 2] = values[i];
            }
        }
        return new Pixels(result, height, width, wantedChannels);
    }
}
