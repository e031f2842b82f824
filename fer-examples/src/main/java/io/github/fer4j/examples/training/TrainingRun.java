package io.github.fer4j.examples.training;

import io.github.fer4j.examples.training.checkpoint.RunFolder;
import io.github.fer4j.examples.training.checkpoint.StateFile;
import io.github.fer4j.examples.training.loop.Trainer;
import io.github.fer4j.examples.training.loop.TrainingListener.StepResult;
import io.github.fer4j.examples.training.progress.Curves;
import io.github.fer4j.examples.training.progress.EpochResult;
import io.github.fer4j.examples.training.progress.LivePage;
import io.github.fer4j.examples.training.progress.TrainingBar;
import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.model.keras.KerasWriter;
import java.util.Locale;
import java.util.Optional;

/** Trains epoch by epoch, keeps what must be kept and shows how it goes. */
final class TrainingRun {
    private static final String HISTORY = "history.csv";
    private static final String CURVES = "curves.png";
    private static final String BEST = "best.keras";

    private final RunFolder folder;
    private final Trainer trainer;
    private final Recipe recipe;
    private final TrainingBar bar;
    private final Optional<LivePage> page;
    private final String title;
    private final long start = System.nanoTime();
    private final int begun;

    /**
     * @param folder where it is kept
     * @param trainer does the work; its state is already that after the last whole epoch
     * @param recipe how
     * @param bar shows how it goes
     * @param page shows it too, if wanted
     */
    TrainingRun(
            RunFolder folder,
            Trainer trainer,
            Recipe recipe,
            TrainingBar bar,
            Optional<LivePage> page) {
        this.folder = folder;
        this.trainer = trainer;
        this.recipe = recipe;
        this.bar = bar;
        this.page = page;
        this.title = ModelCard.title(recipe);
        this.begun = trainer.history().epochs().size();
    }

    /** Takes over the state that the folder has, if any; true if there was one. */
    static boolean restore(RunFolder folder, Trainer trainer) {
        Optional<StateFile.Content> state = folder.lastState();
        state.ifPresent(trainer::restore);
        return state.isPresent();
    }

    void train() throws InterruptedException {
        show();
        while (!trainer.isFinished()) {
            EpochResult epoch = trainer.trainEpoch(this::step);
            // The state first: whatever else is written can be made of it again.
            folder.keep(trainer.state());
            write(trainer.history().bestEpoch() == epoch.epoch());
            bar.line(line(epoch));
            show();
        }
        write(true);
        if (trainer.history().epochs().size() < recipe.epochs()) {
            bar.line(
                    "stopped early: no better validation accuracy since epoch "
                            + trainer.history().bestEpoch());
        }
    }

    private void show() {
        page.ifPresent(it -> it.history(trainer.history(), trainer.isFinished()));
    }

    private void write(boolean better) {
        trainer.history().writeCsv(folder.file(HISTORY));
        Curves.write(title, trainer.history(), folder.file(CURVES));
        if (better) {
            KerasWriter.create().writeArchive(trainer.best(), folder.file(BEST));
        }
    }

    private void step(StepResult step) {
        double share = (double) step.step() / step.steps();
        double done = step.epoch() - 1 - begun + share;
        double seconds = (System.nanoTime() - start) / 1e9;
        double left = seconds / done * (recipe.epochs() - begun - done);
        bar.step(step.epoch(), share, step.loss(), step.accuracy(), step.facesPerSecond(), left);
        page.ifPresent(it -> it.step(step, left));
    }

    private String line(EpochResult epoch) {
        StringBuilder line =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "epoch %d/%d  loss %.4f  accuracy %.4f",
                                epoch.epoch(),
                                recipe.epochs(),
                                epoch.loss(),
                                epoch.accuracy()));
        for (EpochResult.HeadResult head : epoch.heads()) {
            line.append(
                    String.format(
                            Locale.ROOT,
                            "  %s: loss %.4f accuracy %.4f",
                            epoch.heads().size() == 1 ? "validation" : head.name(),
                            head.loss(),
                            head.accuracy()));
        }
        boolean best = trainer.history().bestEpoch() == epoch.epoch();
        return line.append(
                        String.format(
                                Locale.ROOT,
                                "  %.0f s, %.0f faces/s%s",
                                epoch.seconds(),
                                epoch.facesPerSecond(),
                                best ? "  best" : ""))
                .toString();
    }
}
