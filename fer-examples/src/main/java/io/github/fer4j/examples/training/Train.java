package io.github.fer4j.examples.training;

import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.LabelOrderConverter;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.training.augmentation.AugmentationPlan;
import io.github.fer4j.examples.training.augmentation.Augmenter;
import io.github.fer4j.examples.training.checkpoint.RunFolder;
import io.github.fer4j.examples.training.graph.NetworkHeads;
import io.github.fer4j.examples.training.loop.FaceTransform;
import io.github.fer4j.examples.training.loop.HeadTargets;
import io.github.fer4j.examples.training.loop.Teachers;
import io.github.fer4j.examples.training.loop.Trainer;
import io.github.fer4j.examples.training.loop.TrainingTask;
import io.github.fer4j.examples.training.network.NetworkHead;
import io.github.fer4j.examples.training.progress.EpochResult;
import io.github.fer4j.examples.training.recipe.HeadRecipe;
import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.examples.training.torch.Precision;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.LabeledFace;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasWriter;
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
            "Trains a network on labelled faces and writes it in every Keras format and as ONNX.",
            "After every epoch the state is kept in --out; --resume goes on from there to the same"
                    + " result."
        },
        footer = {"", "Ends with 0 if the network was trained, 1 if not, 2 for wrong usage."})
public final class Train extends MainCommand {
    @Option(
            names = "--data",
            paramLabel = "PATH",
            required = true,
            description =
                    "The faces: fer2013.csv, or a folder or .zip with a folder for each class, with"
                            + " train and validation above them or not.")
    private Path data;

