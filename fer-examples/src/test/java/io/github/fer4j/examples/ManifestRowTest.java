package io.github.fer4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fer4j.examples.ManifestRow.Expectation;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestRowTest {
    @TempDir private Path folder;

    @Test
    void read_quotedCellsAndJoinedNames_areTakenApart() throws IOException {
        List<ManifestRow> rows =
                read(
                        "folder,containers,note,expect,outputs,input_shape",
                        "a,model.json+weights.h5,\"says \"\"no\"\","
                                + " twice\",ok,y0.npy+y1.npy,2x4x4x1",
                        "\"b\",model.h5,\"over",
                        "two lines\",refuse,,",
                        "c,model.keras,,EITHER,,");
        assertThat(rows)
                .containsExactly(
                        new ManifestRow(
                                "a",
                                List.of("model.json", "weights.h5"),
                                java.util.Optional.of(Shape.of(2, 4, 4, 1)),
                                List.of("y0.npy", "y1.npy"),
                                Expectation.OK),
                        row("b", "model.h5", Expectation.REFUSE),
                        row("c", "model.keras", Expectation.EITHER));
    }

    @Test
    void read_withoutOptionalColumns_expectsOutputNpy() throws IOException {
        assertThat(read("folder,containers", "a,model.h5"))
                .containsExactly(
                        new ManifestRow(
                                "a",
                                List.of("model.h5"),
                                java.util.Optional.empty(),
                                List.of("output.npy"),
                                Expectation.OK));
    }

    @Test
    void read_unusableRows_areNamed() {
        assertThatThrownBy(() -> read("folder,containers", "a,"))
                .isInstanceOf(FerException.class)
                .hasMessageContainingAll("manifest.csv", "row 1", "containers");
        assertThatThrownBy(
                        () -> read("folder,containers,expect", "a,model.h5,ok", "b,model.h5,maybe"))
                .isInstanceOf(FerException.class)
                .hasMessageContainingAll("row 2", "maybe", "refuse");
        assertThatThrownBy(() -> read("folder,containers,input_shape", "a,model.h5,3x?x1"))
                .isInstanceOf(FerException.class)
                .hasMessageContainingAll("row 1", "3x?x1");
    }

    @Test
    void read_developmentFixtures_findsEveryRow() throws IOException {
        Path manifest = Path.of(System.getProperty("fer.shared"), "fixtures", "manifest.csv");
        assumeTrue(Files.exists(manifest), "the development fixtures are not here");
        assertThat(
                        ManifestRow.read(manifest).stream()
                                .collect(
                                        Collectors.groupingBy(
                                                ManifestRow::expect, Collectors.counting())))
                .containsEntry(Expectation.OK, 236L)
                .containsEntry(Expectation.REFUSE, 83L)
                .containsEntry(Expectation.EITHER, 5L);
    }

    private static ManifestRow row(String folder, String container, Expectation expect) {
        return new ManifestRow(
                folder, List.of(container), java.util.Optional.empty(), List.of(), expect);
    }

    private List<ManifestRow> read(String... lines) throws IOException {
        return ManifestRow.read(Files.write(folder.resolve("manifest.csv"), List.of(lines)));
    }
}
