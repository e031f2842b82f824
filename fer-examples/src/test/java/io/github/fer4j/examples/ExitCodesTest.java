package io.github.fer4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.examples.cli.ExitCodes;
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
}