    @Option(
            names = "--votes",
            paramLabel = "FILE",
            description =
                    "FER+'s votes for the faces of FER-2013: ferplus-votes.csv or fer2013new.csv.")
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
        if (threads != null && threads < 1) {
            throw usage("--threads must be >= 1, was " + threads);
        }
        Recipe recipe = options.read(votes != null);
        if (recipe.needsVotes() && votes == null) {
            throw usage("the recipe learns from FER+'s votes; --votes FILE names them");
        }
        int[] shape = StartingNetwork.faceShape(recipe);
        TrainingData faces =
                TrainingData.read(
                        data,
                        Optional.ofNullable(votes),
                        Optional.ofNullable(labels),
                        shape,
                        recipe.seed(),
                        problem -> note("skipped " + problem));
        faces.notes().forEach(this::note);
        List<HeadTargets> training = targets(recipe, faces.training(), true);
        StartingNetwork start =
                StartingNetwork.of(
                        recipe,
                        training.stream()
                                .map(
                                        head ->
                                                new NetworkHead(
                                                        head.head().name(), head.order().size()))
                                .toList());
        start.notes().forEach(this::note);
        torch.set_num_threads(
                threads == null ? Runtime.getRuntime().availableProcessors() : threads);
        try (RunFolder run = RunFolder.open(out, resume, recipe, faces.fingerprint());
                Teachers teachers =
                        Teachers.open(recipe.distillation(), training, shape, precision(recipe))) {
            TrainingTask task = task(recipe, start.model(), shape, faces, training, teachers);
            train(run, task, precision(recipe), faces);
        }
        return ExitCodes.DONE;
    }

    private static Precision precision(Recipe recipe) {
        return switch (recipe.precision()) {
            case "float32" -> Precision.FLOAT32;
            case "bfloat16" -> Precision.BFLOAT16;
            default -> Precision.fastest();
        };
    }

    private static List<HeadTargets> targets(Recipe recipe, FaceDataset faces, boolean smoothed) {
        List<LabeledFace> list = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            list.add(faces.face(i));
        }
        return recipe.heads().stream()
                .map(
                        head ->
                                HeadTargets.of(
                                        head,
                                        head.target().equals(HeadRecipe.VOTES)
                                                ? LabelOrder.FER_PLUS
                                                : faces.labels(),
                                        list,
                                        smoothed))
                .toList();
    }

    private static Scaling scaling(Recipe recipe) {
        return switch (recipe.scaling()) {
            case "symmetric" -> Scaling.SYMMETRIC;
            case "none" -> Scaling.NONE;
            default -> Scaling.UNIT;
        };
    }

    private TrainingTask task(
            Recipe recipe,
            KerasModel model,
            int[] shape,
            TrainingData faces,
            List<HeadTargets> training,
            Teachers teachers) {
        Augmenter augmenter =
                Augmenter.of(
                        AugmentationPlan.parse(recipe.augmentation()),
                        faces.training(),
                        recipe.seed());
        Scaling scaling = scaling(recipe);
        FaceTransform augmented =
                (face, epoch, target, offset) ->
                        augmenter.augment(faces.training(), face, epoch, target, offset);
        FaceTransform original =
                (face, epoch, target, offset) -> faces.training().copyScaled(face, target, offset);
        FaceTransform judged =
                (face, epoch, target, offset) ->
                        faces.validation().copyScaled(face, target, offset);
        int size = shape[0] * shape[1] * shape[2];
        return new TrainingTask(
                recipe,
                model,
                shape[0],
                shape[1],
                shape[2],
                training,
                scaled(augmented, scaling, size),
                scaled(original, scaling, size),
                targets(recipe, faces.validation(), false),
                scaled(judged, scaling, size),
                teachers);
    }

    /** Brings values of 0 to 1 to where the network wants them. */
    private static FaceTransform scaled(FaceTransform transform, Scaling scaling, int size) {
        if (scaling.equals(Scaling.UNIT)) {
            return transform;
        }
        float factor = (float) (255 / scaling.deviation().get(0));
        float added = (float) (-scaling.mean().get(0) / scaling.deviation().get(0));
        return (face, epoch, target, offset) -> {
            transform.apply(face, epoch, target, offset);
            for (int i = offset; i < offset + size; i++) {
                target[i] = target[i] * factor + added;
            }
        };
    }

    private void train(RunFolder run, TrainingTask task, Precision precision, TrainingData faces)
            throws InterruptedException {
        try (Trainer trainer = new Trainer(task, precision)) {
            run.lastState()
                    .ifPresent(
                            state -> {
                                trainer.restore(state);
                                note(
                                        "going on after epoch %d"
                                                .formatted(trainer.history().epochs().size()));
                            });
            while (!trainer.isFinished()) {
                EpochResult epoch = trainer.trainEpoch(step -> {});
                run.keep(trainer.state());
                trainer.history().writeCsv(run.file("history.csv"));
                if (trainer.history().bestEpoch() == epoch.epoch()) {
                    KerasWriter.create().writeArchive(trainer.best(), run.file("best.keras"));
                }
                note(line(epoch, task.recipe().epochs()));
            }
            write(run, task, trainer.best());
        }
    }

    private static String line(EpochResult epoch, int epochs) {
        StringBuilder line =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "epoch %d/%d  loss %.4f  accuracy %.4f",
                                epoch.epoch(),
                                epochs,
                                epoch.loss(),
                                epoch.accuracy()));
        for (EpochResult.HeadResult head : epoch.heads()) {
            line.append(
                    String.format(
                            Locale.ROOT,
                            "  %s: loss %.4f accuracy %.4f",
                            head.name(),
                            head.loss(),
                            head.accuracy()));
        }
        return line.append(
                        String.format(
                                Locale.ROOT,
                                "  %.0f s, %.0f faces/s",
                                epoch.seconds(),
                                epoch.facesPerSecond()))
                .toString();
    }

    private void write(RunFolder run, TrainingTask task, KerasModel best) {
        for (int head = 0; head < task.training().size(); head++) {
            HeadTargets targets = task.training().get(head);
            String stem = head == 0 ? "model" : "model-" + targets.head().name();
            int[] shape = {task.height(), task.width(), task.channels()};
            ModelWriter.write(
                    NetworkHeads.single(best, head),
                    ModelWriter.spec(shape, scaling(task.recipe()), targets.order(), 1),
                    out,
                    stem);
        }
    }
}
