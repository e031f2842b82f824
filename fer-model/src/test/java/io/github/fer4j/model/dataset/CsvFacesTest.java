package io.github.fer4j.model.dataset;

import static io.github.fer4j.model.dataset.TestFaces.noise;
import static io.github.fer4j.model.dataset.TestFaces.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFacesTest {
    private static final int PIXELS = 48 * 48;

    @TempDir private Path folder;

    private Path csv(String... lines) throws IOException {
        return Files.writeString(folder.resolve("fer2013.csv"), String.join("\n", lines) + "\n");
    }

    @Test
    void read_fer2013Layout_hasPixelsLabelsSplitsAndLines() throws IOException {
        Path file =
                csv(
                        "emotion,pixels,Usage",
                        "0," + text(noise(PIXELS, 1)) + ",Training",
                        "6," + text(noise(PIXELS, 2)) + ",PublicTest",
                        "3," + text(noise(PIXELS, 3)) + ",PrivateTest");

        FaceDataset faces = FaceReader.of(file).read();

        assertThat(faces.size()).isEqualTo(3);
        assertThat(faces.labels()).isEqualTo(LabelOrder.FER2013);
        assertThat(IntStream.range(0, 3).map(faces::label)).containsExactly(0, 6, 3);
        assertThat(faces.face(1).emotion()).isEqualTo(Emotion.NEUTRAL);
        assertThat(faces.face(1).pixels()).isEqualTo(noise(PIXELS, 2));
        assertThat(faces.face(1).origin()).isEqualTo("fer2013.csv:3");
        assertThat(faces.face(1).row()).hasValue(1);
        assertThat(faces.splits()).containsExactly(Split.TRAIN, Split.VALIDATION, Split.TEST);
        assertThat(faces.subset(Split.TEST).face(0).emotion()).isEqualTo(Emotion.HAPPY);
    }

    @Test
    void read_icmlHeaderOtherOrderQuotesAndWindowsLines_isTheSame() throws IOException {
        String pixels = text(noise(PIXELS, 1));
        Path plain = csv("emotion,pixels,Usage", "4," + pixels + ",Training");
        FaceDataset expected = FaceReader.of(plain).read();
        for (String other :
                List.of(
                        "emotion, Usage, pixels\n4,Training," + pixels,
                        "\ufeffUsage,emotion,pixels\r\nTraining,4,\"" + pixels + "\"\r\n",
                        "id,pixels,note,emotion,Usage\n1,  " + pixels + " ,\"a,b\",sad,Training")) {
            Path file = Files.writeString(folder.resolve("other.csv"), other);

            FaceDataset faces = FaceReader.of(file).read();

            assertThat(faces.size()).isEqualTo(1);
            assertThat(faces.face(0).pixels()).isEqualTo(expected.face(0).pixels());
            assertThat(faces.face(0).emotion()).isEqualTo(Emotion.SAD);
            assertThat(faces.face(0).split()).isEqualTo(Split.TRAIN);
            assertThat(faces.summary().skipped()).isZero();
        }
    }

    @Test
    void read_withoutUsage_isUnsplit() throws IOException {
        Path file = csv("emotion,pixels", "1," + text(noise(PIXELS, 1)));

        assertThat(FaceReader.of(file).read().face(0).split()).isEqualTo(Split.UNSPLIT);
    }

    @Test
    void read_badRows_areReportedWithTheirLinesAndCounted() throws IOException {
        String good = text(noise(PIXELS, 1));
        Path file =
                csv(
                        "emotion,pixels,Usage",
                        "7," + good + ",Training",
                        "-1," + good + ",Training",
                        "," + good + ",Training",
                        "0," + good + " 5,Training",
                        "0," + text(noise(4, 1)) + ",Training",
                        "0,,Training",
                        "0," + good.replaceFirst("^[0-9]+", "256") + ",Training",
                        "0," + good.replaceFirst("^[0-9]+", "x1") + ",Training",
                        "0," + good.replaceFirst("^[0-9]+", "-3") + ",Training",
                        "0," + good + ",Somewhen",
                        "0," + good,
                        "",
                        "2," + good + ",Training",
                        "5," + good.substring(0, 500));
        List<String> told = new ArrayList<>();

        FaceDataset faces =
                FaceReader.of(file).onProblem(problem -> told.add(problem.toString())).read();

        assertThat(faces.size()).isEqualTo(1);
        assertThat(faces.face(0).origin()).isEqualTo("fer2013.csv:14");
        assertThat(faces.face(0).row()).hasValue(11);
        assertThat(faces.summary().faces()).isEqualTo(1);
        assertThat(faces.summary().skipped()).isEqualTo(12);
        assertThat(faces.summary().problems()).hasSize(12);
        assertThat(told.get(0))
                .isEqualTo(
                        "fer2013.csv:2: emotion is '7', accepted are 0..6 or a name such as angry,"
                                + " disgust, fear, happy, sad, surprise, neutral");
        assertThat(told).element(3).isEqualTo("fer2013.csv:5: 2305 pixels instead of 2304 (48x48)");
        assertThat(told.get(4)).isEqualTo("fer2013.csv:6: 4 pixels instead of 2304 (48x48)");
        assertThat(told.get(5)).isEqualTo("fer2013.csv:7: 0 pixels instead of 2304 (48x48)");
        assertThat(told.get(6)).isEqualTo("fer2013.csv:8: a pixel is '256', accepted is 0..255");
        assertThat(told.get(7)).isEqualTo("fer2013.csv:9: a pixel is 'x', accepted is 0..255");
        assertThat(told.get(8)).isEqualTo("fer2013.csv:10: a pixel is '-', accepted is 0..255");
        assertThat(told.get(9)).startsWith("fer2013.csv:11: Usage is 'Somewhen', accepted are");
        assertThat(told.get(10)).startsWith("fer2013.csv:12: Usage is ''");
        assertThat(told.get(11)).startsWith("fer2013.csv:15: Usage is ''");
    }

    @Test
    void read_facesOfAnotherSize_areBroughtToTheWantedOne() throws IOException {
        byte[] flat = new byte[64 * 64];
        Arrays.fill(flat, (byte) 77);
        Path file =
                csv(
                        "emotion,pixels,Usage",
                        "0,1 2 3 4,Training",
                        "0," + text(flat) + ",Training",
                        "1," + text(flat) + ",Training");

        FaceDataset faces = FaceReader.of(file).size(32, 24).channels(3).read();

        assertThat(faces.size()).isEqualTo(2);
        assertThat(faces.face(0).pixels()).hasSize(32 * 24 * 3).containsOnly(77);
        assertThat(faces.summary().problems().get(0).message())
                .isEqualTo("4 pixels instead of 4096 (64x64)");
    }

    @Test
    void read_noUsableFace_saysWhatWasLookedFor() throws IOException {
        assertThatThrownBy(() -> FaceReader.of(csv("emotion,pixels,Usage", "9,1,Training")).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("fer2013.csv holds no usable face: 1 were left out")
                .hasMessageContaining("looked for were a CSV file");
        assertThatThrownBy(() -> FaceReader.of(csv("emotion,pixels,Usage")).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("no usable face");
        assertThatThrownBy(() -> FaceReader.of(csv("0,1 2 3,Training")).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("its first line is '0,1 2 3,Training'")
                .hasMessageContaining("columns emotion and pixels");
        Path empty = Files.createFile(folder.resolve("empty.csv"));
        assertThatThrownBy(() -> FaceReader.of(empty).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("empty.csv is empty");
    }

    @Test
    void read_insideAZipOrAFolder_isFound() throws IOException {
        Path file = csv("emotion,pixels,Usage", "1," + text(noise(PIXELS, 1)) + ",Training");
        Files.writeString(folder.resolve("votes.csv"), "image,neutral\n");
        Path zip =
                TestFaces.zip(
                        folder.resolve("fer2013.csv.zip"),
                        Map.of("fer2013/fer2013.csv", Files.readAllBytes(file)));

        assertThat(FaceReader.of(zip).read().face(0).emotion()).isEqualTo(Emotion.DISGUST);
        assertThat(FaceReader.of(folder).read().face(0).emotion()).isEqualTo(Emotion.DISGUST);
    }

    @Test
    void read_columnLabel_isFoundWhereverTheFileLies() throws IOException {
        Path file = csv("label,pixels", "1," + text(noise(PIXELS, 1)));
        Path zip =
                TestFaces.zip(
                        folder.resolve("elsewhere.zip"),
                        Map.of("fer2013.csv", Files.readAllBytes(file)));

        for (Path data : List.of(file, folder, zip)) {
            assertThat(FaceReader.of(data).read().face(0).emotion()).isEqualTo(Emotion.DISGUST);
        }
    }

    @Test
    void read_besidePictures_isPreferredInAZipAsInAFolder() throws IOException {
        byte[] csv =
                ("emotion,pixels\n1," + text(noise(PIXELS, 1))).getBytes(StandardCharsets.UTF_8);
        byte[] png = TestFaces.picture("png", noise(PIXELS, 2), 48, 48);
        Map<String, byte[]> files =
                Map.of(
                        "fer2013.csv", csv,
                        "__macosx/fer2013.csv", csv,
                        ".hidden.csv", csv,
                        "happy/1.png", png);
        for (Map.Entry<String, byte[]> entry : files.entrySet()) {
            TestFaces.write(folder.resolve("folder"), entry.getKey(), entry.getValue());
        }
        Path zip = TestFaces.zip(folder.resolve("faces.zip"), files);

        for (Path data : List.of(folder.resolve("folder"), zip)) {
            FaceDataset faces = FaceReader.of(data).read();

            assertThat(faces.size()).isEqualTo(1);
            assertThat(faces.face(0).emotion()).isEqualTo(Emotion.DISGUST);
        }
    }

    @Test
    void forEach_manyFaces_keepsNoneInMemory() throws Exception {
        Path file = folder.resolve("large.csv");
        byte[] row =
                ("3," + text(noise(PIXELS, 1)) + ",Training\n").getBytes(StandardCharsets.UTF_8);
        int rows = 8000;
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write("emotion,pixels,Usage\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < rows; i++) {
                out.write(row);
            }
        }
        // 70 MB of text in a process that has 24 MB for everything.
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx24m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Counter.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.trim()).isEqualTo("8000");
    }

    /** Counts the faces of a file. */
    static final class Counter {
        private Counter() {}

        public static void main(String[] args) {
            System.out.println(FaceReader.of(Path.of(args[0])).forEach(face -> {}).faces());
        }
    }
}
