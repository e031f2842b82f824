package io.github.fer4j.examples.training;

import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.training.exploration.Exploration;
import io.github.fer4j.examples.training.exploration.ExplorationFiles;
import io.github.fer4j.examples.training.exploration.ExplorationJson;
import io.github.fer4j.examples.training.exploration.ExplorationText;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.FaceReader;
import io.github.fer4j.model.dataset.FerPlusVotes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a data set of faces holds, before a network learns from it. */
@Command(
        name = "ExploreDataset",
        sortOptions = false,
        description = {
            "Says what a data set of faces holds: counts for each class and split, faces that are"
                    + " there twice within and across splits, faces under several labels, pictures"
                    + " without a face, and how FER+'s annotators agree. With --out also as"
                    + " pictures.",
            "Faces that cannot be used are reported with their file and line, left out and counted;"
                    + " they are part of what is found and do not change the exit code."
        })
public final class ExploreDataset extends MainCommand {
    @Mixin private FaceDataOptions source;

    @Option(
            names = "--votes",
            paramLabel = "FILE",
            description = "FER+ votes, to compare the labels with.")
    private Path votes;

    @Option(
            names = "--drop-not-faces",
            description = "With --votes: leave out what FER+ says to be no face.")
    private boolean dropNotFaces;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write there: counts.png, faces.png, mean-faces.png, duplicates.png,"
                            + " duplicates.csv, report.txt, summary.json.")
    private Path folder;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Which random faces are shown; default: 1.")
    private long seed = 1;

    /** For {@link #main} and tests. */
    public ExploreDataset() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Launcher.launch(new ExploreDataset(), args);
    }

    @Override
    public Integer call() throws IOException {
        if (dropNotFaces && votes == null) {
            throw usage("--drop-not-faces needs --votes, which say what shows no face");
        }
        ProblemNotes problems = new ProblemNotes(this::note);
        FaceReader reader = source.reader().dropNotFaces(dropNotFaces).onProblem(problems);
        if (votes != null) {
            reader.votes(FerPlusVotes.read(votes));
        }
        FaceDataset faces = reader.read();
        problems.total(faces.summary().skipped());
        if (votes != null && faces.summary().withVotes() == 0) {
            note(
                    "warning: no votes were joined: the faces' names are not FER-2013's rows, as"
                            + " 00017.png is");
        }
        Exploration exploration = Exploration.of(source.data().toString(), faces);
        Map<String, Path> files = new LinkedHashMap<>();
        if (folder != null) {
            files.putAll(new ExplorationFiles(exploration, folder).write(seed));
        }
        if (isJson()) {
            jsonLines().write(json -> ExplorationJson.write(json, exploration, files));
        } else {
            ExplorationText.write(exploration, out());
            files.values().forEach(file -> out().println("wrote " + file));
        }
        return ExitCodes.DONE;
    }
}
