package io.github.fer4j.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/** What OpenCV does for the decoder. Every matrix that is answered is the caller's to close. */
final class Mats {
    private static final double SIXTEEN_TO_EIGHT = 1.0 / 257;
    private static final double WHITE = 255;

    private Mats() {}

    /**
     * @param encoded a picture's file
     * @param flags OpenCV's imread flags
     * @return the picture; empty if the decoder gave up
     */
    static Mat decode(byte[] encoded, int flags) {
        try (BytePointer bytes = new BytePointer(encoded);
                Mat file = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes)) {
            return opencv_imgcodecs.imdecode(file, flags);
        }
    }

    /** A copy of 8 bits a channel; 16 are scaled to them. */
    static Mat toEightBits(Mat mat) {
        Mat eight = new Mat();
        mat.convertTo(
                eight,
                opencv_core.CV_8U,
                mat.depth() == opencv_core.CV_16U ? SIXTEEN_TO_EIGHT : 1,
                0);
        return eight;
    }

    /**
     * @param bgra four channels of 8 bits
     * @param premultiplied whether the colours are multiplied by the opacity already
     * @return the colours, laid over white
     */
    static Mat overWhite(Mat bgra, boolean premultiplied) {
        try (MatVector planes = new MatVector();
                Mat transparency = new Mat();
                Mat opacity = new Mat()) {
            opencv_core.split(bgra, planes);
            try (Mat alpha = planes.get(3)) {
                opencv_core.bitwise_not(alpha, transparency);
                alpha.copyTo(opacity);
            }
            planes.resize(3);
            for (int i = 0; i < 3; i++) {
                try (Mat plane = planes.get(i)) {
                    if (!premultiplied) {
                        opencv_core.multiply(plane, opacity, plane, 1 / WHITE, -1);
                    }
                    opencv_core.add(plane, transparency, plane);
                }
            }
            Mat result = new Mat();
            opencv_core.merge(planes, result);
            return result;
        }
    }

    static String describe(Mat mat) {
        return mat.empty()
                ? "an empty one"
                : "%dx%d with %d channels of depth %d (0 is 8 bits unsigned)"
                        .formatted(mat.cols(), mat.rows(), mat.channels(), mat.depth());
    }
}
