package io.github.fer4j;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.image.ImageReadException;
import io.github.fer4j.model.ModelSpec;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Finds the faces of a picture and says what each expresses.
 *
 * <pre>{@code
 * try (EmotionRecognizer recognizer = EmotionRecognizer.create()) {
 *     for (FaceResult face : recognizer.analyze(Path.of("group.jpg"))) {
 *         System.out.println(face.box() + " " + face.emotions().dominant());
 *     }
 * }
 * }</pre>
 *
 * <p>Making one costs about as much as analysing ten pictures, so keep it. Thread-safe: calls from
 * several threads run side by side and give the answers of calls one after the other. {@link
 * #close()} may be called twice and waits for calls under way; {@code analyze} afterwards is an
 * {@link IllegalStateException}.
 *
 * <p>Pictures are accepted as {@link io.github.fer4j.image.ImageDecoder} describes. What the
 * probabilities can and cannot say is in docs/model-card.md.
 */
public interface EmotionRecognizer extends AutoCloseable {
    /**
     * @return a recogniser of the default detector and the bundled network; to be closed
     */
    static EmotionRecognizer create() {
        return builder().build();
    }

    /**
     * @return options, to be changed where the defaults do not fit
     */
    static EmotionRecognizerBuilder builder() {
        return new EmotionRecognizerBuilder();
    }

    /**
     * @param file a picture's file
     * @return its faces; empty if it has none
     * @throws ImageReadException if the file is no picture that can be read, too large or, unless
     *     accepted, truncated; names the file and what was found
     * @throws IllegalStateException if this object is closed
     */
    ImageAnalysis analyze(Path file);

    /**
     * @param stream a picture's file; read to its end but not closed
     * @return its faces; empty if it has none
     * @throws ImageReadException if the stream is no picture that can be read
     * @throws IllegalStateException if this object is closed
     */
    ImageAnalysis analyze(InputStream stream);

    /**
     * @param encoded a picture's file
     * @return its faces; empty if it has none
     * @throws ImageReadException if the bytes are no picture that can be read
     * @throws IllegalStateException if this object is closed
     */
    ImageAnalysis analyze(byte[] encoded);

    /**
     * @param image a picture of any type
     * @return its faces; empty if it has none
     * @throws ImageReadException if the picture is too large
     * @throws IllegalStateException if this object is closed
     */
    ImageAnalysis analyze(BufferedImage image);

    /**
     * @param image 8 bits a channel: grey (CV_8UC1), BGR (CV_8UC3) or BGRA (CV_8UC4), whose alpha
     *     is ignored; read only, still the caller's to close
     * @return its faces; empty if it has none
     * @throws IllegalArgumentException if the picture is empty or of another type
     * @throws IllegalStateException if this object is closed
     */
    ImageAnalysis analyze(Mat image);

    /**
     * The first half of {@link #analyze(Mat)}, for those who follow faces from picture to picture.
     *
     * @param image 8 bits a channel: grey (CV_8UC1), BGR (CV_8UC3) or BGRA (CV_8UC4), whose alpha
     *     is ignored; read only, still the caller's to close
     * @return where its faces are, largest first; empty if it has none
     * @throws IllegalArgumentException if the picture is empty or of another type
     * @throws IllegalStateException if this object is closed
     */
    List<DetectedFace> detect(Mat image);

    /**
     * The second half of {@link #analyze(Mat)}: runs the network once for all faces.
     *
     * @param image as for {@link #detect}
     * @param faces where its faces are, found by whatever means
     * @return what they express, in the same order; empty for no face
     * @throws IllegalArgumentException if the picture is empty or of another type, or a face lies
     *     outside of it
     * @throws IllegalStateException if this object is closed
     */
    List<FaceResult> classify(Mat image, List<DetectedFace> faces);

    /**
     * @return what the network expects and what its outputs stand for
     */
    ModelSpec spec();

    @Override
    void close();
}
