package io.github.fer4j.examples;

import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.LabelOrderConverter;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.cli.ModelFiles;
import io.github.fer4j.examples.cli.ScalingConverter;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.engine.BundledNetwork;
import io.github.fer4j.model.engine.OnnxMetadata;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import io.github.fer4j.model.keras.KerasWriter;
import io.github.fer4j.model.keras.KerasWriter.WeightsLayout;
import io.github.fer4j.model.onnx.CompiledModel;
import io.github.fer4j.model.onnx.OnnxCompiler;
import io.github.fer4j.model.onnx.OnnxNetwork;
import io.github.fer4j.model.onnx.OnnxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a network in another format and checks that it still answers as before. */
@Command(
        name = "ConvertModel",
        sortOptions = false,
        description = {
            "Writes a Keras network in another format, runs both on the same random input and"
                    + " prints the largest |written - original| / max(1, |original|) last."
        },
        footer = {
            "",
            "Ends with 0 if the network was written and answers as before, 1 if not, 2 for wrong"
                    + " usage."
        })
public final class ConvertModel extends MainCommand {
    private static final double TOLERANCE = 1e-4;

    @Mixin private ModelFiles files;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description =
                    "Where to; the ending chooses: .keras (Keras 3), .h5 or .hdf5 (Keras 2, which"
                            + " Keras 3 reads, too), .json (Keras 2, with its weights beside it),"
                            + " .onnx.")
    private Path out;

    @Option(
            names = "--weights-layout",
            paramLabel = "by-position|by-name",
            description =
                    "With .json: by-position writes NAME.weights.h5 for Keras 2.15; by-name writes"
                            + " NAME_weights.h5 for every Keras 2 and Deeplearning4j. Default:"
                            + " by-position.")
    private String layout;

    @Option(
            names = "--labels",
            paramLabel = "ORDER",
            converter = LabelOrderConverter.class,
            description =
                    "With .onnx: what the outputs stand for, kept in the file: fer2013,"
                            + " alphabetical, fer-plus, or names joined by commas.")
    private LabelOrder labels;

    @Option(
            names = "--scaling",
            paramLabel = "SCALING",
            converter = ScalingConverter.class,
            description =
                    "With .onnx: what is done to pixels, kept in the file: unit, symmetric, none or"
                            + " mean,deviation.")
    private Scaling scaling;

    @Option(names = "--force", description = "Replace files that are there.")
    private boolean force;

    /** For {@link #main} and tests. */
    public ConvertModel() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Launcher.launch(new ConvertModel(), args);
    }

    /** What the ending of a file stands for. */
    private enum Format {
        KERAS_ARCHIVE(".keras", "Keras 3 archive"),
        HDF5(".h5", "Keras 2 whole model"),
        HDF5_LONG(".hdf5", "Keras 2 whole model"),
        JSON(".json", "Keras 2 architecture and weights"),
        ONNX(".onnx", "ONNX graph");

        private final String ending;
        private final String title;

        Format(String ending, String title) {
            this.ending = ending;
            this.title = title;
        }

        static Optional<Format> of(Path file) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            for (Format format : values()) {
                if (name.endsWith(format.ending) && !name.endsWith(".weights.h5")) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        }
    }

    @Override
    public Integer call() {
        Format format = checkUsage();
        KerasModel model = files.model().isPresent() ? files.read() : BundledNetwork.FER2013.read();
        List<Path> written = write(model, format);
        SameAnswers verification = SameAnswers.between(model, () -> load(format, written));
        report(model, format, written, verification);
        return verification.areWithin(TOLERANCE) ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private Format checkUsage() {
        if (files.isIncomplete()) {
            throw usage("--weights needs the --model that they belong to");
        }
        Format format =
                Format.of(out)
                        .orElseThrow(
                                () ->
                                        usage(
                                                "--out must end in .keras, .h5, .hdf5, .json or"
                                                        + " .onnx, was "
                                                        + out));
        if (format != Format.JSON && layout != null) {
            throw usage("--weights-layout goes with a .json alone");
        }
        if (layout != null && !List.of("by-position", "by-name").contains(layout)) {
            throw usage("--weights-layout must be by-position or by-name, was " + layout);
        }
        if (format != Format.ONNX && (labels != null || scaling != null)) {
            throw usage(
                    "--labels and --scaling go with an .onnx alone; Keras has no place for them");
        }
        for (Path file : targets(format)) {
            if (Files.exists(file) && !force) {
                throw usage(file + " is there already; --force replaces it");
            }
        }
        return format;
    }

    /** The files that are to be written, the one that was asked for first. */
    private List<Path> targets(Format format) {
        if (format != Format.JSON) {
            return List.of(out);
        }
        String name = out.getFileName().toString();
        String stem = name.substring(0, name.length() - Format.JSON.ending.length());
        String weights = isByName() ? stem + "_weights.h5" : stem + ".weights.h5";
        return List.of(out, out.resolveSibling(weights));
    }

    private boolean isByName() {
        return "by-name".equals(layout);
    }

    private List<Path> write(KerasModel model, Format format) {
        List<Path> targets = targets(format);
        KerasWriter writer = KerasWriter.create();
        switch (format) {
            case KERAS_ARCHIVE -> writer.writeArchive(model, out);
            case HDF5, HDF5_LONG -> writer.writeHdf5(model, out);
            case JSON ->
                    writer.writeJson(
                            model,
                            out,
                            targets.get(1),
                            isByName() ? WeightsLayout.BY_NAME : WeightsLayout.BY_POSITION);
            case ONNX -> {
                CompiledModel compiled = OnnxCompiler.compile(model);
                compiled.write(out, metadata(model).toMap(model));
            }
            default -> throw new IllegalStateException("no such format: " + format);
        }
        return targets;
    }

    private OnnxMetadata metadata(KerasModel model) {
        OnnxMetadata metadata = OnnxMetadata.of(model);
        if (files.model().isEmpty()) {
            metadata = OnnxMetadata.of(model, BundledNetwork.FER2013.spec());
        }
        if (labels != null) {
            List<Shape> shapes = model.outputs().stream().map(model::shape).toList();
            if (shapes.stream().noneMatch(shape -> shape.size(-1) == labels.size())) {
                throw usage(
                        "--labels names %d, which fit none of the outputs %s"
                                .formatted(labels.size(), shapes));
            }
            metadata = metadata.withLabels(labels);
        }
        return scaling == null ? metadata : metadata.withScaling(scaling);
    }

    private Network load(Format format, List<Path> written) {
        if (format == Format.ONNX) {
            return OnnxNetwork.load(out, OnnxOptions.defaults());
        }
        Path[] weights = written.subList(1, written.size()).toArray(Path[]::new);
        return OnnxNetwork.load(KerasReader.read(out, weights));
    }

    private void report(
            KerasModel model, Format format, List<Path> written, SameAnswers verification) {
        List<String> names = written.stream().map(Path::toString).toList();
        if (isJson()) {
            jsonLines()
                    .write(
                            json -> {
                                json.writeStringField(
                                        "model",
                                        files.model().map(Path::toString).orElse("bundled"));
                                json.writeStringField("format", format.title);
                                json.writeArrayFieldStart("written");
                                for (String name : names) {
                                    json.writeString(name);
                                }
                                json.writeEndArray();
                                json.writeNumberField("params", model.parameterCount());
                                json.writeBooleanField("ok", verification.areWithin(TOLERANCE));
                                json.writeBooleanField(
                                        "compared", verification.difference().isPresent());
                                if (verification.difference().isPresent()) {
                                    json.writeNumberField(
                                            "difference",
                                            verification.difference().get().largest());
                                } else {
                                    json.writeStringField("message", verification.detail());
                                }
                            });
            return;
        }
        out().println(
                        String.format(
                                Locale.ROOT,
                                "%s, %,d parameters: %s",
                                format.title,
                                model.parameterCount(),
                                String.join(", ", names)));
        if (verification.difference().isPresent()) {
            out().println("largest difference: " + verification.difference().get());
        } else {
            out().println("written and read back equal, but not run: " + verification.detail());
        }
    }
}
