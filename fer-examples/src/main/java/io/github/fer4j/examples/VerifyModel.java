package io.github.fer4j.examples;

import io.github.fer4j.examples.cli.Difference;
import io.github.fer4j.examples.cli.EngineConverter;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.cli.ModelFiles;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Npy;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.engine.Engine;
import io.github.fer4j.model.keras.KerasReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Does Java answer as Python did? Runs a network on an array that Python saved and compares; or
 * does so for every network of a manifest.
 */
@Command(
        name = "VerifyModel",
        sortOptions = false,
        description = {
            "Does Java answer as Python did?",
            "Runs a network on a NumPy array and compares its raw output with another, with no"
                    + " labels or scaling involved: the largest |answer - expected| /"
                    + " max(1, |expected|) is printed last."
        },
        footer = {"", "Ends with 0 if everything is as expected, 1 if not, 2 for wrong usage."})
public final class VerifyModel extends MainCommand {
    @Mixin private ModelFiles files;

    @Option(
            names = "--engine",
            paramLabel = "onnx|dl4j",
            defaultValue = "onnx",
            converter = EngineConverter.class,
            description = "What runs the network; default: ${DEFAULT-VALUE}.")
    private Engine engine;

    @Option(
            names = "--input",
            paramLabel = "X.npy",
            description = "What goes in: (batch, height, width, channels).")
    private Path input;

    @Option(names = "--expected", paramLabel = "Y.npy", description = "What should come out.")
    private Path expected;

    @Option(
            names = "--output",
            paramLabel = "NAME|INDEX",
            description = "Of several outputs, the one to compare; default: the first.")
    private String output;

    @Option(
            names = "--tolerance",
            paramLabel = "NUMBER",
            defaultValue = "1e-4",
            description = "The largest difference that is accepted; default: ${DEFAULT-VALUE}.")
    private double tolerance;

