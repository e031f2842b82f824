package io.github.fer4j.detect;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Assumptions;

/** Pictures that tests look at. */
final class TestPictures {
    /** The face of astronaut.png from hairline to chin, by eye. */
    static final FaceBox ASTRONAUT_FACE = new FaceBox(178, 62, 92, 112);

    static final int ASTRONAUT_SIDE = 512;

    private TestPictures() {}

    static Mat astronaut() {
        try (InputStream in = TestPictures.class.getResourceAsStream("astronaut.png")) {
            byte[] bytes = in.readAllBytes();
            try (BytePointer pointer = new BytePointer(bytes);
                    Mat encoded = new Mat(1, bytes.length, 0, pointer)) {
                return imdecode(encoded, IMREAD_COLOR);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the development data; the test is skipped where it is not there. */
    static Path shared(String path) {
        Path file = Path.of(System.getProperty("fer.shared", "../shared"), path);
        Assumptions.assumeTrue(Files.exists(file), "development data not here: " + path);
        return file;
    }

    static Mat sharedPhoto(String name) {
        return imread(shared("photos/" + name).toString());
    }
}
