package io.github.fer4j.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fer4j.examples.Run;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.FaceReader;
import io.github.fer4j.model.dataset.Split;
import io.github.fer4j.model.engine.ClassifierLoader;
import io.github.fer4j.model.evaluation.Evaluation;
import io.github.fer4j.model.evaluation.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
    private static final int TRAINING = 24;
    private static final int VALIDATION = 10;
    private static final LabelOrder ORDER = new LabelOrder(DrawnFaces.CLASSES);

    @TempDir private static Path shared;
    private static Path data;
    private static Path votes;
    private static Path architecture;
    private static Path recipe;

    @TempDir private Path folder;

    @BeforeAll
    static void draw() throws IOException {
        data = DrawnFaces.tree(shared.resolve("data"), TRAINING, VALIDATION);
        votes = DrawnFaces.votes(shared.resolve("votes.csv"), 4 * (TRAINING + VALIDATION));
        architecture = Files.writeString(shared.resolve("tiny.json"), DrawnFaces.ARCHITECTURE);
        recipe =
                Files.writeString(
                        shared.resolve("recipe.yaml"),
                        """
                        architecture: %s
                        epochs: 12
                        batch: 16
                        seed: 3
                        precision: float32
                        optimizer: {name: sgd, learning-rate: 0.05, nesterov: true, weight-decay: 1.0e-4}
                        schedule: {name: cosine, warmup-epochs: 0.5}
                        augmentation: shift=0.04,mixup=0.1
                        weight-average: 0.8
                        heads:
                          - {name: shapes, label-smoothing: 0.05}
                          - {name: ferplus, target: votes}
                        """
                                .formatted(architecture));
    }

    private Run train(Object... more) {
        List<Object> args =
                new ArrayList<>(
                        List.of(
                                "--data",
                                data,
                                "--votes",
                                votes,
                                "--recipe",
                                recipe,
                                "--threads",
                                1));
        args.addAll(Arrays.asList(more));
        return Run.of(new Train(), args.toArray());
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** All but the times. */
    private static List<String> history(Path out) throws IOException {
        return Files.readAllLines(out.resolve("history.csv")).stream()
                .map(line -> line.replaceAll(",[^,]*,[^,]*$", ""))
                .toList();
    }

    @Test
    void train_drawnShapes_learnsThemAndWritesEverything() throws Exception {
        Run run = train("--out", folder, "--json");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.DONE);
        JsonNode result = new ObjectMapper().readTree(run.out().lines().findFirst().orElseThrow());
        assertThat(result.path("head").asText()).isEqualTo("shapes");
        assertThat(result.path("accuracy").asDouble()).isGreaterThanOrEqualTo(0.9);
        assertThat(names(folder))
                .contains(
                        "model.json",
                        "model.weights.h5",
                        "model.h5",
                        "model.keras",
                        "model.onnx",
                        "model-ferplus.keras",
                        "model-ferplus.onnx",
                        "best.keras",
                        "last.state",
                        "recipe.yaml",
                        "report.html",
                        "model-card.md")
                .noneMatch(name -> name.endsWith(".part"));
        assertThat(history(folder)).hasSize(13);
        assertThat(history(folder).get(0))
                .isEqualTo(
                        "epoch,learning_rate,loss,accuracy,val_loss,val_accuracy,val_loss_ferplus,val_accuracy_ferplus");
        assertThat(ImageIO.read(folder.resolve("curves.png").toFile()).getHeight())
                .isGreaterThan(600);
        assertThat(Files.readString(folder.resolve("model-card.md")))
                .contains("96 training faces, 40 validation faces")
                .contains("learning-rate: 0.05")
                .contains("What not to use it for");
        assertThat(result.path("temperature").asDouble()).isNotEqualTo(1);
        for (String name : List.of("model.keras", "model.onnx", "model.h5")) {
            assertThat(accuracy(folder.resolve(name), result.path("temperature").asDouble()))
                    .as(name)
                    .isCloseTo(result.path("accuracy").asDouble(), within(1e-9));
        }
    }

    /** As a user of the library sees it, who names nothing but the file. */
    private static double accuracy(Path file, double temperature) {
        FaceDataset faces = FaceReader.of(data).read().subset(Split.VALIDATION).withLabels(ORDER);
        try (EmotionClassifier classifier = new ClassifierLoader().model(file).load()) {
            assertThat(classifier.spec().labels()).isEqualTo(ORDER);
            assertThat(classifier.spec().temperature()).isCloseTo(temperature, within(1e-9));
            Evaluation evaluation = Evaluator.of(classifier).evaluate(faces).evaluation();
            return evaluation.accuracy();
        }
    }

    @Test
    void train_killedAgainAndAgain_endsWithTheSameNetwork() throws Exception {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        assertThat(train("--out", whole, "--epochs", 6).exitCode()).isEqualTo(ExitCodes.DONE);

        int kills = 0;
        for (int millis = 300; kills < 4; millis += 450) {
            Process process = start(killed);
            // From the moment the folder is there: so long does the start of a JVM take.
            while (process.isAlive() && !Files.exists(killed.resolve("recipe.yaml"))) {
                Thread.sleep(10);
            }
            Thread.sleep(millis);
            process.destroyForcibly().waitFor();
            kills++;
        }
        Run run = train("--out", killed, "--epochs", 6, "--resume");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.DONE);
        assertThat(history(killed)).isEqualTo(history(whole));
        for (String name : List.of("model.weights.h5", "model.onnx", "model-ferplus.weights.h5")) {
            assertThat(killed.resolve(name)).as(name).hasSameBinaryContentAs(whole.resolve(name));
        }
        assertThat(names(killed)).contains("model-card.md", "report.html");
    }

    private static Process start(Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        Train.class.getName(),
                        "--data",
                        data.toString(),
                        "--votes",
                        votes.toString(),
                        "--recipe",
                        recipe.toString(),
                        "--threads",
                        "1",
                        "--epochs",
                        "6",
                        "--out",
                        out.toString(),
                        "--resume")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void train_folderWithATraining_isRefusedUnlessItGoesOnTheSameWay() {
        assertThat(train("--out", folder, "--epochs", 1).exitCode()).isEqualTo(ExitCodes.DONE);

        Run again = train("--out", folder, "--epochs", 1);
        assertThat(again.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(again.err()).contains("holds a training already").contains("--resume");

        Run other = train("--out", folder, "--epochs", 1, "--batch", 8, "--resume");
        assertThat(other.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(other.err()).contains("batch: it was 16, now 8");

        Run finished = train("--out", folder, "--epochs", 1, "--resume");
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(ExitCodes.DONE);
        assertThat(finished.err()).contains("going on after epoch 1");

        Run longer =
                Run.of(
                        new Train(),
                        "--data",
                        data,
                        "--votes",
                        votes,
                        "--threads",
                        1,
                        "--out",
                        folder,
                        "--resume",
                        "--epochs",
                        2);
        assertThat(longer.exitCode()).as(longer.err()).isEqualTo(ExitCodes.DONE);
        assertThat(longer.err()).contains("the cosine now ends with epoch 2").contains("epoch 2/2");
    }

    @Test
    void train_lossNotFinite_stopsAndSaysSo() throws Exception {
        Run run = train("--out", folder, "--learning-rate", 1e20);

        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.err()).contains("the training has diverged").contains("learning-rate");
        assertThat(names(folder)).doesNotContain("model.keras");
    }

    @Test
    void train_wrongUsage_namesWhatIsAccepted() throws Exception {
        Run network =
                Run.of(
                        new Train(),
                        "--data",
                        data,
                        "--network",
                        "alexnet",
                        "--epochs",
                        1,
                        "--out",
                        folder);
        assertThat(network.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(network.err()).contains("alexnet").contains("mini-xception, vgg, resnet");

        Run none = Run.of(new Train(), "--data", data, "--out", folder);
        assertThat(none.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(none.err()).contains("no network is named");

        Run missing =
                Run.of(
                        new Train(),
                        "--data",
                        folder.resolve("no"),
                        "--network",
                        "ng",
                        "--out",
                        folder);
        assertThat(missing.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(missing.err()).contains("there is no").contains("fer2013.csv");

        Path gap = DrawnFaces.tree(folder.resolve("gap"), 2, 1);
        Files.createDirectories(gap.resolve("train").resolve("fear"));
        Run empty =
                Run.of(
                        new Train(),
                        "--data",
                        gap,
                        "--network",
                        "ng",
                        "--out",
                        folder.resolve("out"));
        assertThat(empty.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(empty.err()).contains("fear").contains("is empty");

        Run votesMissing =
                Run.of(
                        new Train(),
                        "--data",
                        data,
                        "--recipe",
                        recipe,
                        "--out",
                        folder.resolve("out"));
        assertThat(votesMissing.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(votesMissing.err()).contains("--votes FILE");
    }

    @Test
    void train_networkOfTheCatalogue_takesItsClassesFromTheData() throws Exception {
        Run run =
                Run.of(
                        new Train(),
                        "--data",
                        DrawnFaces.tree(folder.resolve("few"), 3, 1),
                        "--network",
                        "mini-xception",
                        "--epochs",
                        1,
                        "--threads",
                        1,
                        "--out",
                        folder.resolve("out"));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.DONE);
        assertThat(run.err()).contains("the data have 4 classes: [angry, happy, sad, neutral]");
    }

    private Run train(Path faces, Path network, Path out, Object... more) {
        List<Object> args =
                new ArrayList<>(
                        List.of(
                                "--data",
                                faces,
                                "--architecture",
                                network,
                                "--threads",
                                1,
                                "--precision",
                                "float32",
                                "--augmentation",
                                "none",
                                "--out",
                                out));
        args.addAll(Arrays.asList(more));
        return Run.of(new Train(), args.toArray());
    }

    @Test
    void train_networkThatScalesPixelsItself_answersAsItWasTrained() throws Exception {
        Path rescaling = Files.writeString(folder.resolve("rescaling.json"), DrawnFaces.RESCALING);

        Run run =
                train(
                        data,
                        rescaling,
                        folder.resolve("out"),
                        "--epochs",
                        8,
                        "--learning-rate",
                        0.01,
                        "--json");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.DONE);
        assertThat(run.err()).contains("scales pixels itself");
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(result.path("accuracy").asDouble()).isGreaterThan(0.5);
        for (String name : List.of("model.keras", "model.onnx", "model.h5")) {
            Path file = folder.resolve("out").resolve(name);
            assertThat(accuracy(file, result.path("temperature").asDouble()))
                    .as(name)
                    .isCloseTo(result.path("accuracy").asDouble(), within(1e-9));
        }
    }

    @Test
    void train_goingOnFromANetwork_keepsItsScalingAndTheOrderOfItsClasses() throws Exception {
        Path recipe = Files.writeString(folder.resolve("symmetric.yaml"), "scaling: symmetric\n");
        Path first = folder.resolve("first");
        Run run =
                train(
                        data,
                        architecture,
                        first,
                        "--epochs",
                        8,
                        "--recipe",
                        recipe,
                        "--labels",
                        "sad,neutral,happy,angry");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.DONE);

        Path second = folder.resolve("second");
        Run on = train(data, first.resolve("model.keras"), second, "--epochs", 1);

        assertThat(on.exitCode()).as(on.err()).isEqualTo(ExitCodes.DONE);
        assertThat(on.err()).contains("the network's order: [sad, neutral, happy, angry]");
        try (EmotionClassifier classifier =
                new ClassifierLoader().model(second.resolve("model.keras")).load()) {
            assertThat(classifier.spec().scaling()).isEqualTo(Scaling.SYMMETRIC);
            assertThat(classifier.spec().labels().labels())
                    .containsExactly("sad", "neutral", "happy", "angry");
        }
    }

    @Test
    void train_facesThatCannotBeUsed_areCounted() throws Exception {
        Path faces = DrawnFaces.tree(folder.resolve("few"), 3, 1);
        for (int i = 0; i < 25; i++) {
            Files.writeString(faces.resolve("train/happy/broken" + i + ".png"), "no picture");
        }

        Run run = train(faces, architecture, folder.resolve("out"), "--epochs", 1);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.DONE);
        assertThat(run.err()).contains("25 faces could not be used");
        assertThat(run.err().lines().filter(line -> line.contains("broken"))).hasSize(20);
    }

    @Test
    void train_votesWithoutAnyForValidation_isRefusedBeforeItBegins() throws Exception {
        List<String> lines = Files.readAllLines(votes);
        Path some = Files.write(folder.resolve("votes.csv"), lines.subList(0, 1 + 4 * TRAINING));

        Run run =
                Run.of(
                        new Train(),
                        "--data",
                        data,
                        "--votes",
                        some,
                        "--recipe",
                        recipe,
                        "--out",
                        folder.resolve("out"));

        assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.err()).contains("none of the 40 validation faces has votes");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void train_emptyFoldersThatAreNoClasses_doNotMatter() throws Exception {
        Path faces = DrawnFaces.tree(folder.resolve("few"), 3, 1);
        Files.createDirectories(faces.resolve("logs"));
        Files.createDirectories(faces.resolve("test/disgust"));
        Path out = folder.resolve("out");

        Run run = train(faces, architecture, out, "--epochs", 1);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.DONE);

        Files.createDirectories(faces.resolve("train/disgust"));
        Files.createFile(faces.resolve("train/disgust/.DS_Store"));
        Run empty = train(faces, architecture, folder.resolve("other"), "--epochs", 1);
        assertThat(empty.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(empty.err()).contains("disgust is empty");
    }

    @Test
    void train_leftoversOfOneThatWasKilled_areRemoved() throws Exception {
        Path left = folder.resolve(".last.state.123e4567-e89b-12d3-a456-426614174000");
        Files.createFile(left);
        Path other = Files.createFile(folder.resolve(".last.state.mine"));

        train(DrawnFaces.tree(folder.resolve("few"), 3, 1), architecture, folder, "--epochs", 1);

        assertThat(left).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void preview_showsFacesAndTrainsNothing() throws Exception {
        Run run = train("--out", folder, "--preview");

        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(names(folder)).containsExactly("preview.png");
        assertThat(ImageIO.read(folder.resolve("preview.png").toFile()).getWidth())
                .isGreaterThan(800);
    }
}
