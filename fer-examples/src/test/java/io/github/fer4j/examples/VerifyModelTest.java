package io.github.fer4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fer4j.examples.cli.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyModelTest {
    private static final Path FOLDER = Run.resource("manifest/k2-two-outputs");
    private static final Path MODEL = FOLDER.resolve("model.h5");
    private static final Path INPUT = FOLDER.resolve("input.npy");

    @TempDir private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "dl4j"})
    void call_kerasAnswer_endsWith0AndPrintsTheLargestDifferenceLast(String engine) {
        Run run = verify(engine, "output_0.npy");
        assertThat(run.err()).contains("--output");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(largestDifference(run)).isLessThan(1e-5);
    }

    @Test
    void call_outputByNameOrIndex_comparesThatOne() {
        Run byIndex = verify("onnx", "output_1.npy", "--output", "1");
        assertThat(byIndex.err()).isEmpty();
        assertThat(byIndex.exitCode()).isEqualTo(ExitCodes.DONE);
        String name = byIndex.out().split("'")[1];
        Run byName = verify("onnx", "output_1.npy", "--output", name);
        assertThat(byName.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(byName.lastLine()).isEqualTo(byIndex.lastLine());
    }

    @Test
    void call_unknownOutput_endsWith2AndNamesThoseThereAre() {
        Run run = verify("onnx", "output_1.npy", "--output", "valence");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("valence", "numbered from 0");
    }

    @Test
    void call_otherValues_endsWith1AndStillPrintsTheDifference() throws IOException {
        // The second row's values in place of the first's.
        byte[] expected = Files.readAllBytes(FOLDER.resolve("output_0.npy"));
        int row = 8 * Float.BYTES;
        int start = expected.length - 3 * row;
        System.arraycopy(expected, start + row, expected, start, row);
        Path swapped = Files.write(temporary.resolve("swapped.npy"), expected);
        Run run =
                Run.of(
                        new VerifyModel(),
                        "--model",
                        MODEL,
                        "--input",
                        INPUT,
                        "--expected",
                        swapped);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(largestDifference(run)).isGreaterThan(1e-3);
        assertThat(
                        Run.of(
                                        new VerifyModel(),
                                        "--model",
                                        MODEL,
                                        "--input",
                                        INPUT,
                                        "--expected",
                                        swapped,
                                        "--tolerance",
                                        "1")
                                .exitCode())
                .isEqualTo(ExitCodes.DONE);
    }

    @Test
    void call_otherShape_endsWith1AndNamesBoth() {
        Run run = verify("onnx", "output_1.npy", "--output", "0");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.err()).contains("(3, 8)", "(3, 2)", "output_1.npy");
    }

    @Test
    void call_inputThatDoesNotFit_endsWith1AndNamesIt() {
        Run run =
                Run.of(
                        new VerifyModel(),
                        "--model",
                        MODEL,
                        "--input",
                        FOLDER.resolve("output_1.npy"),
                        "--expected",
                        FOLDER.resolve("output_0.npy"));
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.err()).contains("error: ", "output_1.npy", "(None, 48, 48, 1)");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void call_json_isOneObject() throws IOException {
        Run run = verify("onnx", "output_0.npy", "--json");
        assertThat(run.lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("ok").booleanValue()).isTrue();
        assertThat(json.get("difference").doubleValue()).isBetween(0.0, 1e-5);
        assertThat(json.get("engine").textValue()).isEqualTo("onnx");
    }

    @Test
    void call_incompleteArguments_endsWith2() {
        List<Object[]> wrong =
                List.of(
                        new Object[] {},
                        new Object[] {"--model", MODEL},
                        new Object[] {"--input", INPUT, "--expected", INPUT},
                        new Object[] {"--manifest", "m.csv", "--model", MODEL},
                        new Object[] {"--manifest", "m.csv", "--timeout", "0"},
                        new Object[] {"--manifest", "m.csv", "--tolerance", "-1"},
                        new Object[] {"--manifest", "m.csv", "--engine", "tensorflow"});
        for (Object[] args : wrong) {
            Run run = Run.of(new VerifyModel(), args);
            assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("Usage:");
        }
    }

    @Test
    void call_missingFiles_endsWith1AndNamesThem() {
        Run noModel =
                Run.of(
                        new VerifyModel(),
                        "--model",
                        "gone.h5",
                        "--input",
                        INPUT,
                        "--expected",
                        INPUT);
        assertThat(noModel.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(noModel.err()).contains("gone.h5").hasLineCount(1);
        Run noManifest = Run.of(new VerifyModel(), "--manifest", "gone.csv");
        assertThat(noManifest.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(noManifest.err()).contains("gone.csv").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "dl4j"})
    void call_manifest_printsAVerdictForEachRowAndCountsThemLast(String engine) {
        Run run =
                Run.of(
                        new VerifyModel(),
                        "--manifest",
                        Run.resource("manifest/manifest.csv"),
                        "--engine",
                        engine);
        assertThat(run.err()).isEmpty();
        assertThat(run.lines()).hasSize(6);
        assertThat(run.lines().get(0)).startsWith("ok derived-deflated-keras model.keras ");
        assertThat(run.lines().get(1)).startsWith("ok k2-two-outputs model.h5 ");
        assertThat(run.lines().get(2)).startsWith("ok k22-two-outputs model.json+weights.h5 ");
        assertThat(run.lines().get(3)).startsWith("refused broken empty.h5 ").contains("empty.h5:");
        assertThat(run.lines().get(4))
                .startsWith("refused broken lambda.json+lambda-weights.h5 ")
                .contains("Lambda");
        assertThat(run.lastLine())
                .isEqualTo("5 rows: 3 ok, 0 differs, 2 refused, 0 error; 0 not as expected");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
    }

    @Test
    void call_manifestWithARowNotAsExpected_endsWith1AndNamesIt() throws IOException {
        Path broken = Files.createDirectories(temporary.resolve("broken"));
        Files.createFile(broken.resolve("empty.h5"));
        Path manifest =
                Files.write(
                        temporary.resolve("manifest.csv"),
                        List.of("folder,containers,expect", "broken,empty.h5,ok"));
        Run run = Run.of(new VerifyModel(), "--manifest", manifest, "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.err()).isEqualTo("not as expected (ok): broken empty.h5%n".formatted());
        JsonNode row = new ObjectMapper().readTree(run.lines().get(0));
        assertThat(row.get("status").textValue()).isEqualTo("refused");
        assertThat(row.get("asExpected").booleanValue()).isFalse();
        JsonNode counts = new ObjectMapper().readTree(run.lines().get(1));
        assertThat(counts.get("refused").intValue()).isEqualTo(1);
        assertThat(counts.get("notAsExpected").intValue()).isEqualTo(1);
    }

    private static Run verify(String engine, String expected, Object... more) {
        Object[] args = {
            "--model",
            MODEL,
            "--input",
            INPUT,
            "--engine",
            engine,
            "--expected",
            FOLDER.resolve(expected)
        };
        Object[] all = java.util.Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Run.of(new VerifyModel(), all);
    }

    private static double largestDifference(Run run) {
        assertThat(run.lastLine()).startsWith("largest difference: ");
        return Double.parseDouble(run.lastLine().substring("largest difference: ".length()));
    }
}
