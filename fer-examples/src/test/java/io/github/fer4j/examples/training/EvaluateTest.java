package io.github.fer4j.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fer4j.examples.Run;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.Npy;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.engine.BundledNetwork;
import io.github.fer4j.model.engine.ClassifierLoader;
import io.github.fer4j.model.keras.KerasWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class EvaluateTest {
    private static final List<String> NAMES =
            List.of("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral");

    @TempDir private Path folder;

    /** Faces that are none: smooth noise, which the network has to call something. */
    private static int[] pixels(int seed) {
        Random random = new Random(seed);
        double[] waves = random.doubles(6, 0.02, 0.5).toArray();
        return IntStream.range(0, 48 * 48)
                .map(
                        i ->
                                (int)
                                        (127
                                                + 60 * Math.sin(i % 48 * waves[0] + seed)
                                                + 60 * Math.cos(i / 48 * waves[1] - seed)))
                .toArray();
    }

    private Path csv(String name, String... usages) throws IOException {
        List<String> lines = new ArrayList<>(List.of("emotion,pixels,Usage"));
        for (int i = 0; i < 28; i++) {
            lines.add(
                    i % 7
                            + ","
                            + IntStream.of(pixels(i))
                                    .mapToObj(Integer::toString)
                                    .collect(Collectors.joining(" "))
                            + ","
                            + usages[i % usages.length]);
        }
        return Files.write(folder.resolve(name), lines);
    }

    private Path tree(String name) throws IOException {
        Path root = folder.resolve(name);
        for (int i = 0; i < 28; i++) {
            BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setPixels(0, 0, 48, 48, pixels(i));
            Path file = root.resolve(NAMES.get(i % 7)).resolve("%05d.png".formatted(i));
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        return root;
    }

    private static JsonNode json(Run run) {
        assertThat(run.lines()).hasSize(1);
        try {
            return new ObjectMapper().readTree(run.out());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void call_csvWithAllSplits_evaluatesValidationAndFitsTheTemperatureOnIt() throws IOException {
        Path data = csv("fer2013.csv", "Training", "PublicTest", "PrivateTest", "PublicTest");

        Run run = Run.of(new Evaluate(), "--data", data, "--json", "--batch", 5);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.DONE);
        assertThat(run.err()).contains("validation (chosen): 14 faces");
        JsonNode json = json(run);
        assertThat(json.get("split").asText()).isEqualTo("validation");
        assertThat(json.get("n").asInt()).isEqualTo(14);
        assertThat(json.get("temperatureSource").asText()).isEqualTo("validation");
        assertThat(json.get("labels"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(NAMES);
        int sum = 0;
        int diagonal = 0;
        for (int row = 0; row < 7; row++) {
            for (int column = 0; column < 7; column++) {
                int count = json.get("confusion").get(row).get(column).asInt();
                sum += count;
                diagonal += row == column ? count : 0;
            }
        }
        assertThat(sum).isEqualTo(14);
        assertThat(json.get("accuracy").asDouble()).isCloseTo(diagonal / 14.0, within(1e-12));
        assertThat(json.get("accuracyInterval").get(0).asDouble())
                .isLessThanOrEqualTo(json.get("accuracy").asDouble());
        assertThat(json.get("accuracyInterval").get(1).asDouble())
                .isGreaterThan(json.get("accuracy").asDouble());
        assertThat(json.get("logLossAfterTemperature").asDouble())
                .isLessThanOrEqualTo(json.get("logLoss").asDouble());
        for (String field :
                List.of("macroF1", "ece", "eceAfterTemperature", "temperature", "latency")) {
            assertThat(json.has(field)).as(field).isTrue();
        }
    }

    @Test
    void call_testSplitOfDataWithValidation_fitsTheTemperatureOnValidation() throws IOException {
        Path data = csv("fer2013.csv", "PublicTest", "PrivateTest");

        JsonNode validation = json(Run.of(new Evaluate(), "--data", data, "--json"));
        JsonNode test = json(Run.of(new Evaluate(), "--data", data, "--json", "--split", "test"));

        assertThat(test.get("split").asText()).isEqualTo("test");
        assertThat(test.get("temperature").asDouble())
                .isEqualTo(validation.get("temperature").asDouble());
        assertThat(test.get("logLoss").asDouble())
                .isNotEqualTo(validation.get("logLoss").asDouble());
    }

    @Test
    void call_testSplitAlone_keepsTheNetworksTemperature() throws IOException {
        Path data = csv("test.csv", "PrivateTest");

        JsonNode json = json(Run.of(new Evaluate(), "--data", data, "--json"));

        assertThat(json.get("split").asText()).isEqualTo("test");
        assertThat(json.get("temperatureSource").asText()).isEqualTo("model");
        assertThat(json.get("temperature").asDouble())
                .isEqualTo(BundledNetwork.FER2013.spec().temperature());
        assertThat(json.get("n").asInt()).isEqualTo(28);
    }

    @Test
    void call_sameFacesAsFolders_givesTheSameNumbers() throws IOException {
        JsonNode csv =
                json(Run.of(new Evaluate(), "--data", csv("a.csv", "PrivateTest"), "--json"));
        Run run = Run.of(new Evaluate(), "--data", tree("faces"), "--json");
        JsonNode tree = json(run);

        assertThat(run.err()).contains("all (chosen): 28 faces");
        assertThat(tree.get("split").asText()).isEqualTo("all");
        for (String field : List.of("n", "accuracy", "confusion", "macroF1")) {
            assertThat(tree.get(field)).as(field).isEqualTo(csv.get(field));
        }
        assertThat(tree.get("logLoss").asDouble())
                .isCloseTo(csv.get("logLoss").asDouble(), within(1e-9));
    }

    @Test
    void call_sameFacesAsNpyPairOrZip_givesTheSameNumbers() throws IOException {
        JsonNode csv =
                json(Run.of(new Evaluate(), "--data", csv("a.csv", "PrivateTest"), "--json"));
        float[] faces = new float[28 * 48 * 48];
        float[] labels = new float[28];
        for (int i = 0; i < 28; i++) {
            int[] pixels = pixels(i);
            for (int j = 0; j < pixels.length; j++) {
                faces[i * pixels.length + j] = pixels[j];
            }
            labels[i] = i % 7;
        }
        Path x = folder.resolve("x.npy");
        Path y = folder.resolve("y.npy");
        Npy.write(x, Tensor.of(Shape.of(28, 48, 48, 1), faces));
        Npy.write(y, Tensor.of(Shape.of(28), labels));
        Path zip = folder.resolve("faces.zip");
        Path tree = tree("faces");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(tree.relativize(file).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(file));
            }
        }

        Run pair = Run.of(new Evaluate(), "--data", x, "--data-labels", y, "--json");
        Run archive = Run.of(new Evaluate(), "--data", zip, "--json");

        for (Run run : List.of(pair, archive)) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.DONE);
            for (String field : List.of("n", "accuracy", "confusion", "macroF1")) {
                assertThat(json(run).get(field)).as(field).isEqualTo(csv.get(field));
            }
        }
    }

    @Test
    void call_networkInAlphabeticalOrder_comparesByEmotion() throws IOException {
        Path data = csv("a.csv", "PrivateTest");
        Path model = folder.resolve("own.keras");
        KerasWriter.create().writeArchive(BundledNetwork.FER2013.read(), model);

        JsonNode own = json(Run.of(new Evaluate(), "--data", data, "--model", model, "--json"));
        JsonNode renamed =
                json(
                        Run.of(
                                new Evaluate(),
                                "--data",
                                data,
                                "--model",
                                model,
                                "--labels",
                                "alphabetical",
                                "--json"));
        JsonNode bundled = json(Run.of(new Evaluate(), "--data", data, "--json"));

        assertThat(own.get("confusion")).isEqualTo(bundled.get("confusion"));
        assertThat(own.get("temperature").asDouble()).isEqualTo(1);
        assertThat(renamed.get("labels").get(4).asText()).isEqualTo("neutral");
        // Row and column 4 of the one are 6 of the other; the fifth output is called otherwise.
        assertThat(renamed.get("classes").get(4).get("support"))
                .isEqualTo(own.get("classes").get(6).get("support"));
        assertThat(renamed.get("classes").get(4).get("predicted"))
                .isEqualTo(own.get("classes").get(4).get("predicted"));
    }

    @Test
    void saveTemperature_isFoundByTheLibrary() throws IOException {
        Path data = csv("a.csv", "PublicTest");
        Path model = folder.resolve("own.keras");
        KerasWriter.create().writeArchive(BundledNetwork.FER2013.read(), model);

        JsonNode json =
                json(
                        Run.of(
                                new Evaluate(),
                                "--data",
                                data,
                                "--model",
                                model,
                                "--json",
                                "--save-temperature"));

        try (EmotionClassifier found = new ClassifierLoader().model(model).load()) {
            assertThat(found.spec().temperature()).isEqualTo(json.get("temperature").asDouble());
            assertThat(found.spec().labels()).isEqualTo(LabelOrder.FER2013);
        }
        Run bundled = Run.of(new Evaluate(), "--data", data, "--save-temperature");
        assertThat(bundled.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(bundled.err()).contains("needs a Keras file");
        Run unfitted =
                Run.of(
                        new Evaluate(),
                        "--data",
                        csv("b.csv", "PrivateTest"),
                        "--model",
                        model,
                        "--save-temperature");
        assertThat(unfitted.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(unfitted.err()).contains("b.csv has none");
    }

    @Test
    void call_faceThatCannotBeRead_isCountedAndLeftOut() throws IOException {
        Path data = tree("faces");
        Files.writeString(data.resolve("happy/broken.png"), "no picture");

        Run run = Run.of(new Evaluate(), "--data", data, "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.err()).contains("broken.png").contains("1 faces could not be used");
        assertThat(json(run).get("skipped").asInt()).isEqualTo(1);
        assertThat(json(run).get("n").asInt()).isEqualTo(28);
    }

    @Test
    void call_flipAndCompare_reportsBoth() throws IOException {
        Path data = csv("a.csv", "PrivateTest");

        Run run =
                Run.of(
                        new Evaluate(),
                        "--data",
                        data,
                        "--json",
                        "--flip",
                        "--compare",
                        "bundled-fer-plus");

        JsonNode json = json(run);
        assertThat(run.err()).doesNotContain("warning: the network does not know");
        assertThat(json.get("flip").get("n").asInt()).isEqualTo(28);
        assertThat(json.get("flip").get("latency").has("single")).isTrue();
        assertThat(json.get("flip").get("logLoss")).isNotEqualTo(json.get("logLoss"));
        assertThat(json.get("other").get("model").asText()).isEqualTo("bundled-fer-plus");
        assertThat(json.get("other").get("labels")).hasSize(8);
        JsonNode test = json.get("mcnemar");
        int sum = 0;
        for (String field : List.of("bothRight", "onlyModelRight", "onlyOtherRight", "bothWrong")) {
            sum += test.get(field).asInt();
        }
        assertThat(sum).isEqualTo(28);
        assertThat(test.get("bothRight").asInt() + test.get("onlyModelRight").asInt())
                .isEqualTo(json.get("correct").asInt());
        assertThat(test.get("bothRight").asInt() + test.get("onlyOtherRight").asInt())
                .isEqualTo(json.get("other").get("correct").asInt());
    }

    @Test
    void call_votes_chooseTheNetworkOfEightClassesAndTheMajority() throws IOException {
        Path data = csv("fer2013.csv", "PrivateTest");
        List<String> votes =
                new ArrayList<>(
                        List.of(
                                "image,neutral,happiness,surprise,sadness,anger,disgust,fear,"
                                        + "contempt,unknown"));
        for (int i = 0; i < 28; i++) {
            // Every fourth face has no majority.
            votes.add("test/x/%05d.png,%d,5,0,0,0,0,0,1,0".formatted(i, i % 4 == 0 ? 5 : 4));
        }
        Path file = Files.write(folder.resolve("votes.csv"), votes);

        JsonNode json = json(Run.of(new Evaluate(), "--data", data, "--votes", file, "--json"));

        assertThat(json.get("n").asInt()).isEqualTo(21);
        assertThat(json.get("model").asText()).isEqualTo("bundled-fer-plus");
        assertThat(json.get("labels")).hasSize(8);
        assertThat(json.get("temperature").asDouble()).isEqualTo(0.5);
        assertThat(json.get("classes").get(3).get("support").asInt()).isEqualTo(21);
    }

    @Test
    void call_text_printsTables() throws IOException {
        Run run = Run.of(new Evaluate(), "--data", csv("a.csv", "PrivateTest"), "--flip");

        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(run.out())
                .contains("accuracy", "macro-F1", "network, flip averaged", "ms a face alone")
                .contains("surprise", "Confusion, rows true", "answers the surest")
                .contains("the network's own");
    }

    @Test
    void call_out_writesAPageThatNeedsNothingElseAndTheFilesBesideIt() throws IOException {
        Path out = folder.resolve("deep/report");

        Run run =
                Run.of(
                        new Evaluate(),
                        "--data",
                        csv("a<b>&.csv", "PublicTest"),
                        "--json",
                        "--out",
                        out);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.DONE);
        JsonNode json = json(run);
        assertThat(new ObjectMapper().readTree(out.resolve("report.json").toFile()))
                .isEqualTo(json);
        for (String name : List.of("confusion", "reliability", "coverage", "errors")) {
            BufferedImage picture = ImageIO.read(out.resolve(name + ".png").toFile());
            assertThat(picture.getWidth()).isGreaterThan(200);
        }
        assertThat(Files.readAllLines(out.resolve("confusion.csv")))
                .hasSize(8)
                .first()
                .isEqualTo("," + String.join(",", NAMES));
        long rows = Files.readAllLines(out.resolve("reliability.csv")).size();
        assertThat(rows).isEqualTo(1 + 2 * 15);
        List<String> coverage = Files.readAllLines(out.resolve("coverage.csv"));
        assertThat(coverage.get(coverage.size() - 1))
                .startsWith("1.0," + json.get("accuracy").asDouble() + ",");
        assertThat(Files.readAllLines(out.resolve("report.md")))
                .contains("| class | faces | precision | recall | recall, 95 % | F1 |")
                .anyMatch(line -> line.matches("\\| accuracy \\| [0-9.]+ % \\|"));
        String page = Files.readString(out.resolve("report.html"));
        assertThat(page)
                .contains("a&lt;b&gt;&amp;.csv")
                .contains("default-src 'none'")
                .doesNotContain("<script")
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("url(");
        int errors = json.get("n").asInt() - json.get("correct").asInt();
        assertThat(page.split("<img ", -1)).hasSize(1 + Math.min(40, errors));
        assertThat(page.split("src=\"data:image/png;base64,", -1))
                .hasSize(1 + Math.min(40, errors));
        // Well-formed but for its void elements, so that nothing is left open.
        String xml =
                page.replaceAll("<(meta|link|img|br)([^>]*)>", "<$1$2/>")
                        .replace("<!doctype html>", "");
        assertThatCode(() -> parse(xml)).doesNotThrowAnyException();
    }

    private static void parse(String xml) throws Exception {
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    @Test
    void call_wrongUsage_endsWith2() throws IOException {
        Path data = csv("a.csv", "PrivateTest");
        List<List<Object>> wrong =
                List.of(
                        List.of(),
                        List.of("--data", data, "--split", "dev"),
                        List.of("--data", data, "--batch", "0"),
                        List.of("--data", data, "--temperature", "0"),
                        List.of("--data", data, "--labels", "alphabetical"),
                        List.of("--data", data, "--output", "0"),
                        List.of("--data", data, "--compare-labels", "fer2013"));
        for (List<Object> arguments : wrong) {
            Run run = Run.of(new Evaluate(), arguments.toArray());
            assertThat(run.exitCode()).as(arguments.toString()).isEqualTo(ExitCodes.USAGE);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).doesNotContain("\tat ");
        }
    }

    @Test
    void call_unusableInput_endsWith1AndSaysWhy() throws IOException {
        Path data = csv("a.csv", "PrivateTest");
        Path none = folder.resolve("none");
        Run missing = Run.of(new Evaluate(), "--data", none);
        Run split = Run.of(new Evaluate(), "--data", data, "--split", "train");
        Run model =
                Run.of(
                        new Evaluate(),
                        "--data",
                        data,
                        "--model",
                        Run.resource("manifest/broken/empty.h5"));
        Run compared = Run.of(new Evaluate(), "--data", data, "--compare", none);

        for (Run run : List.of(missing, split, model, compared)) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.FAILED);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("error: ").doesNotContain("\tat ");
        }
        assertThat(missing.err()).contains("none");
        assertThat(split.err()).contains("a.csv", "'train'");
        assertThat(model.err()).contains("empty.h5");
        assertThat(compared.err()).contains("none");
    }
}
