package io.github.fer4j.examples.training;

import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.LabelOrderConverter;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.training.augmentation.AugmentationPlan;
import io.github.fer4j.examples.training.checkpoint.RunFolder;
import io.github.fer4j.examples.training.loop.ComputeDevice;
import io.github.fer4j.examples.training.loop.HeadTargets;
import io.github.fer4j.examples.training.loop.Teachers;
import io.github.fer4j.examples.training.loop.Trainer;
import io.github.fer4j.examples.training.progress.LivePage;
import io.github.fer4j.examples.training.progress.TrainingBar;
import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.examples.training.recipe.RecipeException;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.evaluation.Evaluation;
import io.github.fer4j.model.evaluation.Interval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network on labelled faces. */
@Command(
        name = "Train",
        sortOptions = false,
        description = {
            "Trains a network on labelled faces and writes it in every Keras format and as ONNX,"
                    + " with a report on the validation faces and a model card.",
            "After every epoch the state is kept in --out; --resume goes on from there to the same"
                    + " result. docs/training.md says more."
        },
        footer = {"", "Ends with 0 if the network was trained, 1 if not, 2 for wrong usage."})
public final class Train extends MainCommand {
    @Mixin private FaceFiles data;

    @Option(
            names = "--votes",
            paramLabel = "FILE",
            description =
                    "FER+'s votes for the faces of FER-2013: fer2013new.csv, or a table by image."
                            + " Without a recipe they become a second head, ferplus.")
    private Path votes;

    @Option(
            names = "--labels",
            paramLabel = "ORDER",
            converter = LabelOrderConverter.class,
            description =
                    "The classes and their order: fer2013, alphabetical, fer-plus, or names joined"
                            + " by commas. Default: those that the data have, in FER-2013's order.")
    private LabelOrder labels;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Where the training is kept and the network is written.")
    private Path out;

    @Option(names = "--resume", description = "Go on with the training in --out.")
    private boolean resume;