    @Option(
            names = "--manifest",
            paramLabel = "FILE.csv",
            description = {
                "Instead of one network, all that this file lists: with the columns folder,"
                        + " containers (joined by +), outputs (joined by +), input_shape and expect"
                        + " (ok, refuse or either). Prints for each ok, differs, refused or error,"
                        + " then folder, containers and the largest difference or the message, and"
                        + " counts them last."
            })
    private Path manifest;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long one network of a manifest may take; default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    /** For {@link #main} and tests. */
    public VerifyModel() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Launcher.launch(new VerifyModel(), args);
    }

    @Override
    public Integer call() throws Exception {
        if (!(tolerance >= 0)) {
            throw usage("--tolerance must be >= 0, was " + tolerance);
        }
        if (timeoutSeconds < 1) {
            throw usage("--timeout must be at least 1 second, was " + timeoutSeconds);
        }
        if (manifest != null) {
            if (files.model().isPresent()
                    || files.isIncomplete()
                    || input != null
                    || expected != null
                    || output != null) {
                throw usage(
                        "--manifest names the networks and arrays itself: leave out --model,"
                                + " --weights, --input, --expected and --output");
            }
            return verifyAll();
        }
        if (files.model().isEmpty() || input == null || expected == null) {
            throw usage("give --model, --input and --expected, or --manifest");
        }
        return verifyOne();
    }

    private int verifyOne() {
        Tensor pictures = Npy.read(input);
        Tensor wanted = Npy.read(expected);
        try (Network network = engine.load(files.read())) {
            int index = outputIndex(network.outputs().stream().map(Network.Output::name).toList());
            Tensor answer = answer(network, pictures).get(index);
            if (!answer.shape().equals(wanted.shape())) {
                throw new FerException(
                        "%s has the shape %s, but output '%s' of %s answers %s"
                                .formatted(
                                        expected,
                                        wanted.shape(),
                                        network.outputs().get(index).name(),
                                        files.model().orElseThrow(),
                                        answer.shape()));
            }
            Difference difference = Difference.between(answer, wanted);
            report(network.outputs().get(index).name(), index, answer, wanted, difference);
            return difference.isWithin(tolerance) ? ExitCodes.DONE : ExitCodes.FAILED;
        }
    }

    private List<Tensor> answer(Network network, Tensor pictures) {
        try {
            return network.predict(pictures);
        } catch (IllegalArgumentException e) {
            throw new FerException(input + " does not fit: " + e.getMessage(), e);
        }
    }

    private int outputIndex(List<String> names) {
        if (output == null) {
            if (names.size() > 1) {
                note("of the outputs " + names + " the first is compared; --output names another");
            }
            return 0;
        }
        int index = names.indexOf(output);
        if (index < 0 && output.matches("[0-9]{1,4}")) {
            index = Integer.parseInt(output);
        }
        if (index < 0 || index >= names.size()) {
            throw usage(
                    "--output %s: the network has %s, numbered from 0".formatted(output, names));
        }
        return index;
    }

    private void report(
            String name, int index, Tensor answer, Tensor wanted, Difference difference) {
        boolean ok = difference.isWithin(tolerance);
        if (isJson()) {
            jsonLines()
                    .write(
                            json -> {
                                json.writeStringField("engine", EngineConverter.name(engine));
                                json.writeStringField("output", name);
                                json.writeNumberField("index", index);
                                json.writeNumberField("tolerance", tolerance);
                                json.writeBooleanField("ok", ok);
                                json.writeNumberField("difference", difference.largest());
                            });
            return;
        }
        out().println(
                        "output %d '%s' %s by %s: %s a tolerance of %s"
                                .formatted(
                                        index,
                                        name,
                                        answer.shape(),
                                        EngineConverter.name(engine),
                                        ok ? "within" : "beyond",
                                        tolerance));
        if (answer.count() > 0) {
            out().println(
                            "furthest: value %d is %s, expected %s"
                                    .formatted(
                                            difference.index(),
                                            answer.get(difference.index()),
                                            wanted.get(difference.index())));
        }
        out().println("largest difference: " + difference);
    }

    private int verifyAll() throws IOException, InterruptedException {
        ManifestWalk walk =
                new ManifestWalk(
                        manifest.toAbsolutePath().getParent(),
                        (architecture, weights) ->
                                engine.load(KerasReader.read(architecture, weights)),
                        tolerance,
                        Duration.ofSeconds(timeoutSeconds));
        Map<Verdict.Status, Integer> counts = new EnumMap<>(Verdict.Status.class);
        int unexpected = 0;
        List<ManifestRow> rows = ManifestRow.read(manifest);
        for (ManifestRow row : rows) {
            Verdict verdict = walk.check(row);
            counts.merge(verdict.status(), 1, Integer::sum);
            boolean asExpected = row.expect().admits(verdict.status());
            print(row, verdict, asExpected);
            if (!asExpected) {
                unexpected++;
                note(
                        "not as expected (%s): %s %s"
                                .formatted(
                                        row.expect().name().toLowerCase(java.util.Locale.ROOT),
                                        row.folder(),
                                        String.join("+", row.containers())));
            }
        }
        printCounts(rows.size(), counts, unexpected);
        return unexpected == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private void print(ManifestRow row, Verdict verdict, boolean asExpected) {
        String containers = String.join("+", row.containers());
        if (!isJson()) {
            out().println(
                            "%s %s %s %s"
                                    .formatted(
                                            verdict.status(),
                                            row.folder(),
                                            containers,
                                            verdict.detail()));
            out().flush();
            return;
        }
        jsonLines()
                .write(
                        json -> {
                            json.writeStringField("status", verdict.status().toString());
                            json.writeStringField("folder", row.folder());
                            json.writeStringField("containers", containers);
                            if (verdict.difference().isPresent()) {
                                json.writeNumberField(
                                        "difference", verdict.difference().getAsDouble());
                            } else {
                                json.writeStringField("message", verdict.detail());
                            }
                            json.writeBooleanField("asExpected", asExpected);
                        });
    }

    private void printCounts(int rows, Map<Verdict.Status, Integer> counts, int unexpected) {
        if (!isJson()) {
            StringBuilder line = new StringBuilder(rows + " rows: ");
            for (Verdict.Status status : Verdict.Status.values()) {
                line.append(counts.getOrDefault(status, 0)).append(' ').append(status);
                line.append(status == Verdict.Status.ERROR ? "; " : ", ");
            }
            out().println(line.append(unexpected).append(" not as expected"));
            return;
        }
        jsonLines()
                .write(
                        json -> {
                            json.writeNumberField("rows", rows);
                            for (Verdict.Status status : Verdict.Status.values()) {
                                json.writeNumberField(
                                        status.toString(), counts.getOrDefault(status, 0));
                            }
                            json.writeNumberField("notAsExpected", unexpected);
                        });
    }
}
