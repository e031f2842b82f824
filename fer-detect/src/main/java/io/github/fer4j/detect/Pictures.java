package io.github.fer4j.detect;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_core.CV_MAT_CN;
import static org.bytedeco.opencv.global.opencv_core.CV_MAT_DEPTH;

import java.util.Objects;
import org.bytedeco.opencv.opencv_core.Mat;

/** What detectors and the aligner ask of a picture. */
final class Pictures {
    private static final String[] DEPTHS = {"8U", "8S", "16U", "16S", "32S", "32F", "64F", "16F"};

    private Pictures() {}

    /**
     * @throws IllegalArgumentException unless the picture is a grey, BGR or BGRA one of 8 bits
     */
    static void require8Bit(Mat image) {
        Objects.requireNonNull(image, "image");
        if (image.isNull() || image.empty()) {
            throw new IllegalArgumentException("the picture is empty: " + ACCEPTED);
        }
        int type = image.type();
        if (image.dims() != 2 || type != CV_8UC1 && type != CV_8UC3 && type != CV_8UC4) {
            throw new IllegalArgumentException(
                    "the picture is a CV_"
                            + name(type)
                            + " of "
                            + image.dims()
                            + " dimensions: "
                            + ACCEPTED);
        }
    }

    private static final String ACCEPTED =
            "accepted are two dimensions of CV_8UC1 (grey), CV_8UC3 (BGR) or CV_8UC4 (BGRA)";

    private static String name(int type) {
        int depth = CV_MAT_DEPTH(type);
        String bits = depth < DEPTHS.length ? DEPTHS[depth] : "depth " + depth + " ";
        return bits + "C" + CV_MAT_CN(type);
    }
}
