package io.github.fer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Scaling;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class LauncherTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void run_allDone_endsWith0AndPrintsOnStandardOutput() {
        assertThat(run("a", "b")).isEqualTo(ExitCodes.DONE);
        assertThat(out).hasToString("done a%ndone b%n".formatted());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void run_help_endsWith0AndNamesTheOptions() {
        assertThat(run("--help")).isEqualTo(ExitCodes.DONE);
        assertThat(out.toString()).contains("--help", "--json", "--labels");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void run_unknownOption_endsWith2AndLeavesStandardOutputEmpty() {
        assertThat(run("--nonsense")).isEqualTo(ExitCodes.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("--nonsense", "Usage:");
    }

    @Test
    void run_usageFoundWhileRunning_endsWith2() {
        assertThat(run("usage")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("not that one");
    }

    @Test
    void run_unusableInput_endsWith1AndSaysWhyInOneLine() {
        assertThat(run("model")).isEqualTo(ExitCodes.FAILED);
        assertThat(err).hasToString("error: broken.h5: not HDF5%n".formatted());
    }

    @Test
    void run_missingFile_endsWith1AndNamesIt() {
        assertThat(run("missing")).isEqualTo(ExitCodes.FAILED);
        assertThat(err).hasToString("error: gone.npy: no such file%n".formatted());
    }

    @Test
    void run_defect_endsWith1AndShowsWhereItIs() {
        assertThat(run("defect")).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).contains("ArithmeticException", "LauncherTest");
    }

    @Test
    void run_json_writesOneObjectALine() {
        assertThat(run("--json", "ä\"", "b")).isEqualTo(ExitCodes.DONE);
        assertThat(out).hasToString("{\"name\":\"ä\\\"\"}%n{\"name\":\"b\"}%n".formatted());
    }

    @Test
    void run_labelsAndScaling_areReadByNameAndAsLists() {
        assertThat(command("--labels=FER2013", "--scaling=unit").labels)
                .isEqualTo(LabelOrder.FER2013);
        Sample sample = command("--labels=happy,Sad", "--scaling=1/2/3,4/5/6");
        assertThat(sample.labels.labels()).containsExactly("happy", "sad");
        assertThat(sample.scaling)
                .isEqualTo(new Scaling(List.of(1.0, 2.0, 3.0), List.of(4.0, 5.0, 6.0)));
        assertThat(command("--scaling=127.5,127.5").scaling).isEqualTo(Scaling.SYMMETRIC);
    }

    @Test
    void run_unreadableLabelsOrScaling_endsWith2AndNamesWhatIsAccepted() {
        assertThat(run("--labels=joyful")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("--scaling=half")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("--scaling=1,0")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("joyful", "surprise", "half", "symmetric", "not 0");
    }

    private int run(String... args) {
        return Launcher.run(new Sample(), new PrintWriter(out), new PrintWriter(err), args);
    }

    private Sample command(String... args) {
        Sample sample = new Sample();
        assertThat(Launcher.run(sample, new PrintWriter(out), new PrintWriter(err), args)).isZero();
        return sample;
    }

    @Command(name = "sample")
    static final class Sample extends MainCommand {
        @Parameters private List<String> names = new ArrayList<>();

        @Option(names = "--labels", converter = LabelOrderConverter.class)
        private LabelOrder labels;

        @Option(names = "--scaling", converter = ScalingConverter.class)
        private Scaling scaling;

        @Override
        public Integer call() throws Exception {
            for (String name : names) {
                switch (name) {
                    case "usage" -> throw usage("not that one");
                    case "model" -> throw new ModelFormatException("broken.h5: not HDF5");
                    case "missing" -> throw new NoSuchFileException("gone.npy");
                    case "defect" -> throw new ArithmeticException("seven times eight");
                    default -> print(name);
                }
            }
            return ExitCodes.DONE;
        }

        private void print(String name) {
            if (isJson()) {
                jsonLines().write(json -> json.writeStringField("name", name));
            } else {
                out().println("done " + name);
            }
        }
    }
}
