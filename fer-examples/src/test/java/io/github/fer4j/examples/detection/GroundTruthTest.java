package io.github.fer4j.examples.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fer4j.detect.FaceBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundTruthTest {
    @TempDir Path folder;

    private GroundTruth truth(String... lines) throws IOException {
        return GroundTruth.read(Files.write(folder.resolve("faces.csv"), List.of(lines)));
    }

    @Test
    void score_hitMissAndFalse_areCounted() throws IOException {
        GroundTruth truth = truth("a.jpg,100,100,50,60,clear", "a.jpg,300,100,50,60,clear");
        List<FaceBox> found = List.of(new FaceBox(95, 95, 60, 60), new FaceBox(500, 0, 60, 60));
        assertThat(truth.score("a.jpg", found, 1)).isEqualTo(new GroundTruth.Score(1, 1, 1));
    }

    @Test
    void score_sameFaceTwice_isOnceFalse() throws IOException {
        GroundTruth truth = truth("a.jpg,100,100,50,60,clear");
        FaceBox box = new FaceBox(100, 100, 50, 60);
        assertThat(truth.score("a.jpg", List.of(box, box), 1))
                .isEqualTo(new GroundTruth.Score(1, 0, 1));
    }

    @Test
    void score_partlyHiddenFace_countsNeitherWay() throws IOException {
        GroundTruth truth = truth("a.jpg,100,100,50,60,partial");
        assertThat(truth.score("a.jpg", List.of(new FaceBox(100, 100, 50, 60)), 1))
                .isEqualTo(new GroundTruth.Score(0, 0, 0));
        assertThat(truth.score("a.jpg", List.of(), 1)).isEqualTo(new GroundTruth.Score(0, 0, 0));
    }

    @Test
    void score_halvedCopy_isComparedAtThatSize() throws IOException {
        GroundTruth truth = truth("a.jpg,100,100,50,60,clear");
        assertThat(truth.score("a.jpg", List.of(new FaceBox(50, 50, 25, 30)), 0.5))
                .isEqualTo(new GroundTruth.Score(1, 0, 0));
    }

    @Test
    void read_wrongLine_isQuoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> truth("a.jpg,1,2"))
                .withMessageContaining("a.jpg,1,2");
    }

    @Test
    void ofPhotos_developmentPhotos_areSevenWithTwentySevenFaces() throws IOException {
        GroundTruth truth = GroundTruth.ofPhotos();
        assertThat(truth.files()).hasSize(7).contains("no-faces.jpg");
        int faces = 0;
        for (String file : truth.files()) {
            faces += truth.score(file, List.of(), 1).missed();
        }
        assertThat(faces).isEqualTo(27);
    }
}
