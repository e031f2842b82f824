package io.github.fer4j.examples.training;

import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.cli.NetworkOptions;
import io.github.fer4j.examples.training.report.EvaluatedModel;
import io.github.fer4j.examples.training.report.EvaluationReport;
import io.github.fer4j.examples.training.report.Pass;
import io.github.fer4j.examples.training.report.ReportFiles;
import io.github.fer4j.examples.training.report.ReportJson;
import io.github.fer4j.examples.training.report.ReportText;
import io.github.fer4j.examples.training.report.TemperatureSource;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.dataset.FerPlusVotes;
import io.github.fer4j.model.engine.ClassifierLoader;
import io.github.fer4j.model.evaluation.Evaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how good a network is on labelled faces. */
@Command(
        name = "Evaluate",
        sortOptions = false,
        description =
                "Says how good a network is on labelled faces: accuracy with its interval,"
                    + " confusion, precision, recall and F1, log-loss, calibration, accuracy over"
                    + " coverage, time for a face; with --out as a page with its most confident"
                    + " errors.",
        footer = {
            "",
            "The temperature is fitted on the data's validation split and on nothing else; without"
                    + " one it is the network's own.",
            "",
            "Ends with 0 if all faces were evaluated; 1 if some could not be read or the network or"
                    + " the data cannot be used; 2 for wrong usage."
        })
public final class Evaluate extends MainCommand {
    @Mixin private NetworkOptions network;

    @Mixin private FaceDataOptions data;

    @Option(
            names = "--votes",
            paramLabel = "FILE",
            description =
                    "FER+ votes: the label of a face is what most annotators chose; faces without"
                            + " one are left out. Without --model, the network of eight classes"
                            + " answers.")
    private Path votes;

    @Option(
            names = "--split",
            paramLabel = "validation|test|train|all",
            description =
                    "Which faces; default: validation if the data have one, else test, else all.")
    private String split;

    @Option(
            names = "--flip",
            description =
                    "Also average each face with its mirror image; both ways are reported with"
                            + " their time.")
    private boolean flip;

    @Option(
            names = "--batch",
            paramLabel = "COUNT",
            description = "How many faces are answered at a time; default: 64.")
    private int batch = Evaluator.DEFAULT_BATCH_SIZE;

    @Option(
            names = "--temperature",
            paramLabel = "NUMBER",
            description = "Calibrate with this temperature instead of fitting one.")
    private Double temperature;

