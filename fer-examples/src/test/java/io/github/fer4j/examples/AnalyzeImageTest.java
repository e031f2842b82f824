package io.github.fer4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fer4j.examples.cli.ExitCodes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeImageTest {
    @TempDir private Path folder;

    private Path portrait;
    private Path blank;
    private Path text;
    private Path truncated;

    @BeforeEach
    void writePictures() throws IOException {
        byte[] astronaut = ShippedPicture.read();
        portrait = Files.write(folder.resolve("portrait.png"), astronaut);
        blank = folder.resolve("blank.png");
        ImageIO.write(
                new BufferedImage(80, 60, BufferedImage.TYPE_3BYTE_BGR), "png", blank.toFile());
        text = Files.writeString(folder.resolve("text.jpg"), "no picture at all");
        truncated =
                Files.write(
                        folder.resolve("truncated.png"),
                        java.util.Arrays.copyOf(astronaut, astronaut.length - 1000));
    }

    @Test
    void call_portrait_printsBoxAndRankedProbabilities() {
        Run run = Run.of(new AnalyzeImage(), portrait);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(run.lines()).hasSize(9);
        assertThat(run.lines().get(0)).isEqualTo(portrait + ": 512 x 512 pixels, 1 face");
        assertThat(run.lines().get(1)).contains("face 1: happy, box x=", "confidence ");
        List<Double> percentages = new ArrayList<>();
        for (String line : run.lines().subList(2, 9)) {
            percentages.add(Double.valueOf(line.strip().split("\\s+")[1]));
        }
        assertThat(percentages).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(percentages.stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(100, within(0.5));
        assertThat(run.lines().get(2)).contains("happy", "####");
    }

    @Test
    void call_json_isOneObjectForEachFile() throws IOException {
        Run run = Run.of(new AnalyzeImage(), "--json", portrait, blank);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(run.lines()).hasSize(2);
        JsonNode json = new ObjectMapper().readTree(run.lines().get(0));
        assertThat(json.get("file").textValue()).isEqualTo(portrait.toString());
        assertThat(json.get("width").intValue()).isEqualTo(512);
        assertThat(json.get("height").intValue()).isEqualTo(512);
        assertThat(json.get("faces")).hasSize(1);
        JsonNode face = json.get("faces").get(0);
        JsonNode box = face.get("box");
        // Eileen Collins' face: eyes at about (200, 110) and (245, 110).
        assertThat(box.get("x").intValue()).isBetween(140, 200);
        assertThat(box.get("y").intValue()).isBetween(40, 110);
        assertThat(box.get("width").intValue()).isBetween(70, 150);
        assertThat(box.get("height").intValue()).isBetween(70, 150);
        assertThat(face.get("confidence").isNumber()).isTrue();
        assertThat(face.get("dominant").textValue()).isEqualTo("happy");
        assertThat(face.get("emotions")).hasSize(7);
        double sum = 0;
        for (JsonNode probability : face.get("emotions")) {
            sum += probability.doubleValue();
        }
        assertThat(sum).isCloseTo(1, within(1e-4));
        JsonNode nobody = new ObjectMapper().readTree(run.lines().get(1));
        assertThat(nobody.get("faces").isArray()).isTrue();
        assertThat(nobody.get("faces")).isEmpty();
        assertThat(nobody.has("error")).isFalse();
    }

    @Test
    void call_badFilesAmongGood_endsWith1AndAnswersTheRest() throws IOException {
        Path missing = folder.resolve("missing.png");
        Run run =
                Run.of(
                        new AnalyzeImage(),
                        "--json",
                        text,
                        portrait,
                        missing,
                        folder,
                        truncated,
                        blank);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.lines()).hasSize(6);
        assertThat(error(run, 0)).contains("text.jpg");
        assertThat(new ObjectMapper().readTree(run.lines().get(1)).get("faces")).hasSize(1);
        assertThat(error(run, 2)).contains("missing.png");
        assertThat(error(run, 3)).contains(folder.toString());
        assertThat(error(run, 4)).contains("truncated.png");
        assertThat(new ObjectMapper().readTree(run.lines().get(5)).get("faces")).isEmpty();
    }

    @Test
    void call_badFileWithoutJson_isNamedOnStandardError() {
        Run run = Run.of(new AnalyzeImage(), text, blank);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.err()).startsWith("error: ").contains(text.toString()).hasLineCount(1);
        assertThat(run.out()).isEqualTo(blank + ": 80 x 60 pixels, no face%n".formatted());
    }

    @Test
    void call_truncatedPictureAccepted_warns() throws IOException {
        Run run = Run.of(new AnalyzeImage(), "--accept-truncated", "--json", truncated);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("faces")).hasSize(1);
        assertThat(json.get("warnings")).hasSize(1);
    }

    @Test
    void call_tooManyPixels_isRefused() {
        Run run = Run.of(new AnalyzeImage(), "--max-pixels", 100_000, portrait);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.err()).contains("portrait.png", "512");
    }

    @Test
    void call_annotate_writesAPictureOfTheSameSizeForEach() throws IOException {
        Path copy =
                Files.copy(
                        portrait,
                        Files.createDirectory(folder.resolve("b")).resolve("portrait.png"));
        Path out = folder.resolve("new/out");
        Run run = Run.of(new AnalyzeImage(), "--out", out, portrait, copy);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        Path first = out.resolve("portrait-annotated.png");
        assertThat(run.out())
                .contains(first.toString(), out.resolve("portrait-annotated-2.png").toString());
        BufferedImage before = ImageIO.read(portrait.toFile());
        BufferedImage after = ImageIO.read(first.toFile());
        assertThat(after.getWidth()).isEqualTo(512);
        assertThat(after.getHeight()).isEqualTo(512);
        assertThat(changedPixels(before, after)).isBetween(500, 512 * 512 / 2);
    }

    @Test
    void call_annotatedFolderThatCannotBe_endsWith1() {
        Run run = Run.of(new AnalyzeImage(), "--out", text.resolve("below"), portrait);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.err()).contains("text.jpg");
    }

    @Test
    void call_noFile_analysesTheShippedPicture() {
        Run run = Run.of(new AnalyzeImage(), "--out", folder);
        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(run.out()).startsWith("astronaut.png: 512 x 512 pixels, 1 face");
        assertThat(folder.resolve("astronaut-annotated.png")).isNotEmptyFile();
    }

    @Test
    void call_detectorOptions_reachTheDetector() {
        Run run = Run.of(new AnalyzeImage(), "--min-face", 200, portrait);
        assertThat(run.out()).contains("no face");
        Run other =
                Run.of(
                        new AnalyzeImage(),
                        "--cascade",
                        "frontal-alt2",
                        "--scale-factor",
                        1.1,
                        portrait);
        assertThat(other.out()).contains("1 face");
    }

    @Test
    void call_ferPlus_hasEightEmotions() throws IOException {
        Run run = Run.of(new AnalyzeImage(), "--labels", "fer-plus", "--json", portrait);
        JsonNode face = new ObjectMapper().readTree(run.out()).get("faces").get(0);
        assertThat(face.get("emotions")).hasSize(8);
        assertThat(face.get("emotions").has("contempt")).isTrue();
    }

    @Test
    void call_ownModelByEitherEngine_answersTheSame() throws IOException {
        Path model = Run.resource("manifest/k2-two-outputs/model.h5");
        List<JsonNode> answers = new ArrayList<>();
        for (String engine : List.of("onnx", "dl4j")) {
            Run run =
                    Run.of(
                            new AnalyzeImage(),
                            "--model",
                            model,
                            "--engine",
                            engine,
                            "--scaling",
                            "symmetric",
                            "--json",
                            portrait);
            assertThat(run.err()).isEmpty();
            answers.add(new ObjectMapper().readTree(run.out()).get("faces").get(0).get("emotions"));
        }
        answers.get(0)
                .properties()
                .forEach(
                        entry ->
                                assertThat(entry.getValue().doubleValue())
                                        .isCloseTo(
                                                answers.get(1).get(entry.getKey()).doubleValue(),
                                                within(1e-4)));
    }

    @Test
    void call_wrongUsage_endsWith2AndSaysWhatIsAccepted() {
        List<List<Object>> wrong =
                List.of(
                        List.of("--scale-factor", "0.9"),
                        List.of("--cascade", "frontal-best"),
                        List.of("--max-pixels", "0"),
                        List.of("--labels", "happy,sad"),
                        List.of("--weights", "w.h5"),
                        List.of("--engine", "torch"));
        for (List<Object> options : wrong) {
            List<Object> args = new ArrayList<>(options);
            args.add(portrait);
            Run run = Run.of(new AnalyzeImage(), args.toArray());
            assertThat(run.exitCode()).as("%s: %s", options, run.err()).isEqualTo(ExitCodes.USAGE);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("Usage:");
        }
    }

    @Test
    void call_unusableNetworkOrCascade_endsWith1AndNamesIt() {
        Run network = Run.of(new AnalyzeImage(), "--model", text, portrait);
        assertThat(network.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(network.err()).startsWith("error: ").contains("text.jpg").hasLineCount(1);
        Run cascade = Run.of(new AnalyzeImage(), "--cascade", folder.resolve("gone.xml"), portrait);
        assertThat(cascade.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(cascade.err()).contains("gone.xml").hasLineCount(1);
    }

    private static String error(Run run, int line) throws IOException {
        JsonNode json = new ObjectMapper().readTree(run.lines().get(line));
        assertThat(json.fieldNames()).toIterable().containsExactly("file", "error");
        return json.get("error").textValue();
    }

    private static int changedPixels(BufferedImage before, BufferedImage after) {
        int changed = 0;
        for (int y = 0; y < before.getHeight(); y++) {
            for (int x = 0; x < before.getWidth(); x++) {
                if ((before.getRGB(x, y) ^ after.getRGB(x, y)) << 8 != 0) {
                    changed++;
                }
            }
        }
        return changed;
    }
}
