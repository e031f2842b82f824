package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Opens containers and brings configuration and weights together. */
final class NetworkLoader {
    private static final String CONFIG = "config.json";
    private static final String METADATA = "metadata.json";
    private static final String WEIGHTS = "model.weights.h5";
    private static final String MODEL_CONFIG = "model_config";
    private static final String ACCEPTED =
            "accepted are .keras, whole-model .h5, and model.json with its weights .h5";

    private final LayerCatalog catalog;

    NetworkLoader(LayerCatalog catalog) {
        this.catalog = catalog;
    }

    KerasModel load(SourceFile architecture, List<SourceFile> weights) {
        try {
            return switch (architecture.kind()) {
                case ZIP -> alone(architecture, weights, () -> loadZip(architecture));
                case HDF5 -> alone(architecture, weights, () -> loadHdf5(architecture));
                case JSON, YAML -> loadText(architecture, weights);
                case EMPTY -> throw architecture.error("the file is empty; " + ACCEPTED);
                default ->
                        throw architecture.error(
                                "found %s, this is no Keras network; %s"
                                        .formatted(architecture.kind().description(), ACCEPTED));
            };
        } catch (StackOverflowError e) {
            // Every recursion here is bounded; this is for what a small stack leaves of the bound.
            throw new ModelFormatException(architecture.name() + ": nested too deep to be read", e);
        }
    }

    /** An architecture with first weights. */
    KerasModel initialize(SourceFile file, WeightInitializer initializer) {
        if (file.kind() != FileKind.JSON && file.kind() != FileKind.YAML) {
            throw file.error(
                    "found %s; an architecture to be given fresh weights is a .json or a .yaml"
                            .formatted(file.kind().description()));
        }
        try {
            Architecture architecture = architecture(file);
            BuiltModel model = ModelBuilder.build(architecture.parse(), catalog);
            model.initialize(initializer);
            return model.finish(architecture.kerasVersion());
        } catch (ModelFormatException e) {
            throw file.in(e);
        } catch (StackOverflowError e) {
            throw new ModelFormatException(file.name() + ": nested too deep to be read", e);
        }
    }

    private static Architecture architecture(SourceFile file) {
        return new Architecture(
                file.kind() == FileKind.YAML
                        ? Yaml.parse(file.bytes())
                        : Json.parseObject(file.bytes(), 0, file.bytes().length));
    }

    private static KerasModel alone(
            SourceFile architecture,
            List<SourceFile> weights,
            java.util.function.Supplier<KerasModel> load) {
        if (!weights.isEmpty()) {
            throw architecture.error(
                    "is %s, which holds its own weights, but %s was given as well"
                            .formatted(architecture.kind().description(), weights.get(0).name()));
        }
        return load.get();
    }

    private KerasModel loadText(SourceFile file, List<SourceFile> weights) {
        Architecture architecture;
        ParsedModel parsed;
        try {
            architecture = architecture(file);
            parsed = architecture.parse();
            if (!InputShapeSearch.isNeeded(parsed)) {
                // What is wrong with the network itself is said before its weights are opened.
                ModelBuilder.build(parsed, catalog);
            }
        } catch (ModelFormatException e) {
            throw file.in(e);
        }
        if (weights.isEmpty()) {
            throw file.error(
                    "holds an architecture without weights; give the weights' file as well");
        }
        try (WeightFiles opened = new WeightFiles(weights)) {
            return assemble(architecture, parsed, opened::assign);
        } catch (ModelFormatException e) {
            throw weights.get(0).in(e);
        }
    }

    /** Pairs everything before anything is read. */
    private KerasModel assemble(
            Architecture architecture,
            ParsedModel parsed,
            Function<BuiltModel, WeightAssigner> weights) {
        ParsedModel complete =
                InputShapeSearch.isNeeded(parsed)
                        ? InputShapeSearch.complete(
                                parsed,
                                candidate -> weights.apply(ModelBuilder.build(candidate, catalog)))
                        : parsed;
        BuiltModel model = ModelBuilder.build(complete, catalog);
        weights.apply(model).read();
        return model.finish(architecture.kerasVersion());
    }

    private KerasModel loadHdf5(SourceFile file) {
        try (Hdf5File hdf5 = new Hdf5File(ByteBuffer.wrap(file.bytes()))) {
            Hdf5Group root = hdf5.root();
            String config =
                    root.string(MODEL_CONFIG)
                            .orElseThrow(() -> new ModelFormatException(noConfig(root)));
            Architecture architecture;
            try {
                architecture = new Architecture(Json.parseObject(config));
            } catch (ModelFormatException e) {
                throw new ModelFormatException("model_config: " + e.getMessage(), e);
            }
            root.string("keras_version").ifPresent(architecture::writtenBy);
            ParsedModel parsed = architecture.parse();
            Hdf5Group weights =
                    root.group("model_weights")
                            .orElseThrow(
                                    () ->
                                            new ModelFormatException(
                                                    "the group model_weights is missing"));
            return assemble(architecture, parsed, model -> NamedWeights.assign(weights, model));
        } catch (ModelFormatException e) {
            throw file.in(e);
        }
    }

    private static String noConfig(Hdf5Group root) {
        return NamedWeights.isIn(root) || PositionalWeights.isIn(root)
                ? "holds weights alone (there is no attribute model_config); give the"
                        + " architecture's JSON as well"
                : "is an HDF5 file but no Keras network: there is no attribute model_config";
    }

    private KerasModel loadZip(SourceFile file) {
        try {
            ZipArchive zip = new ZipArchive(file.bytes());
            if (!zip.has(CONFIG)) {
                throw new ModelFormatException(noConfig(zip));
            }
            Architecture architecture = new Architecture(json(zip, CONFIG));
            if (zip.has(METADATA)
                    && json(zip, METADATA).get("keras_version") instanceof String version) {
                architecture.writtenBy(version);
            }
            ParsedModel parsed = architecture.parse();
            if (!InputShapeSearch.isNeeded(parsed)) {
                // What is wrong with the network itself is said before its weights are opened.
                ModelBuilder.build(parsed, catalog);
            }
            ByteBuffer content = zip.read(WEIGHTS, Integer.MAX_VALUE);
            try (Hdf5File hdf5 = new Hdf5File(content)) {
                return assemble(
                        architecture, parsed, model -> WeightFiles.assign(hdf5.root(), model));
            } catch (ModelFormatException e) {
                throw new ModelFormatException(WEIGHTS + ": " + e.getMessage(), e);
            }
        } catch (ModelFormatException e) {
            throw file.in(e);
        }
    }

    private static Map<String, Object> json(ZipArchive zip, String member) {
        ByteBuffer content = zip.read(member, Json.MAX_BYTES);
        try {
            return Json.parseObject(
                    content.array(),
                    content.arrayOffset() + content.position(),
                    content.remaining());
        } catch (ModelFormatException e) {
            throw new ModelFormatException(member + ": " + e.getMessage(), e);
        }
    }

    private static String noConfig(ZipArchive zip) {
        boolean savedModel = zip.names().stream().anyMatch(name -> name.endsWith("saved_model.pb"));
        return savedModel
                ? "is a TensorFlow SavedModel, which is not accepted; load it in Keras and save it"
                        + " as .keras or .h5"
                : "is a zip archive but no .keras file: config.json is missing, it holds "
                        + zip.shown();
    }
}
