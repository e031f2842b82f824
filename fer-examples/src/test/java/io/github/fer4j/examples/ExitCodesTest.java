package io.github.fer4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.examples.cli.ExitCodes;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that a shell sees, from processes of their own. */
class ExitCodesTest {
    @TempDir private Path directory;

    @Test
    void main_help_endsWith0() throws Exception {
        Run run = Run.inProcess(directory, VerifyModel.class, "--help");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(run.out()).startsWith("Usage: VerifyModel");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void main_wrongUsage_endsWith2() throws Exception {
        Run run = Run.inProcess(directory, VerifyModel.class, "--nonsense");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("--nonsense");
    }

    @Test
    void main_missingInput_endsWith1() throws Exception {
        Run run = Run.inProcess(directory, VerifyModel.class, "--manifest", "gone.csv");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("gone.csv");
    }

    @Test
    void main_noArguments_analysesTheShippedPictureIntoTheWorkingDirectory() throws Exception {
        Run run = Run.inProcess(directory, AnalyzeImage.class);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(run.out()).contains("1 face", "happy", "astronaut-annotated.png");
        assertThat(directory.resolve("astronaut-annotated.png")).isNotEmptyFile();
    }

    @Test
    void main_relativePathsAndABadFile_endsWith1() throws Exception {
        Files.write(directory.resolve("portrait.png"), ShippedPicture.read());
        Run run =
                Run.inProcess(directory, AnalyzeImage.class, "--json", "gone.jpg", "portrait.png");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.lines()).hasSize(2);
        assertThat(run.lines().get(0)).startsWith("{\"file\":\"gone.jpg\",\"error\":");
        assertThat(run.lines().get(1)).contains("\"dominant\":\"happy\"");
    }
}
