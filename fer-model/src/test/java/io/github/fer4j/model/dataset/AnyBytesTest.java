package io.github.fer4j.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.FerException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, it is read or refused as documented. */
class AnyBytesTest {
    private static final int ROUNDS = 100;

    @TempDir private Path folder;

    private static byte[] damaged(byte[] whole, SplittableRandom random) {
        int length = random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length;
        byte[] bytes = Arrays.copyOf(whole, length);
        for (int i = random.nextInt(6); i >= 0 && length > 0; i--) {
            int end = random.nextBoolean() ? length : Math.min(length, 200);
            bytes[random.nextInt(end)] = (byte) random.nextInt();
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif", "tif"})
    void decode_damagedPicture_isAPictureOrRefused(String format) {
        BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 48 * 48; i++) {
            image.setRGB(i % 48, i / 48, random.nextInt());
        }
        byte[] whole = TestFaces.encode(format, image);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try {
                Pixels pixels = PictureDecoder.decode(damaged(whole, random));
                assertThat(pixels.values())
                        .hasSize(pixels.height() * pixels.width() * pixels.channels());
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(?s)(damaged|not a picture|the file|[0-9]).*");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"faces.csv", "faces.zip", "faces.npy", "faces"})
    void read_damagedData_isReadOrRefused(String name) throws IOException {
        byte[] face = TestFaces.noise(48 * 48, 1);
        String csv = "emotion,pixels,Usage\n3," + TestFaces.text(face) + ",Training\n";
        byte[] picture = TestFaces.picture("png", face, 48, 48);
        TestFaces.npy(folder.resolve("labels.npy"), "|u1", "1,", new byte[] {3});
        Path file = folder.resolve(name);
        byte[] whole =
                switch (name) {
                    case "faces.zip" ->
                            Files.readAllBytes(
                                    TestFaces.zip(file, Map.of("train/happy/1.png", picture)));
                    case "faces.npy" ->
                            Files.readAllBytes(TestFaces.npy(file, "|u1", "1, 48, 48", face));
                    default -> csv.getBytes(StandardCharsets.UTF_8);
                };
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < ROUNDS; round++) {
            Files.write(file, damaged(whole, random));
            try {
                assertThat(FaceReader.of(file).read().face(0).pixels()).hasSize(48 * 48);
            } catch (FerException e) {
                assertThat(e).hasMessageContaining(name.substring(0, 5));
            }
        }
    }

    @Test
    void read_damagedVotes_areReadOrRefused() throws IOException {
        String votes =
                "image,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown\n"
                        + "train/angry/00000.png,4,0,0,1,3,2,0,0,0\n";
        byte[] whole = votes.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("votes.csv");
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < ROUNDS; round++) {
            Files.write(file, damaged(whole, random));
            try {
                assertThat(FerPlusVotes.read(file).size()).isPositive();
            } catch (FerException e) {
                assertThat(e).hasMessageContaining("votes.csv");
            }
        }
    }
}
