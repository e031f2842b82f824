package io.github.fer4j.model.dataset;

import static io.github.fer4j.model.dataset.TestFaces.noise;
import static io.github.fer4j.model.dataset.TestFaces.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FerPlusVotesTest {
    private static final String OURS =
            "image,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown\n";
    private static final String MICROSOFT =
            "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,"
                    + "unknown,NF\n";

    @TempDir private Path folder;

    private FerPlusVotes votes(String text) throws IOException {
        return FerPlusVotes.read(Files.writeString(folder.resolve("votes.csv"), text));
    }

    @Test
    void read_votesByImage_areFoundByRow() throws IOException {
        FerPlusVotes votes = votes(OURS + "train/sad/00003.png,4,0,0,3,1,0,0,2,0\n");

        FaceVotes face = votes.forRow(3).orElseThrow();

        assertThat(votes.forRow(0)).isEmpty();
        assertThat(face.count(Emotion.NEUTRAL)).isEqualTo(4);
        assertThat(face.count(Emotion.CONTEMPT)).isEqualTo(2);
        assertThat(face.total()).isEqualTo(10);
        assertThat(face.majority()).hasValue(Emotion.NEUTRAL);
        assertThat(face.distribution(LabelOrder.FER_PLUS))
                .containsExactly(0.1f, 0, 0, 0, 0.3f, 0, 0.4f, 0.2f);
        assertThat(face.distribution(LabelOrder.FER2013))
                .containsExactly(0.125f, 0, 0, 0, 0.375f, 0, 0.5f);
    }

    @Test
    void majority_sharedOrNobody_isNone() throws IOException {
        FerPlusVotes votes =
                votes(
                        OURS
                                + "0.png,4,0,0,4,1,0,0,1,0\n"
                                + "1.png,0,0,0,0,0,0,0,0,10\n"
                                + "2.png,0,3,0,0,0,0,0,0,7\n");

        assertThat(votes.forRow(0).orElseThrow().majority()).isEmpty();
        assertThat(votes.forRow(1).orElseThrow().majority()).isEmpty();
        assertThat(votes.forRow(1).orElseThrow().distribution(LabelOrder.FER_PLUS)).containsOnly(0);
        assertThat(votes.forRow(2).orElseThrow().majority()).hasValue(Emotion.HAPPY);
    }

    @Test
    void read_microsoftsFile_isJoinedByRow() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("fer2013.csv"),
                        "emotion,pixels,Usage\n"
                                + ("0," + text(noise(2304, 1)) + ",Training\n")
                                + ("1," + text(noise(2304, 2)) + ",Training\n")
                                + ("2," + text(noise(2304, 3)) + ",PublicTest\n"));
        FerPlusVotes votes =
                votes(
                        MICROSOFT
                                + "Training,fer0000000.png,4,0,0,1,3,2,0,0,0,0\n"
                                + "Training,,0,0,0,0,0,0,0,0,0,10\n"
                                + "PublicTest,fer0000002.png,0,0,0,0,0,0,9,0,1,0\n");

        FaceDataset all = FaceReader.of(file).votes(votes).read();
        FaceDataset faces = FaceReader.of(file).votes(votes).dropNotFaces(true).read();

        assertThat(all.size()).isEqualTo(3);
        assertThat(all.face(1).votes().orElseThrow().isNotFace()).isTrue();
        assertThat(faces.size()).isEqualTo(2);
        assertThat(faces.summary().notFaces()).isEqualTo(1);
        assertThat(faces.summary().withVotes()).isEqualTo(2);
        assertThat(faces.withMajorityLabels().face(1).emotion()).isEqualTo(Emotion.FEAR);
        assertThat(faces.withMajorityLabels().label(0)).isEqualTo(6);
    }

    @Test
    void votes_namesThatAreNoRows_areNotJoined() throws IOException {
        byte[] png = TestFaces.picture("png", noise(2304, 1), 48, 48);
        TestFaces.write(folder, "faces/happy/Training_3.png", png);
        FerPlusVotes votes = votes(OURS + "3.png,4,0,0,3,1,0,0,2,0\n");

        assertThat(FaceReader.of(folder.resolve("faces")).votes(votes).read().summary().withVotes())
                .isZero();

        TestFaces.write(folder, "faces/happy/3.png", png);
        TestFaces.write(folder, "faces/sad/3.png", png);
        assertThatThrownBy(() -> FaceReader.of(folder.resolve("faces")).votes(votes).read())
                .isInstanceOf(FerException.class)
                .hasMessageContaining("two faces of the row 3");
    }

    @Test
    void read_badLinesOfATable_areReportedAndLeftOut() throws IOException {
        FerPlusVotes votes =
                votes(
                        OURS
                                + "0.png,4,0\n"
                                + "1.png,x,0,0,0,0,0,0,0,0\n"
                                + "2.png,0,0,0,0,0,0,0,0,1001\n"
                                + "a.png,1,0,0,0,0,0,0,0,0\n"
                                + "3.png,4,0,0,3,1,0,0,2,0\n"
                                + "3.png,0,9,0,0,0,0,0,0,0\n");

        assertThat(votes.size()).isEqualTo(1);
        assertThat(votes.forRow(3).orElseThrow().majority()).hasValue(Emotion.NEUTRAL);
        assertThat(votes.problems().stream().map(DataProblem::toString))
                .containsExactly(
                        "votes.csv:2: 3 columns instead of 10, as the header has",
                        "votes.csv:3: a number of votes is 'x', accepted is 0..1000",
                        "votes.csv:4: a number of votes is '1001', accepted is 0..1000",
                        "votes.csv:5: 'a.png' does not name a row of FER-2013, as"
                                + " train/angry/00000.png does",
                        "votes.csv:7: the row 3 has votes already, which are kept");
    }

    @Test
    void read_badLineOfMicrosoftsFile_isARowAllTheSame() throws IOException {
        FerPlusVotes votes =
                votes(
                        MICROSOFT
                                + "Training,fer0000000.png,4,0,0,1,3,2,0,0,0,0\n"
                                + "Training,fer0000001.png,0,-1,0,0,0,0,0,0,0,10\n"
                                + "PublicTest,fer0000002.png,0,0,0,0,0,0,9,0,1,0\n");
        TestFaces.npy(folder.resolve("faces.npy"), "|u1", "3, 48, 48", noise(3 * 2304, 1));
        TestFaces.npy(folder.resolve("labels.npy"), "|u1", "3,", new byte[] {6, 0, 2});
        List<String> told = new ArrayList<>();

        FaceDataset faces =
                FaceReader.of(folder.resolve("faces.npy"))
                        .votes(votes)
                        .onProblem(problem -> told.add(problem.toString()))
                        .read();

        assertThat(faces.size()).isEqualTo(3);
        assertThat(faces.summary().skipped()).isZero();
        assertThat(faces.face(0).votes().orElseThrow().majority()).hasValue(Emotion.NEUTRAL);
        assertThat(faces.face(1).votes()).isEmpty();
        assertThat(faces.face(2).votes().orElseThrow().majority()).hasValue(Emotion.FEAR);
        assertThat(told)
                .containsExactly("votes.csv:3: a number of votes is '-1', accepted is 0..1000");
    }

    @Test
    void read_brokenVotes_sayWhereAndWhatIsAccepted() {
        assertThatThrownBy(() -> votes("emotion,pixels\n"))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("holds no FER+ votes")
                .hasMessageContaining("fer2013new.csv");
        assertThatThrownBy(() -> votes(OURS + "0.png,4,0\n"))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("holds no usable votes: 1 lines were left out, the first")
                .hasMessageContaining("votes.csv:2: 3 columns instead of 10");
        assertThatThrownBy(() -> votes(OURS))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("holds no votes");
        assertThatThrownBy(() -> FerPlusVotes.read(folder.resolve("none.csv")))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("no such file");
    }
}
