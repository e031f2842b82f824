package io.github.fer4j.model.dataset;

import static io.github.fer4j.model.dataset.TestFaces.noise;
import static io.github.fer4j.model.dataset.TestFaces.npy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyFacesTest {
    private static final byte[] PIXELS = noise(3 * 48 * 48, 1);

    @TempDir private Path folder;

    private static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    private static byte[] floats(byte[] pixels, float factor, float added) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
        for (byte pixel : pixels) {
            bytes.putFloat((pixel & 0xff) * factor + added);
        }
        return bytes.array();
    }

    private static byte[] pixels(FaceDataset faces) {
        byte[] all = new byte[faces.size() * faces.pixelCount()];
        for (int i = 0; i < faces.size(); i++) {
            faces.copyPixels(i, all, i * faces.pixelCount());
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"3, 48, 48", "3, 48, 48, 1", "3, 1, 48, 48", "3, 2304"})
    void read_bytesOfAnyLayout_areTheSame(String shape) throws IOException {
        npy(folder.resolve("X.npy"), "|u1", shape, PIXELS);
        npy(folder.resolve("y.npy"), "<i8", "3,", longs(6, 0, 3));

        FaceDataset faces = FaceReader.of(folder).read();

        assertThat(pixels(faces)).isEqualTo(PIXELS);
        assertThat(IntStream.range(0, 3).map(faces::label)).containsExactly(6, 0, 3);
        assertThat(faces.face(2).origin()).isEqualTo("X.npy[2]");
    }

    @ParameterizedTest
    @CsvSource({"0.003921569, 0", "0.007843138, -1", "1, 0"})
    void read_floatsOfAnyRange_areTheSame(float factor, float added) throws IOException {
        npy(folder.resolve("faces.npy"), "<f4", "3, 48, 48", floats(PIXELS, factor, added));
        npy(folder.resolve("labels.npy"), "<i8", "3, 1", longs(6, 0, 3));

        assertThat(pixels(FaceReader.of(folder.resolve("faces.npy")).read())).isEqualTo(PIXELS);
    }

    @Test
    void read_colourChannelsFirst_isTurned() throws IOException {
        byte[] planes = {1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24};
        npy(folder.resolve("faces.npy"), "|u1", "1, 3, 2, 2", planes);
        npy(folder.resolve("labels.npy"), "<i8", "1,", longs(1));

        FaceDataset faces = FaceReader.of(folder).size(2, 2).channels(3).read();

        assertThat(faces.face(0).pixels())
                .containsExactly(1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24);
    }

    @Test
    void read_oneHot_isUnderstood() throws IOException {
        Path faces = npy(folder.resolve("a.npy"), "|u1", "3, 48, 48", PIXELS);
        byte[] hot = new byte[3 * 8];
        hot[7] = hot[8] = hot[20] = 1;
        Path labels = npy(folder.resolve("b.npy"), "|u1", "3, 8", hot);

        FaceDataset read = FaceReader.of(faces, labels).read();

        assertThat(read.labels()).isEqualTo(LabelOrder.FER_PLUS);
        assertThat(IntStream.range(0, 3).map(read::label)).containsExactly(7, 0, 4);
    }

    @Test
    void read_badRows_areReportedAndCounted() throws IOException {
        byte[] values = floats(noise(5 * 48 * 48, 1), 1 / 255f, 0);
        ByteBuffer bytes = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(0, Float.NaN);
        bytes.putFloat(4 * 48 * 48, 900);
        npy(folder.resolve("faces.npy"), "<f4", "5, 48, 48", values);
        npy(folder.resolve("labels.npy"), "<i8", "5,", longs(0, 0, 7, -1, 3));

        FaceDataset faces = FaceReader.of(folder).read();

        assertThat(faces.size()).isEqualTo(1);
        assertThat(faces.face(0).emotion()).isEqualTo(Emotion.HAPPY);
        assertThat(faces.summary().problems().stream().map(DataProblem::toString))
                .containsExactly(
                        "faces.npy[0]: its values are not 0..1",
                        "faces.npy[1]: its values are not 0..1",
                        "faces.npy[2]: its label in labels.npy is none of 0..6 or a name such as"
                                + " angry, disgust, fear, happy, sad, surprise, neutral",
                        "faces.npy[3]: its label in labels.npy is none of 0..6 or a name such as"
                                + " angry, disgust, fear, happy, sad, surprise, neutral");
    }

    @Test
    void read_pairsForSplits_areKeptApart() throws IOException {
        npy(folder.resolve("x_train.npy"), "|u1", "3, 48, 48", PIXELS);
        npy(folder.resolve("y_train.npy"), "<i8", "3,", longs(0, 1, 2));
        npy(folder.resolve("x_test.npy"), "|u1", "3, 48, 48", PIXELS);
        npy(folder.resolve("y_test.npy"), "<i8", "3,", longs(4, 5, 6));

        FaceDataset faces = FaceReader.of(folder).read();

        assertThat(faces.subset(Split.TRAIN).counts()).containsExactly(1, 1, 1, 0, 0, 0, 0);
        assertThat(faces.subset(Split.TEST).counts()).containsExactly(0, 0, 0, 0, 1, 1, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "x_train, TRAIN",
        "Xtrain, TRAIN",
        "trainImages, TRAIN",
        "training-faces, TRAIN",
        "FERTrain, TRAIN",
        "x_val, VALIDATION",
        "valid2, VALIDATION",
        "faces.validation, VALIDATION",
        "public_test, VALIDATION",
        "PublicTest, VALIDATION",
        "testdata, TEST",
        "X_TEST, TEST",
        "private_test, TEST",
        "evaluation, UNSPLIT",
        "pixel_values, UNSPLIT",
        "latest, UNSPLIT",
        "retrained, UNSPLIT",
        "publication, UNSPLIT",
    })
    void read_splitInTheName_isAWordOfItsOwn(String name, Split split) throws IOException {
        Path faces = npy(folder.resolve(name + ".npy"), "|u1", "3, 48, 48", PIXELS);
        npy(folder.resolve("y.npy"), "<i8", "3,", longs(6, 0, 3));

        assertThat(FaceReader.of(faces).read().splits()).containsOnly(split);
    }

    @Test
    void read_arraysThatDoNotFit_sayWhy() throws IOException {
        Path faces = npy(folder.resolve("faces.npy"), "|u1", "3, 48, 48", PIXELS);
        assertThatThrownBy(() -> FaceReader.of(faces).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("faces.npy has no labels beside it");

        Path two = npy(folder.resolve("two.npy"), "<i8", "2,", longs(0, 1));
        assertThatThrownBy(() -> FaceReader.of(faces, two).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("holds 3 faces")
                .hasMessageContaining("2 labels");
        assertThatThrownBy(() -> FaceReader.of(two, faces).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("two.npy holds no faces");

        npy(folder.resolve("y.npy"), "<i8", "3,", longs(0, 1, 2));
        npy(folder.resolve("z.npy"), "<i8", "3,", longs(0, 1, 2));
        assertThatThrownBy(() -> FaceReader.of(folder).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("several arrays")
                .hasMessageContaining("y.npy");

        Path five = npy(folder.resolve("five.npy"), "|u1", "3, 5", new byte[15]);
        assertThatThrownBy(() -> FaceReader.of(faces, five).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("one-hot for 5 classes; accepted are 7");
    }
}
