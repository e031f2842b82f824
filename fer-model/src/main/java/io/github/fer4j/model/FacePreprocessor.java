package io.github.fer4j.model;

import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Turns cut-out faces into the one tensor that a network takes: channels, size, scaling, as its
 * {@link ModelSpec} says. Immutable and thread-safe.
 *
 * <p>Grey is OpenCV's 0.299 R + 0.587 G + 0.114 B. A face that is larger than the network's input
 * is shrunk by area averaging, a smaller one enlarged bilinearly.
 */
public final class FacePreprocessor {
    private static final int LEVELS = 256;

    private final ModelSpec spec;
    private final boolean channelsFirst;
    private final float[][] scaled;

    /**
     * @param spec what the network expects
     * @param channelsFirst whether its tensor is (batch, channels, height, width) instead of
     *     (batch, height, width, channels)
     */
    public FacePreprocessor(ModelSpec spec, boolean channelsFirst) {
        this.spec = Objects.requireNonNull(spec, "spec");
        this.channelsFirst = channelsFirst;
        this.scaled = new float[spec.channels()][LEVELS];
        Scaling scaling = spec.scaling();
        for (int channel = 0; channel < spec.channels(); channel++) {
            int entry = scaling.mean().size() == 1 ? 0 : channel;
            for (int level = 0; level < LEVELS; level++) {
                scaled[channel][level] =
                        (float)
                                ((level - scaling.mean().get(entry))
                                        / scaling.deviation().get(entry));
            }
        }
    }

    /**
     * @param faces pictures of any size, 8 bits a channel: grey (CV_8UC1), BGR (CV_8UC3) or BGRA
     *     (CV_8UC4), whose alpha is ignored; at least one; read only
     * @return one tensor for all of them, float32
     * @throws IllegalArgumentException if there is no picture, or one is empty or of another type
     */
    public Tensor toTensor(List<Mat> faces) {
        if (faces.isEmpty()) {
            throw new IllegalArgumentException("at least one face is needed, was none");
        }
        int height = spec.height();
        int width = spec.width();
        int channels = spec.channels();
        int pixels = height * width;
        float[] values = new float[Math.multiplyExact(faces.size(), pixels * channels)];
        byte[] bytes = new byte[pixels * channels];
        int start = 0;
        for (Mat face : faces) {
            read(face, bytes);
            for (int channel = 0; channel < channels; channel++) {
                float[] lookup = scaled[channel];
                int source = spec.colorOrder() == ColorOrder.RGB ? channels - 1 - channel : channel;
                int target = start + (channelsFirst ? channel * pixels : channel);
                int step = channelsFirst ? 1 : channels;
                for (int i = source; i < bytes.length; i += channels, target += step) {
                    values[target] = lookup[bytes[i] & 0xff];
                }
            }
            start += bytes.length;
        }
        return Tensor.wrap(
                channelsFirst
                        ? Shape.of(faces.size(), channels, height, width)
                        : Shape.of(faces.size(), height, width, channels),
                values);
    }

    /**
     * Writes a face into {@code bytes}: the network's size, one grey or three BGR values a pixel.
     */
    private void read(Mat face, byte[] bytes) {
        if (face.empty() || face.depth() != opencv_core.CV_8U) {
            throw new IllegalArgumentException(
                    "a face must be a non-empty picture of 8 bits a channel, was "
                            + described(face));
        }
        try (Mat resized = new Mat();
                Mat converted = new Mat();
                Size size = new Size(spec.width(), spec.height())) {
            boolean shrinks = face.cols() > spec.width() && face.rows() > spec.height();
            opencv_imgproc.resize(
                    face,
                    resized,
                    size,
                    0,
                    0,
                    shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR);
            int conversion = conversion(face);
            Mat result = resized;
            if (conversion >= 0) {
                opencv_imgproc.cvtColor(resized, converted, conversion);
                result = converted;
            }
            try (BytePointer data = result.data()) {
                data.get(bytes);
            }
        }
    }

    /** Which conversion leads to the network's channels; −1 if none is needed. */
    private int conversion(Mat face) {
        boolean grey = spec.channels() == 1;
        return switch (face.channels()) {
            case 1 -> grey ? -1 : opencv_imgproc.COLOR_GRAY2BGR;
            case 3 -> grey ? opencv_imgproc.COLOR_BGR2GRAY : -1;
            case 4 -> grey ? opencv_imgproc.COLOR_BGRA2GRAY : opencv_imgproc.COLOR_BGRA2BGR;
            default ->
                    throw new IllegalArgumentException(
                            "a face must have 1, 3 or 4 channels, was " + described(face));
        };
    }

    private static String described(Mat mat) {
        return mat.empty()
                ? "an empty one"
                : "%dx%d with %d channels of depth %d (CV_8U is 0)"
                        .formatted(mat.cols(), mat.rows(), mat.channels(), mat.depth());
    }
}
