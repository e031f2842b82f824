package io.github.fer4j.examples.training;

import io.github.fer4j.examples.training.progress.EpochResult;
import io.github.fer4j.examples.training.progress.History;
import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.examples.training.recipe.RecipeFile;
import io.github.fer4j.examples.training.report.ReportMarkdown;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.internal.StagedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes down what a network is, what it learnt from, how, how good it is, and what it is not for.
 */
final class ModelCard {
    private static final String CAVEATS =
            """
            ## What the numbers do not say

            - Epoch and temperature were chosen on the very faces that these numbers are from, so they are a little too good.
              Judge the network once on faces that had no part in any choice.
            - An expression is not a feeling, and a label is what annotators saw in a face, not what the person felt.
            - How well the network does on people of different ages, sexes, skins and cultures was not measured: the data do not
              say who is in them. Measure it on people like those you will meet before you rely on it.
            - Faces from other cameras, sizes, lights and angles than the data's are answered worse than this table says.

            ## What not to use it for

            Not for decisions about people: hiring, schooling, credit, policing, border control, insurance, medical diagnosis. Not
            to tell lies, intentions or character from a face. Not on people who do not know or do not agree.

            ## Licence of the data

            The network is no freer than the faces it learnt from. FER-2013 (Goodfellow et al., 2013) is for research; FER+'s votes
            (Barsoum et al., 2016) are under the MIT licence. For other data ask those who gave them to you.
            """;

    private ModelCard() {}

    /**
     * @param file where to
     * @param recipe how it was trained
     * @param data what from
     * @param history how it went
     * @param results what came of it, the first head's first
     */
    static void write(
            Path file,
            Recipe recipe,
            TrainingData data,
            String source,
            History history,
            List<TrainingResult> results) {
        try {
            StagedFiles.write(file, text(recipe, data, source, history, results));
        } catch (IOException e) {
            throw new FerException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static String text(
            Recipe recipe,
            TrainingData data,
            String source,
            History history,
            List<TrainingResult> results) {
        StringBuilder card = new StringBuilder();
        TrainingResult first = results.get(0);
        card.append("# Model card: ").append(title(recipe)).append("\n\n");
        card.append("## What it is\n\n");
        for (TrainingResult result : results) {
            line(
                    card,
                    "- %s: classes %s; %,d parameters; input %dx%dx%d; temperature %.4g (%s)",
                    String.join(", ", result.files()),
                    String.join(", ", result.spec().labels().labels()),
                    result.model().parameterCount(),
                    result.spec().height(),
                    result.spec().width(),
                    result.spec().channels(),
                    result.spec().temperature(),
                    result.report().model().plain().source().words());
        }
        line(
                card,
                "- pixels: (x - mean) / deviation with mean %s and deviation %s",
                first.spec().scaling().mean(),
                first.spec().scaling().deviation());
        card.append("\n## What it learnt from\n\n");
        line(card, "`%s`: %s.\n", source, data.fingerprint());
        data.notes().forEach(note -> line(card, "- %s", note));
        counts(card, data);
        card.append("\n## How it was trained\n\n");
        EpochResult best = history.epochs().get(Math.max(0, history.bestEpoch() - 1));
        line(
                card,
                "%d epochs, %.0f minutes; the weights are those of epoch %d, which did best on"
                        + " validation. The recipe:\n",
                history.epochs().size(),
                history.epochs().stream().mapToDouble(EpochResult::seconds).sum() / 60,
                best.epoch());
        card.append("```yaml\n").append(RecipeFile.toYaml(recipe)).append("```\n");
        for (TrainingResult result : results) {
            line(card, "\n## How good it is: %s\n", result.head().name());
            card.append(ReportMarkdown.write(result.report()));
        }
        return card.append('\n').append(CAVEATS).toString();
    }

    private static void counts(StringBuilder card, TrainingData data) {
        int[] training = data.training().counts();
        int[] validation = data.validation().counts();
        line(card, "\n| class | training | validation |\n| --- | --- | --- |");
        for (int i = 0; i < training.length; i++) {
            line(
                    card,
                    "| %s | %,d | %,d |",
                    data.training().labels().labels().get(i),
                    training[i],
                    validation[i]);
        }
    }

    static String title(Recipe recipe) {
        return recipe.network().isEmpty()
                ? String.valueOf(Path.of(recipe.architecture()).getFileName())
                : recipe.network();
    }

    private static void line(StringBuilder card, String format, Object... values) {
        card.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
