package io.github.fer4j.detect;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Finds faces in a picture. Thread-safe. {@link #close()} may be called twice and waits for calls
 * under way; {@link #detect} afterwards is an {@link IllegalStateException}.
 */
public interface FaceDetector extends AutoCloseable {
    /**
     * @param image 8 bits a channel: grey (CV_8UC1), BGR (CV_8UC3) or BGRA (CV_8UC4); read only,
     *     still the caller's to close
     * @return the faces, largest first; empty if there are none
     * @throws IllegalArgumentException if the picture is empty or of another type; names what was
     *     found
     * @throws IllegalStateException if the detector is closed
     */
    List<DetectedFace> detect(Mat image);

    @Override
    void close();
}