    @Mixin private TrainOptions options;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that compute. Default: as many as there are cores.")
    private Integer threads;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            description = "Where to compute; docs/training.md says what cuda needs. Default: cpu.")
    private String device = "cpu";

    @Option(
            names = "--page",
            paramLabel = "PORT",
            arity = "0..1",
            fallbackValue = "0",
            description =
                    "Serve a page with live curves to this machine's browser; without PORT on any"
                            + " that is free.")
    private Integer port;

    @Option(
            names = "--preview",
            description =
                    "Only write preview.png into --out: faces as the training would see them.")
    private boolean preview;

    /** For {@link #main} and tests. */
    public Train() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Launcher.launch(new Train(), args);
    }

    @Override
    public Integer call() throws InterruptedException {
        checkUsage();
        try {
            return run();
        } catch (RecipeException e) {
            throw usage(e.getMessage());
        }
    }

    private int run() throws InterruptedException {
        Recipe recipe = options.read(votes != null, kept());
        if (recipe.needsVotes() && votes == null) {
            throw usage("the recipe learns from FER+'s votes; --votes FILE names them");
        }
        ProblemNotes problems = new ProblemNotes(this::note);
        TrainingData faces =
                TrainingData.read(
                        data,
                        Optional.ofNullable(votes),
                        Optional.ofNullable(labels),
                        StartingNetwork.labels(recipe),
                        StartingNetwork.faceShape(recipe),
                        recipe.seed(),
                        problems);
        problems.total(faces.validation().summary().skipped());
        problems.notFaces(faces.validation().summary().notFaces());
        faces.notes().forEach(this::note);
        if (preview) {
            Path sheet = out.resolve("preview.png");
            AugmentationPreview.write(
                    faces.training(),
                    AugmentationPlan.parse(recipe.augmentation()),
                    recipe.seed(),
                    sheet);
            out().println(sheet);
            return ExitCodes.DONE;
        }
        train(recipe, faces);
        return ExitCodes.DONE;
    }

    private void checkUsage() {
        if (threads != null && threads < 1) {
            throw usage("--threads must be >= 1, was " + threads);
        }
        if (!List.of("cpu", "cuda").contains(device)) {
            throw usage("--device must be cpu or cuda, was " + device);
        }
        if (port != null && (port < 0 || port > 65535)) {
            throw usage("--page must be a port of 0 to 65535, was " + port);
        }
    }

    private Optional<Path> kept() {
        return Optional.of(RunFolder.recipe(out)).filter(file -> resume && Files.exists(file));
    }

    private void train(Recipe recipe, TrainingData faces) throws InterruptedException {
        TrainingSetup setup = new TrainingSetup(recipe, faces);
        StartingNetwork start = StartingNetwork.of(recipe, setup.heads());
        start.notes().forEach(this::note);
        torch.set_num_threads(
                threads == null ? Runtime.getRuntime().availableProcessors() : threads);
        try (ComputeDevice computer =
                        device.equals("cuda") ? ComputeDevice.cuda() : ComputeDevice.processor();
                RunFolder run = RunFolder.open(out, resume, recipe, faces.fingerprint());
                Teachers teachers = setup.openTeachers(start.scaling(), computer);
                Trainer trainer =
                        new Trainer(setup.task(start, teachers), setup.precision(), computer)) {
            if (TrainingRun.restore(run, trainer)) {
                note("going on after epoch " + trainer.history().epochs().size());
            }
            if (run.isStretched()) {
                note(
                        "the cosine now ends with epoch %d: the result is not that of a training that had so many from the start"
                                .formatted(recipe.epochs()));
            }
            note(
                    "%s, %,d parameters, %s; %,d faces to learn from, %,d to validate on"
                            .formatted(
                                    ModelCard.title(recipe),
                                    start.model().parameterCount(),
                                    setup.precision().toString().toLowerCase(Locale.ROOT),
                                    faces.training().size(),
                                    faces.validation().size()));
            run(recipe, run, trainer);
            finish(recipe, faces, setup, start.scaling(), trainer);
        }
    }

    private void run(Recipe recipe, RunFolder folder, Trainer trainer) throws InterruptedException {
        try (LivePage page =
                        port == null
                                ? null
                                : LivePage.open(port, ModelCard.title(recipe), recipe.epochs());
                TrainingBar bar =
                        TrainingBar.open(
                                err(),
                                System.console() != null && !isJson(),
                                recipe.epochs(),
                                trainer.history().epochs().size())) {
            if (page != null) {
                note("live curves: " + page.address());
            }
            new TrainingRun(folder, trainer, recipe, bar, Optional.ofNullable(page)).train();
        }
    }

    private void finish(
            Recipe recipe,
            TrainingData faces,
            TrainingSetup setup,
            Scaling scaling,
            Trainer trainer) {
        List<TrainingResult> results = new ArrayList<>();
        List<HeadTargets> heads = setup.targets();
        for (int i = 0; i < heads.size(); i++) {
            TrainingResult result =
                    TrainingResult.of(
                            trainer.best(),
                            i,
                            heads.get(i),
                            scaling,
                            faces.validation(),
                            data.data().toString());
            result.write(out);
            results.add(result);
        }
        ModelCard.write(
                out.resolve("model-card.md"),
                recipe,
                faces,
                data.data().toString(),
                trainer.history(),
                results);
        results.forEach(result -> report(result, trainer));
    }

    private void report(TrainingResult result, Trainer trainer) {
        Evaluation raw = result.report().model().plain().raw();
        Interval interval = raw.accuracyInterval();
        if (isJson()) {
            jsonLines()
                    .write(
                            json -> {
                                json.writeStringField("head", result.head().name());
                                json.writeStringField(
                                        "model", out.resolve(result.stem() + ".keras").toString());
                                json.writeNumberField("epochs", trainer.history().epochs().size());
                                json.writeNumberField("bestEpoch", trainer.history().bestEpoch());
                                json.writeNumberField("n", raw.size());
                                json.writeNumberField("accuracy", raw.accuracy());
                                json.writeArrayFieldStart("accuracyInterval");
                                json.writeNumber(interval.lower());
                                json.writeNumber(interval.upper());
                                json.writeEndArray();
                                json.writeNumberField("macroF1", raw.macroF1());
                                json.writeNumberField("logLoss", raw.logLoss());
                                json.writeNumberField("temperature", result.spec().temperature());
                            });
            return;
        }
        out().println(
                        String.format(
                                Locale.ROOT,
                                "%s: validation accuracy %.2f %% (95 %%: %.2f to %.2f), macro-F1"
                                        + " %.3f, temperature %.3f; %s",
                                result.head().name(),
                                100 * raw.accuracy(),
                                100 * interval.lower(),
                                100 * interval.upper(),
                                raw.macroF1(),
                                result.spec().temperature(),
                                out.resolve(result.stem() + ".keras")));
    }
}