    @Option(
            names = "--save-temperature",
            description =
                    "Write the temperature that was fitted on validation beside the --model, a"
                            + " Keras file, as NAME.fer.json, where the library finds it.")
    private boolean saveTemperature;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write the report there: report.html, which holds all in one page, report.json,"
                            + " and the tables and charts as CSV and PNG.")
    private Path out;

    @Mixin private ComparedNetwork compared;

    private long problems;

    /** For {@link #main} and tests. */
    public Evaluate() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Launcher.launch(new Evaluate(), args);
    }

    @Override
    public Integer call() throws IOException {
        EvaluationReport report;
        try (EmotionClassifier classifier = open(loader());
                EmotionClassifier other = compared.isGiven() ? openCompared() : null) {
            report = evaluate(classifier, Optional.ofNullable(other));
            if (saveTemperature) {
                saveTemperature(classifier.spec(), report.model().plain());
            }
        }
        if (out != null) {
            ReportFiles.write(report, out);
            note("the report is " + out.resolve("report.html"));
        }
        if (isJson()) {
            jsonLines().write(json -> ReportJson.write(report, json));
        } else {
            ReportText.print(report, out());
        }
        return problems == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private EvaluationReport evaluate(
            EmotionClassifier classifier, Optional<EmotionClassifier> other) {
        EvaluationData source = source();
        ProblemNotes notes = new ProblemNotes(this::note);
        EvaluationData.Faces faces = source.read(classifier.spec(), notes);
        problems = faces.summary().skipped();
        notes.total(problems);
        notes.notFaces(faces.summary().notFaces());
        note(
                "%s: %,d faces are evaluated"
                        .formatted(
                                split == null ? faces.split() + " (chosen)" : faces.split(),
                                faces.faces().size()));
        tellOfMissingClasses(classifier.spec(), faces);
        EvaluationRun run = new EvaluationRun(batch, flip, Optional.ofNullable(temperature));
        EvaluatedModel model = run.evaluate(name(), classifier, faces);
        Optional<EvaluatedModel> second =
                other.map(
                        it ->
                                run.evaluate(
                                        compared.name(),
                                        it,
                                        sameInput(it.spec(), classifier.spec())
                                                ? faces
                                                : source.read(it.spec(), problem -> {})));
        return new EvaluationReport(
                data.data().toString(),
                faces.split(),
                votes == null ? "the data's labels" : "the FER+ annotators' majority",
                faces.faces(),
                problems,
                model,
                second);
    }

    private void saveTemperature(ModelSpec spec, Pass pass) {
        if (pass.source() != TemperatureSource.VALIDATION) {
            throw new FerException(
                    "no temperature is saved: it is fitted on a validation split alone, and "
                            + data.data()
                            + " has none");
        }
        ModelSpec fitted = spec.withTemperature(pass.temperature().temperature());
        note("the temperature is in " + network.saveSpec(fitted));
    }

    private EvaluationData source() {
        if (batch < 1) {
            throw usage("--batch must be at least 1, was " + batch);
        }
        if (saveTemperature && temperature != null) {
            throw usage("--save-temperature saves one that is fitted, not --temperature");
        }
        if (saveTemperature && !network.isKeras()) {
            throw usage("--save-temperature needs a Keras file as --model");
        }
        if (temperature != null && !(temperature > 0 && Double.isFinite(temperature))) {
            throw usage("--temperature must be > 0, was " + temperature);
        }
        SplitChoice choice;
        try {
            choice = split == null ? SplitChoice.DEFAULT : SplitChoice.named(split);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
        return new EvaluationData(data, Optional.ofNullable(votes).map(FerPlusVotes::read), choice);
    }

    private ClassifierLoader loader() {
        try {
            ClassifierLoader loader = network.loader();
            if (votes != null && network.model().isEmpty() && network.labels().isEmpty()) {
                loader.labels(LabelOrder.FER_PLUS);
            }
            return loader;
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private EmotionClassifier openCompared() {
        try {
            return open(compared.loader());
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private EmotionClassifier open(ClassifierLoader loader) {
        try {
            return loader.load();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private String name() {
        return network.model()
                .map(Path::toString)
                .orElse(
                        (votes != null && network.labels().isEmpty())
                                        || network.labels().equals(Optional.of(LabelOrder.FER_PLUS))
                                ? ComparedNetwork.BUNDLED_FER_PLUS
                                : ComparedNetwork.BUNDLED);
    }

    private void tellOfMissingClasses(ModelSpec spec, EvaluationData.Faces faces) {
        List<String> unknown = new ArrayList<>();
        int count = 0;
        for (int label = 0; label < faces.faces().labels().size(); label++) {
            int members = faces.faces().counts()[label];
            if (members > 0
                    && !spec.labels()
                            .emotions()
                            .contains(faces.faces().labels().emotions().get(label))) {
                unknown.add(faces.faces().labels().labels().get(label));
                count += members;
            }
        }
        if (count > 0) {
            note(
                    "warning: the network does not know %s; %,d such faces count as errors"
                            .formatted(String.join(", ", unknown), count));
        }
        List<String> extra = new ArrayList<>(spec.labels().labels());
        extra.removeAll(faces.faces().labels().labels());
        if (!extra.isEmpty()) {
            note(
                    "warning: the data have no %s; such answers of the network count as errors"
                            .formatted(String.join(", ", extra)));
        }
    }

    private static boolean sameInput(ModelSpec one, ModelSpec other) {
        return one.height() == other.height()
                && one.width() == other.width()
                && one.channels() == other.channels();
    }
}
