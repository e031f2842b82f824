package io.github.fer4j.model;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Says what faces express.
 *
 * <p>Thread-safe. {@link #close()} may be called twice; {@link #classify} afterwards is an {@link
 * IllegalStateException}.
 */
public interface EmotionClassifier extends AutoCloseable {
    /**
     * @return what the network expects of its pictures and what its outputs stand for
     */
    ModelSpec spec();

    /**
     * Runs the network once for all faces.
     *
     * @param faces cut-out faces of any size, 8 bits a channel: grey (CV_8UC1), BGR (CV_8UC3) or
     *     BGRA (CV_8UC4); read only, still the caller's to close
     * @return one for each face, in order; empty for no face
     * @throws IllegalArgumentException if a picture is empty or of another type
     * @throws IllegalStateException if the classifier is closed
     */
    List<EmotionScores> classify(List<Mat> faces);

    @Override
    void close();
}
