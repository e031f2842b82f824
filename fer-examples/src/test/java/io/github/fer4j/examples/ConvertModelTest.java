package io.github.fer4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.engine.BundledNetwork;
import io.github.fer4j.model.engine.ClassifierLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertModelTest {
    private static final String FOLDER = "manifest/derived-deflated-keras/";
    private static final Path MODEL = Run.resource(FOLDER + "model.keras");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"model.keras", "model.h5", "model.HDF5", "model.json", "model.onnx"})
    void call_anyEnding_writesANetworkThatAnswersAsBefore(String name) {
        Path out = folder.resolve(name);
        Run run = Run.of(new ConvertModel(), "--model", MODEL, "--out", out);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(run.out()).contains(out.toString());
        assertThat(run.lastLine()).matches("largest difference: [0-9.]+e-0[6-9]|.*: 0\\.0e\\+00");
        assertThat(out).isNotEmptyFile();
    }

    @Test
    void call_archive_answersAsKerasDid() {
        Path out = folder.resolve("model.h5");
        Run.of(new ConvertModel(), "--model", MODEL, "--out", out);
        Run verified =
                Run.of(
                        new VerifyModel(),
                        "--model",
                        out,
                        "--input",
                        Run.resource(FOLDER + "input.npy"),
                        "--expected",
                        Run.resource(FOLDER + "output.npy"));
        assertThat(verified.exitCode()).isEqualTo(ExitCodes.DONE);
    }

    @Test
    void call_json_writesTheWeightsBesideIt() {
        Run byPosition =
                Run.of(new ConvertModel(), "--model", MODEL, "--out", folder.resolve("net.json"));
        Run byName =
                Run.of(
                        new ConvertModel(),
                        "--model",
                        MODEL,
                        "--out",
                        folder.resolve("old.json"),
                        "--weights-layout",
                        "by-name");
        assertThat(byPosition.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(byName.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(folder.resolve("net.weights.h5")).isNotEmptyFile();
        assertThat(folder.resolve("old_weights.h5")).isNotEmptyFile();
    }

    @Test
    void call_jsonLines_holdWhatWasWrittenAndTheDifference() throws IOException {
        Path out = folder.resolve("net.json");
        Run run = Run.of(new ConvertModel(), "--model", MODEL, "--out", out, "--json");
        assertThat(run.lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("written")).hasSize(2);
        assertThat(json.get("written").get(0).textValue()).isEqualTo(out.toString());
        assertThat(json.get("ok").booleanValue()).isTrue();
        assertThat(json.get("compared").booleanValue()).isTrue();
        assertThat(json.get("difference").doubleValue()).isBetween(0.0, 1e-5);
    }

    @Test
    void call_fileThatIsThere_isReplacedByForceAlone() throws IOException {
        Path out = folder.resolve("model.keras");
        Files.writeString(out, "mine");

        Run refused = Run.of(new ConvertModel(), "--model", MODEL, "--out", out);
        assertThat(refused.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(refused.err()).contains("--force");
        assertThat(out).hasContent("mine");

        Run forced = Run.of(new ConvertModel(), "--model", MODEL, "--out", out, "--force");
        assertThat(forced.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(Files.size(out)).isGreaterThan(1000);
    }

    @Test
    void call_onnx_keepsLabelsAndScaling() {
        Path out = folder.resolve("model.onnx");
        Run run =
                Run.of(
                        new ConvertModel(),
                        "--model",
                        MODEL,
                        "--out",
                        out,
                        "--labels",
                        "alphabetical",
                        "--scaling",
                        "symmetric");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        try (EmotionClassifier classifier = new ClassifierLoader().model(out).load()) {
            assertThat(classifier.spec().labels()).isEqualTo(LabelOrder.ALPHABETICAL);
            assertThat(classifier.spec().scaling()).isEqualTo(Scaling.SYMMETRIC);
            assertThat(classifier.spec().height()).isEqualTo(48);
        }
    }

    @Test
    void call_bundledNetworkAsOnnx_keepsItsWholeSpec() {
        Path out = folder.resolve("bundled.onnx");
        Run run = Run.of(new ConvertModel(), "--out", out);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        try (EmotionClassifier classifier = new ClassifierLoader().model(out).load()) {
            assertThat(classifier.spec()).isEqualTo(BundledNetwork.FER2013.spec());
        }
    }

    @Test
    void call_labelsThatFitNoOutput_areWrongUsage() {
        Path out = folder.resolve("model.onnx");
        Run run =
                Run.of(new ConvertModel(), "--model", MODEL, "--out", out, "--labels", "happy,sad");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("2", "(None, 7)");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--out model.pt",
                "--out model.weights.h5",
                "--out model.h5 --labels fer2013",
                "--out model.keras --weights-layout by-name",
                "--out model.json --weights-layout sideways",
                "--weights w.h5 --out model.h5"
            })
    void call_wrongUsage_endsWith2(String arguments) {
        Run run = Run.of(new ConvertModel(), (Object[]) arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void call_unusableNetwork_endsWith1AndWritesNothing() {
        Path out = folder.resolve("model.h5");
        Run run =
                Run.of(
                        new ConvertModel(),
                        "--model",
                        Run.resource("manifest/broken/empty.h5"),
                        "--out",
                        out);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.err()).startsWith("error: ").contains("empty.h5");
        assertThat(out).doesNotExist();
    }
}
