package io.github.fer4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageWriterTest {
    private static final BufferedImage PATTERN = TestPictures.pattern(40, 30);

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.PNG", "a.bmp", "a.jpg", "a.jpeg", "a.webp"})
    void write_knownEnding_canBeReadAgain(String name) throws IOException {
        Path file = folder.resolve(name);
        try (Mat mat = BufferedImages.toMat(PATTERN)) {
            ImageWriter.write(mat, file);
        }
        try (DecodedImage image = ImageDecoder.create().decode(file)) {
            ImageAssert.assertSame(image, PATTERN, name.matches(".*(png|PNG|bmp)") ? 0 : 8);
        }
        assertThat(filesIn(folder)).containsExactly(name);
    }

    @Test
    void write_fileThatIsThere_isReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("a.png"), "old");
        try (Mat mat = BufferedImages.toMat(PATTERN)) {
            ImageWriter.write(mat, file);
        }
        assertThat(Files.size(file)).isGreaterThan(50);
        assertThat(filesIn(folder)).containsExactly("a.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a", "a.", "png", "a.pngx"})
    void write_unknownEnding_isRefusedAndWritesNothing(String name) throws IOException {
        try (Mat mat = BufferedImages.toMat(PATTERN)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ImageWriter.write(mat, folder.resolve(name)))
                    .withMessageContaining(name)
                    .withMessageContaining(".png, .jpg");
        }
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void write_missingFolder_isAnIoException() {
        try (Mat mat = BufferedImages.toMat(PATTERN)) {
            assertThatThrownBy(() -> ImageWriter.write(mat, folder.resolve("no/where.png")))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void write_ontoADirectory_leavesNothingBehind() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("d.png"));
        Files.createFile(directory.resolve("inside"));
        try (Mat mat = BufferedImages.toMat(PATTERN)) {
            assertThatThrownBy(() -> ImageWriter.write(mat, directory))
                    .isInstanceOf(IOException.class);
        }
        assertThat(filesIn(folder)).containsExactly("d.png");
        assertThat(directory.resolve("inside")).exists();
    }

    @Test
    void encode_anotherTypeOfPicture_isRefused() {
        try (Mat floats = new Mat(3, 3, opencv_core.CV_32FC1);
                Mat empty = new Mat()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ImageWriter.encode(floats, "png"));
            assertThatIllegalArgumentException().isThrownBy(() -> ImageWriter.encode(empty, "png"));
        }
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
