package io.github.fer4j.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FER-2013 itself, where the development data are there; the counts are those of its README. */
class FerDataTest {
    private static final Path DATA = Path.of(System.getProperty("fer.shared", "../shared"), "data");

    @BeforeEach
    void needsData() {
        assumeTrue(
                Files.exists(DATA.resolve("fer2013.zip")),
                "needs ../shared/data/fer2013.zip, which is not there");
    }

    @Test
    void read_fer2013Zip_findsTheCountsOfItsReadme() {
        FaceDataset all =
                FaceReader.of(DATA.resolve("fer2013.zip"))
                        .votes(FerPlusVotes.read(DATA.resolve("ferplus-votes.csv")))
                        .read();

        assertThat(all.summary().skipped()).isZero();
        assertThat(all.summary().withVotes()).isEqualTo(32_140);
        assertThat(all.subset(Split.TRAIN).counts())
                .containsExactly(3956, 435, 4073, 7185, 4804, 3169, 4939);
        assertThat(all.subset(Split.VALIDATION).counts())
                .containsExactly(467, 56, 495, 891, 652, 414, 604);
        assertThat(all.subset(Split.VALIDATION).withMajorityLabels().size()).isEqualTo(3436);
        assertThat(all.subset(Split.TEST).size()).isZero();
    }
}
