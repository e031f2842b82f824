package io.github.fer4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fer4j.examples.cli.ExitCodes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DescribeModelTest {
    private static final Path MODEL = Run.resource("manifest/k22-two-outputs/model.json");
    private static final Path WEIGHTS = Run.resource("manifest/k22-two-outputs/weights.h5");

    @Test
    void call_network_listsLayersTotalsAndEngines() {
        Run run = Run.of(new DescribeModel(), "--model", MODEL, "--weights", WEIGHTS);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(run.out())
                .contains("Layer (class)", "Output shape", "Params", "Connected to")
                .contains("(Conv2D)", "(BatchNormalization)", "(GlobalAveragePooling2D)")
                .contains("Keras 2.2.4", "Total params: 664 ", "(None, 48, 48, 1)", "(None, 2)")
                .contains("Engine onnx: runs", "Engine dl4j: runs")
                .containsPattern("ONNX graph: [1-9][0-9]* nodes as .*, [1-9][0-9]* once");
    }

    @Test
    void call_json_holdsTheSame() throws IOException {
        Run run = Run.of(new DescribeModel(), "--model", MODEL, "--weights", WEIGHTS, "--json");
        assertThat(run.lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("params").intValue()).isEqualTo(664);
        assertThat(json.get("outputs")).hasSize(2);
        assertThat(json.get("inputs").get(0).get("shape").toString()).isEqualTo("[null,48,48,1]");
        int sum = 0;
        for (JsonNode layer : json.get("layers")) {
            sum += layer.get("params").intValue();
        }
        assertThat(sum).isEqualTo(664);
        JsonNode onnx = json.get("engines").get("onnx");
        assertThat(onnx.get("runs").booleanValue()).isTrue();
        // The batch normalisation is folded away.
        assertThat(onnx.get("nodesAfter").intValue())
                .isBetween(1, onnx.get("nodesBefore").intValue() - 1);
    }

    @Test
    void call_withoutModel_describesTheBundledNetwork() {
        Run run = Run.of(new DescribeModel());
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(run.out()).contains("comes with fer", "(None, 48, 48, 1)", "(None, 7)");
    }

    @Test
    void call_unusableNetwork_endsWith1AndNamesTheFile() {
        Run run = Run.of(new DescribeModel(), "--model", Run.resource("manifest/broken/empty.h5"));
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("error: ").contains("empty.h5").hasLineCount(1);
    }

    @Test
    void call_weightsAlone_endsWith2() {
        Run run = Run.of(new DescribeModel(), "--weights", WEIGHTS);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("--model");
    }
}
