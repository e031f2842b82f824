package io.github.fer4j.model.dataset;

import static io.github.fer4j.model.dataset.TestFaces.noise;
import static io.github.fer4j.model.dataset.TestFaces.picture;
import static io.github.fer4j.model.dataset.TestFaces.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.ColorOrder;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.FacePreprocessor;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.Scaling;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeFacesTest {
    private static final int SIDE = 48;

    @TempDir private Path folder;

    private static byte[] png(long seed) {
        return picture("png", noise(SIDE * SIDE, seed), SIDE, SIDE);
    }

    @ParameterizedTest
    @CsvSource({
        "train/angry/1.png, ANGRY, TRAIN",
        "Training/Anger/1.png, ANGRY, TRAIN",
        "validation/happiness/a.png, HAPPY, VALIDATION",
        "val/Happy/a.png, HAPPY, VALIDATION",
        "PublicTest/3_happy/a.png, HAPPY, VALIDATION",
        "PrivateTest/6/a.png, NEUTRAL, TEST",
        "test/surprised/a.png, SURPRISE, TEST",
        "fearful/a.png, FEAR, UNSPLIT",
        "0/a.png, ANGRY, UNSPLIT",
        "0_angry/a.png, ANGRY, UNSPLIT",
        "5-surprise/a.png, SURPRISE, UNSPLIT",
        "archive/images/train/sadness/person 1/a.PNG, SAD, TRAIN",
        "train/disgusted/3/a.png, DISGUST, TRAIN",
        "test/contempt/a.png, CONTEMPT, TEST",
    })
    void read_namesInUse_areUnderstood(String path, Emotion emotion, Split split)
            throws IOException {
        write(folder, path, png(1));

        LabeledFace face = FaceReader.of(folder).read().face(0);

        assertThat(face.emotion()).isEqualTo(emotion);
        assertThat(face.split()).isEqualTo(split);
        assertThat(face.origin()).isEqualTo(path);
        assertThat(face.pixels()).isEqualTo(noise(SIDE * SIDE, 1));
    }

    @Test
    void read_folderAndZip_areTheSameInTheSameOrder() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < 1200; i++) {
            String label = LabelOrder.FER2013.labels().get(i % 7);
            String path = (i % 5 == 0 ? "validation/" : "train/") + label + "/" + i + ".png";
            files.put(path, png(i));
            write(folder.resolve("tree"), path, png(i));
        }
        files.put("__MACOSX/train/angry/._1.png", new byte[9]);
        Path zip = TestFaces.zip(folder.resolve("faces.zip"), files);

        FaceDataset fromFolder = FaceReader.of(folder.resolve("tree")).read();
        FaceDataset fromZip = FaceReader.of(zip).read();

        List<String> origins = origins(fromFolder);
        assertThat(origins).hasSize(1200).isSorted().isEqualTo(origins(fromZip));
        for (int i = 0; i < 1200; i++) {
            assertThat(fromZip.face(i).pixels()).isEqualTo(fromFolder.face(i).pixels());
            assertThat(fromZip.label(i)).isEqualTo(fromFolder.label(i));
            long row = fromZip.face(i).row().getAsLong();
            assertThat(fromZip.face(i).pixels()).isEqualTo(noise(SIDE * SIDE, row));
        }
    }

    private static List<String> origins(FaceDataset faces) {
        return IntStream.range(0, faces.size()).mapToObj(i -> faces.face(i).origin()).toList();
    }

    @Test
    void read_badFiles_areReportedAndCounted() throws IOException {
        byte[] whole = png(1);
        write(folder, "train/angry/good.png", whole);
        write(folder, "train/angry/cut.png", Arrays.copyOf(whole, whole.length / 2));
        write(folder, "train/angry/empty.png", new byte[0]);
        write(folder, "train/angry/text.png", "no picture".getBytes(StandardCharsets.UTF_8));
        write(folder, "train/angry/notes.txt", "no picture".getBytes(StandardCharsets.UTF_8));
        byte[] jpeg = picture("jpg", noise(SIDE * SIDE, 1), SIDE, SIDE);
        write(folder, "train/angry/cut.jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
        write(folder, "train/bored/1.png", whole);
        write(folder, "train/8/1.png", whole);
        write(folder, "README.md", "about".getBytes(StandardCharsets.UTF_8));
        write(folder, "train/angry/.DS_Store", new byte[3]);

        FaceDataset faces = FaceReader.of(folder).read();

        assertThat(origins(faces)).containsExactly("train/angry/good.png");
        assertThat(faces.summary().problems().stream().map(DataProblem::origin))
                .containsExactly(
                        "train/8/1.png",
                        "train/angry/cut.jpg",
                        "train/angry/cut.png",
                        "train/angry/empty.png",
                        "train/angry/notes.txt",
                        "train/angry/text.png",
                        "train/bored/1.png");
        assertThat(faces.summary().skipped()).isEqualTo(7);
        assertThat(faces.summary().problems().get(6).message())
                .contains("no folder above it is named after a class");
        assertThat(faces.summary().problems().get(3).message()).contains("the file is empty");
    }

    @Test
    void read_pngCutAnywhere_isWholeOrReported() throws IOException {
        byte[] whole = png(1);
        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                // Without its last bytes, which hold no pixels, a picture is still whole.
                assertThat(PictureDecoder.decode(cut).values()).isEqualTo(noise(SIDE * SIDE, 1));
                assertThat(length).isGreaterThan(whole.length - 20);
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(?s).*(damaged|not a picture|empty).*");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif", "jpg", "tif"})
    void read_greyPictureOfAnyFormat_keepsItsValues(String format) throws IOException {
        byte[] smooth = new byte[SIDE * SIDE];
        for (int i = 0; i < smooth.length; i++) {
            smooth[i] = (byte) (40 + i / SIDE * 3 + i % SIDE);
        }
        write(folder, "happy/1." + format, picture(format, smooth, SIDE, SIDE));

        byte[] pixels = FaceReader.of(folder).read().face(0).pixels();

        for (int i = 0; i < smooth.length; i++) {
            assertThat((pixels[i] & 0xff) - (smooth[i] & 0xff))
                    .isBetween(format.equals("jpg") ? -3 : 0, format.equals("jpg") ? 3 : 0);
        }
    }

    @Test
    void read_colourPictureOfAnotherSize_isWhatThePreprocessorMakesOfIt() throws IOException {
        BufferedImage image = new BufferedImage(71, 93, BufferedImage.TYPE_INT_RGB);
        byte[] noise = noise(71 * 93 * 3, 4);
        byte[] bgr = new byte[noise.length];
        for (int i = 0; i < 71 * 93; i++) {
            int red = noise[3 * i] & 0xff;
            int green = noise[3 * i + 1] & 0xff;
            int blue = noise[3 * i + 2] & 0xff;
            image.setRGB(i % 71, i / 71, new Color(red, green, blue).getRGB());
            bgr[3 * i] = (byte) blue;
            bgr[3 * i + 1] = (byte) green;
            bgr[3 * i + 2] = (byte) red;
        }
        write(folder, "sad/1.png", TestFaces.encode("png", image));
        for (int channels : new int[] {1, 3}) {
            ModelSpec spec =
                    new ModelSpec(
                            48, 40, channels, ColorOrder.RGB, Scaling.NONE, LabelOrder.FER2013, 1);
            float[] expected;
            try (BytePointer data = new BytePointer(bgr);
                    Mat mat = new Mat(93, 71, opencv_core.CV_8UC3, data)) {
                expected = new FacePreprocessor(spec, false).toTensor(List.of(mat)).toArray();
            }

            byte[] pixels =
                    FaceReader.of(folder).size(48, 40).channels(channels).read().face(0).pixels();

            assertThat(pixels).hasSize(expected.length);
            for (int i = 0; i < pixels.length; i++) {
                assertThat(pixels[i] & 0xff).isEqualTo((int) expected[i]);
            }
        }
    }

    @Test
    void read_classesNotWanted_areReported() throws IOException {
        write(folder, "contempt/1.png", png(1));
        write(folder, "happy/1.png", png(2));

        FaceDataset seven = FaceReader.of(folder).labels(LabelOrder.FER2013).read();
        FaceDataset eight = FaceReader.of(folder).read();

        assertThat(seven.size()).isEqualTo(1);
        assertThat(seven.summary().problems().get(0).message()).contains("contempt is not among");
        assertThat(eight.labels()).isEqualTo(LabelOrder.FER_PLUS);
        assertThat(eight.label(0)).isEqualTo(7);
    }

    @Test
    void read_numberedFoldersInAnotherOrder_areTakenAsSaid() throws IOException {
        write(folder, "4/1.png", png(1));

        FaceDataset faces = FaceReader.of(folder).labels(LabelOrder.ALPHABETICAL).read();

        assertThat(faces.face(0).emotion()).isEqualTo(Emotion.NEUTRAL);
        assertThat(faces.label(0)).isEqualTo(4);
    }

    @Test
    void read_folderWithOneArchiveOrStrayArray_findsTheFaces() throws IOException {
        write(folder, "votes.csv", "image,neutral".getBytes(StandardCharsets.UTF_8));
        TestFaces.zip(folder.resolve("fer2013.zip"), Map.of("train/happy/1.png", png(1)));
        assertThat(FaceReader.of(folder).read().face(0).emotion()).isEqualTo(Emotion.HAPPY);

        write(folder, "train/sad/1.png", png(1));
        TestFaces.npy(folder.resolve("scores.npy"), "|u1", "2, 7", new byte[14]);
        assertThat(FaceReader.of(folder).read().face(0).emotion()).isEqualTo(Emotion.SAD);
    }

    @Test
    void read_nothingUsable_saysWhatWasLookedFor() throws IOException {
        assertThatThrownBy(() -> FaceReader.of(folder).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("holds no usable face; looked for were");
        assertThatThrownBy(() -> FaceReader.of(folder.resolve("nowhere")).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("nowhere does not exist");
        Path other = Files.writeString(folder.resolve("other.tar"), "something");
        assertThatThrownBy(() -> FaceReader.of(other).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("none of the accepted forms");
        Path broken = Files.write(folder.resolve("broken.zip"), new byte[] {'P', 'K', 3, 4, 9, 9});
        assertThatThrownBy(() -> FaceReader.of(broken).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("cannot read")
                .hasMessageContaining("broken.zip");
    }

    @Test
    void splitStratified_sameSeed_isTheSameAndHasEachClassAlike() throws IOException {
        for (int i = 0; i < 100; i++) {
            write(folder, (i % 4 == 0 ? "sad/" : "happy/") + i + ".png", png(i));
        }
        FaceDataset all = FaceReader.of(folder).read();

        FaceDataset split = all.splitStratified(0.2, 42);

        assertThat(split.subset(Split.VALIDATION).counts()).containsExactly(0, 0, 0, 15, 5, 0, 0);
        assertThat(split.subset(Split.TRAIN).counts()).containsExactly(0, 0, 0, 60, 20, 0, 0);
        assertThat(origins(split)).isEqualTo(origins(all));
        assertThat(splits(split)).isEqualTo(splits(all.splitStratified(0.2, 42)));
        assertThat(splits(split)).isNotEqualTo(splits(all.splitStratified(0.2, 43)));
    }

    @ParameterizedTest
    @CsvSource({"zip, 48", "folder, 1024"})
    void forEach_largePictures_keepsFewInMemory(String form, int side) throws Exception {
        byte[] large = picture("png", new byte[2000 * 2000], 2000, 2000);
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            files.put("happy/" + i + ".png", large);
            write(folder.resolve("tree"), "happy/" + i + ".png", large);
        }
        Path data = folder.resolve("tree");
        if (form.equals("zip")) {
            data = TestFaces.zip(folder.resolve("faces.zip"), files);
        }
        // 160 MB of pixels, and 120 MB of faces where these are large, on more threads than have
        // room for a picture each.
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx80m",
                                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=12",
                                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=2g",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Counter.class.getName(),
                                data.toString(),
                                Integer.toString(side))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.trim()).endsWith("40 faces, []");
    }

    /** Counts the faces of a tree. */
    static final class Counter {
        private Counter() {}

        public static void main(String[] args) {
            int side = Integer.parseInt(args[1]);
            ReadSummary summary =
                    FaceReader.of(Path.of(args[0]))
                            .size(side, side)
                            .channels(side == SIDE ? 1 : 3)
                            .forEach(face -> {});
            System.out.println(summary.faces() + " faces, " + summary.problems());
        }
    }

    @Test
    void decode_absurdSize_isRefusedBeforeMemoryIsTaken() {
        byte[] png = png(1);
        // The width of a PNG, 1 GiB; its checksum is not looked at.
        png[16] = 0x40;
        byte[] tif = picture("tif", noise(SIDE * SIDE, 1), SIDE, SIDE);

        assertThatThrownBy(() -> PictureDecoder.decode(png))
                .isInstanceOf(IOException.class)
                .hasMessage("1073741872 x 48 pixels are more than the 50000000 that are read");
        assertThatThrownBy(() -> PictureDecoder.decode(withShort(tif, 258, 30)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("32 bits; accepted are up to 4 of up to 16");
    }

    @Test
    void decode_outOfMemory_isNotTakenForDamage() {
        OutOfMemoryError error = new OutOfMemoryError();

        assertThatThrownBy(
                        () ->
                                PictureDecoder.decode(
                                        png(1),
                                        pixels -> {
                                            throw error;
                                        }))
                .isSameAs(error);
    }

    /** Sets a field of a TIFF file that holds one short number. */
    private static byte[] withShort(byte[] tif, int tag, int value) {
        ByteBuffer bytes = ByteBuffer.wrap(tif.clone());
        bytes.order(tif[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int fields = bytes.getInt(4);
        for (int i = 0; i < bytes.getShort(fields); i++) {
            int at = fields + 2 + 12 * i;
            if (bytes.getShort(at) == tag) {
                bytes.putShort(at + 8, (short) value);
            }
        }
        return bytes.array();
    }

    @Test
    void read_hiddenFoldersAndLitter_areLeftAlone() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        for (String path :
                List.of(
                        ".ipynb_checkpoints/angry/h0.png",
                        ".Trash-1000/files/fear/h0.png",
                        "train/.cache/fear/h0.png",
                        "__macosx/train/angry/1.png",
                        "train/sad/THUMBS.DB",
                        "train/sad/Desktop.ini",
                        "train/sad/._1.png",
                        "train/sad/1.png")) {
            files.put(path, png(1));
            write(folder.resolve("tree"), path, png(1));
        }
        files.put("./train/sad/2.png", png(2));

        FaceDataset fromFolder = FaceReader.of(folder.resolve("tree")).read();
        FaceDataset fromZip =
                FaceReader.of(TestFaces.zip(folder.resolve("faces.zip"), files)).read();

        assertThat(origins(fromFolder)).containsExactly("train/sad/1.png");
        assertThat(fromFolder.summary().problems()).isEmpty();
        assertThat(origins(fromZip)).containsExactly("./train/sad/2.png", "train/sad/1.png");
        assertThat(fromZip.summary().problems()).isEmpty();
    }

    @Test
    void read_foldersNumberedFromOne_areRefusedUnlessClassesAreSaid() throws IOException {
        for (int i = 1; i <= 7; i++) {
            write(folder, "train/" + i + "/1.png", png(i));
        }
        LabelOrder rafDb =
                LabelOrder.of(
                        Emotion.SURPRISE,
                        Emotion.FEAR,
                        Emotion.DISGUST,
                        Emotion.HAPPY,
                        Emotion.SAD,
                        Emotion.ANGRY,
                        Emotion.NEUTRAL);
        List<String> told = new ArrayList<>();

        assertThatThrownBy(() -> FaceReader.of(folder).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("numbered 1..7")
                .hasMessageContaining("FER-2013's are 0..6 (angry, disgust,");
        FaceDataset faces =
                FaceReader.of(folder)
                        .labels(rafDb)
                        .onProblem(problem -> told.add(problem.toString()))
                        .read();

        assertThat(IntStream.range(0, 7).mapToObj(i -> faces.face(i).emotion()))
                .containsExactlyElementsOf(rafDb.emotions());
        assertThat(faces.summary().skipped()).isZero();
        assertThat(told)
                .containsExactly(
                        "the folders 1 to 7: the class folders are numbered from 1, not from 0;"
                                + " they are read as [1 surprise, 2 fear, 3 disgust, 4 happy,"
                                + " 5 sad, 6 angry, 7 neutral]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void read_foldersNumberedOtherwise_areTakenFromZero(int other) throws IOException {
        for (int i = 1; i <= 6; i++) {
            write(folder, i + "/1.png", png(i));
        }
        write(folder, other + "/1.png", png(7));

        FaceDataset faces = FaceReader.of(folder).read();

        assertThat(faces.counts()).containsExactly(other == 0 ? 1 : 0, 1, 1, 1, 1, 1, 1);
        assertThat(faces.summary().skipped()).isEqualTo(other == 0 ? 0 : 1);
    }

    private static List<Split> splits(FaceDataset faces) {
        return Stream.iterate(0, i -> i + 1)
                .limit(faces.size())
                .map(i -> faces.face(i).split())
                .toList();
    }
}
