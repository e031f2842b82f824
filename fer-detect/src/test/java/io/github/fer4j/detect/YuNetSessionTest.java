package io.github.fer4j.detect;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YuNetSessionTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "not a network", "\n\n\0\1\2"})
    void open_noNetwork_namesTheFileAndWhatIsAccepted(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("net.onnx"), content);
        assertThatExceptionOfType(DetectorModelException.class)
                .isThrownBy(() -> YuNetFaceDetector.open(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("YuNet");
    }

    @Test
    void open_missingOrFolder_isNamed() {
        assertThatExceptionOfType(DetectorModelException.class)
                .isThrownBy(() -> YuNetFaceDetector.open(folder.resolve("none.onnx")))
                .withMessageContaining("no such file");
        assertThatExceptionOfType(DetectorModelException.class)
                .isThrownBy(() -> YuNetFaceDetector.open(folder))
                .withMessageContaining("not a file");
    }

    @Test
    void open_cutOffNetwork_isRejected() throws IOException {
        byte[] whole =
                Files.readAllBytes(TestPictures.shared("models/face_detection_yunet_2026may.onnx"));
        for (int share = 1; share < 8; share++) {
            byte[] part = java.util.Arrays.copyOf(whole, whole.length * share / 8);
            Path file = Files.write(folder.resolve("cut.onnx"), part);
            assertThatExceptionOfType(DetectorModelException.class)
                    .isThrownBy(() -> YuNetFaceDetector.open(file));
        }
    }

    @Test
    void builder_valuesOutOfRange_sayWhatIsAccepted() {
        YuNetFaceDetector.Builder options = YuNetFaceDetector.builder(Path.of("any.onnx"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.maxDetectionSidePx(31))
                .withMessage("maxDetectionSidePx must be >= 32 and <= 4096, was 31");
        assertThatIllegalArgumentException().isThrownBy(() -> options.maxDetectionSidePx(5000));
        assertThatIllegalArgumentException().isThrownBy(() -> options.minConfidence(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.mergeOverlap(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.maxFaces(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.minFaceSizePx(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.threads(0));
    }
}
