package io.github.fer4j.examples.training.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Npy;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.engine.BundledNetwork;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A network that can be trained answers, while it does not learn, as Keras does. */
@SuppressWarnings("try") // Scopes work by being open.
class TrainableNetworkAnswersTest {
    private static final double TOLERANCE = 1e-4;

    /** A network of a manifest. */
    private record Row(String folder, List<Path> files, List<Path> outputs, Path input) {
        KerasModel read() {
            return KerasReader.read(
                    files.get(0), files.subList(1, files.size()).toArray(Path[]::new));
        }
    }

    @BeforeAll
    static void useOneThread() {
        torch.set_num_threads(1);
    }

    @Test
    void predict_shippedFixtures_areAsKerasAnswers() throws IOException {
        Map<String, String> refused = check(Path.of("../fer-model/src/test/resources/fixtures"));

        assertThat(refused).isEmpty();
    }

    @Test
    void predict_allFixtures_areAsKerasAnswersOrAreRefusedByName() throws IOException {
        Path shared = Path.of(System.getProperty("fer.shared", "../../shared")).resolve("fixtures");
        assumeTrue(Files.isDirectory(shared), "the development fixtures are not here");

        Map<String, String> refused = check(shared);

        assertThat(refused.values())
                .allSatisfy(message -> assertThat(message).contains("cannot be trained"));
        assertThat(refused).hasSizeLessThan(12);
    }

    @Test
    void predict_bundledNetworks_areAsKerasAnswers() throws IOException {
        for (BundledNetwork network : BundledNetwork.values()) {
            String name = network == BundledNetwork.FER2013 ? "fer2013" : "ferplus";
            Path folder = Path.of("../fer-model/src/test/resources/bundled", name);
            compare(
                    network.read(),
                    folder.resolve("input.npy"),
                    List.of(folder.resolve("output.npy")));
        }
    }

    /** The networks that are refused, each folder's first container alone. */
    private static Map<String, String> check(Path fixtures) throws IOException {
        Map<String, String> refused = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (Row row : rows(fixtures)) {
            try {
                compare(row.read(), row.input, row.outputs);
            } catch (ModelFormatException e) {
                refused.put(row.folder, e.getMessage());
            } catch (AssertionError | RuntimeException e) {
                wrong.add(row.folder + ": " + e.getClass().getSimpleName() + e.getMessage());
            }
        }
        assertThat(wrong).isEmpty();
        return refused;
    }

    private static List<Row> rows(Path fixtures) throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(fixtures.resolve("manifest.csv"))) {
            String[] cells = line.split(",");
            if (cells.length < 8 || !cells[7].equals("ok") || rows.containsKey(cells[0])) {
                continue;
            }
            Path folder = fixtures.resolve(cells[0]);
            List<Path> outputs = new ArrayList<>();
            for (String output : cells[4].split("\\+")) {
                outputs.add(folder.resolve(output));
            }
            List<Path> files = new ArrayList<>();
            for (String file : cells[1].split("\\+")) {
                files.add(folder.resolve(file));
            }
            rows.put(cells[0], new Row(cells[0], files, outputs, folder.resolve("input.npy")));
        }
        assertThat(rows).isNotEmpty();
        return List.copyOf(rows.values());
    }

    private static void compare(KerasModel model, Path input, List<Path> outputs)
            throws IOException {
        Tensor pictures = Npy.read(input);
        try (TrainableNetwork network = TrainableNetwork.of(model, Precision.FLOAT32);
                PointerScope scope = new PointerScope()) {
            List<org.bytedeco.pytorch.Tensor> answers =
                    network.predict(Tensors.of(pictures.toArray(), pictures.shape().toLongArray()));
            assertThat(answers).hasSameSizeAs(outputs);
            for (int i = 0; i < outputs.size(); i++) {
                Tensor expected = Npy.read(outputs.get(i));
                float[] found = Tensors.toArray(answers.get(i));
                assertThat(found).hasSize(expected.count());
                double worst = 0;
                for (int j = 0; j < found.length; j++) {
                    double scale = Math.max(1, Math.abs(expected.get(j)));
                    worst = Math.max(worst, Math.abs(found[j] - expected.get(j)) / scale);
                }
                assertThat(worst).isLessThan(TOLERANCE);
            }
        }
    }
}
