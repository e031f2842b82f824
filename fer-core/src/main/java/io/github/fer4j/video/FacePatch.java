package io.github.fer4j.video;

import io.github.fer4j.detect.FaceBox;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** What a face looks like, small and freed of brightness and contrast: to tell it from others. */
final class FacePatch {
    private static final int SIDE = 20;
    private static final double INNER = 0.8;

    private final float[] values;

    private FacePatch(float[] values) {
        this.values = values;
    }

    /** The patch of a face, or empty where the face is not in the picture. */
    static Optional<FacePatch> of(Mat grey, Rectangle face) {
        Optional<FaceBox> region = face.scaled(INNER).clipped(grey.cols(), grey.rows());
        if (region.isEmpty()) {
            return Optional.empty();
        }
        FaceBox box = region.get();
        byte[] bytes = new byte[SIDE * SIDE];
        try (Rect rect = new Rect(box.x(), box.y(), box.width(), box.height());
                Mat view = new Mat(grey, rect);
                Size size = new Size(SIDE, SIDE);
                Mat small = new Mat()) {
            opencv_imgproc.resize(view, small, size, 0, 0, opencv_imgproc.INTER_AREA);
            try (BytePointer data = small.data()) {
                data.get(bytes);
            }
        }
        return Optional.of(new FacePatch(normalized(bytes)));
    }

    private static float[] normalized(byte[] bytes) {
        double mean = 0;
        for (byte value : bytes) {
            mean += value & 0xff;
        }
        mean /= bytes.length;
        double squares = 0;
        for (byte value : bytes) {
            squares += ((value & 0xff) - mean) * ((value & 0xff) - mean);
        }
        double norm = Math.sqrt(Math.max(squares, 1));
        float[] values = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = (float) (((bytes[i] & 0xff) - mean) / norm);
        }
        return values;
    }

    /** Normalised cross-correlation: 1 for the same picture, about 0 for another. */
    double similarity(FacePatch other) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * other.values[i];
        }
        return sum;
    }
}
