package io.github.fer4j.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFilesTest {
    @TempDir private Path folder;

    @Test
    void commit_replacesWhatIsThere() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        try (StagedFiles staged = new StagedFiles()) {
            Path aside = staged.aside(file);
            Files.writeString(aside, "new");
            assertThat(file).hasContent("old");
            staged.commit();
        }

        assertThat(file).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("a");
    }

    @Test
    void close_withoutCommit_leavesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        try (StagedFiles staged = new StagedFiles()) {
            Files.writeString(staged.aside(file), "half");
        }

        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("a");
    }

    @Test
    void sweep_removesWhatWasLeftAndNothingElse() throws IOException {
        StagedFiles killed = new StagedFiles();
        Files.writeString(killed.aside(folder.resolve("a.state")), "half");
        Files.writeString(folder.resolve(".lock"), "");
        Files.writeString(folder.resolve(".a.1234"), "");

        StagedFiles.sweep(folder);

        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(".lock", ".a.1234");
    }
}
