package io.github.fer4j.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fer4j.examples.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExploreDatasetTest {
    private static final Path DATA = Path.of(System.getProperty("fer.shared", "../shared"), "data");

    @TempDir private Path folder;

    private static String pixels(long seed) {
        return new SplittableRandom(seed)
                .ints(48 * 48, 0, 256)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
    }

    private Path csv() throws IOException {
        return Files.write(
                folder.resolve("fer2013.csv"),
                List.of(
                        "emotion,pixels,Usage",
                        "0," + pixels(1) + ",Training",
                        "3," + pixels(2) + ",Training",
                        "9," + pixels(3) + ",Training",
                        "4," + pixels(1) + ",PublicTest"));
    }

    private static JsonNode json(Run run) throws IOException {
        assertThat(run.out().strip().lines()).as("stdout").hasSize(1);
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void explore_json_isOneObjectWithCountsProblemsAndDuplicates() throws IOException {
        Run run = Run.of(new ExploreDataset(), "--data", csv().toString(), "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("fer2013.csv:4: emotion is '9'").contains("1 faces could");
        JsonNode json = json(run);
        assertThat(json.path("n").asInt()).isEqualTo(3);
        assertThat(json.path("skipped").asInt()).isEqualTo(1);
        assertThat(json.path("problems").path(0).path("origin").asText())
                .isEqualTo("fer2013.csv:4");
        assertThat(json.path("counts").path("train").path("happy").asInt()).isEqualTo(1);
        assertThat(json.path("counts").path("train").path("total").asInt()).isEqualTo(2);
        assertThat(json.path("counts").path("validation").path("sad").asInt()).isEqualTo(1);
        JsonNode exact = json.path("exactDuplicates");
        assertThat(exact.path("groups").asInt()).isEqualTo(1);
        assertThat(exact.path("groupsAcrossSplits").asInt()).isEqualTo(1);
        assertThat(exact.path("facesWithSeveralLabels").asInt()).isEqualTo(2);
        assertThat(exact.path("contradictingLabels").asInt()).isEqualTo(1);
        assertThat(json.path("nearDuplicates").path("groups").asInt()).isZero();
        assertThat(json.path("blank")).isEmpty();
    }

    @Test
    void explore_withOut_writesPicturesAndReports() throws IOException {
        Path out = folder.resolve("deep/out");

        Run run = Run.of(new ExploreDataset(), "--data", csv().toString(), "--out", out.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("3 faces, 48x48, grey").contains("1 face left out");
        for (String name : List.of("counts", "faces", "mean-faces", "duplicates")) {
            assertThat(ImageIO.read(out.resolve(name + ".png").toFile()).getWidth())
                    .as(name)
                    .isGreaterThan(300);
        }
        assertThat(Files.readAllLines(out.resolve("duplicates.csv")))
                .containsExactly(
                        "group,kind,origin,split,label",
                        "1,exact,fer2013.csv:2,train,angry",
                        "1,exact,fer2013.csv:5,validation,sad");
        assertThat(run.out()).startsWith(Files.readString(out.resolve("report.txt")));
        assertThat(
                        new ObjectMapper()
                                .readTree(out.resolve("summary.json").toFile())
                                .path("n")
                                .asInt())
                .isEqualTo(3);
    }

    @Test
    void explore_unusableData_failsAndSaysWhatWasLookedFor() {
        Run nothing = Run.of(new ExploreDataset(), "--data", folder.toString());
        Run missing = Run.of(new ExploreDataset(), "--data", folder + "/none", "--json");
        Run usage = Run.of(new ExploreDataset(), "--data", "x", "--drop-not-faces");

        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.err()).contains("no usable face").contains("fer2013.csv");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.out()).isEmpty();
        assertThat(missing.err()).contains("does not exist");
        assertThat(usage.exitCode()).isEqualTo(2);
    }

    @Test
    void explore_fer2013_findsWhatIsKnownOfIt() throws IOException {
        assumeTrue(
                Files.exists(DATA.resolve("fer2013.zip")),
                "needs ../shared/data/fer2013.zip, which is not there");
        Run run =
                Run.of(
                        new ExploreDataset(),
                        "--data",
                        DATA.resolve("fer2013.zip").toString(),
                        "--votes",
                        DATA.resolve("ferplus-votes.csv").toString(),
                        "--json");

        JsonNode json = json(run);
        assertThat(json.path("n").asInt()).isEqualTo(32_140);
        // The exact ones were counted by another program too.
        assertThat(json.path("exactDuplicates").path("groups").asInt()).isEqualTo(1273);
        assertThat(json.path("exactDuplicates").path("faces").asInt()).isEqualTo(2795);
        assertThat(json.path("exactDuplicates").path("groupsAcrossSplits").asInt()).isEqualTo(269);
        assertThat(json.path("exactDuplicates").path("facesWithSeveralLabels").asInt())
                .isEqualTo(17);
        assertThat(json.path("duplicates").path("contradictingShare").asDouble())
                .isBetween(0.004, 0.005);
        assertThat(json.path("votes").path("withMajorityBySplit").path("validation").asInt())
                .isEqualTo(3436);
    }
}
