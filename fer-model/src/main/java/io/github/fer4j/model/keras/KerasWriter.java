package io.github.fer4j.model.keras;

import io.github.fer4j.model.FerException;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.internal.StagedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes networks as Keras writes them, for Python's Keras to load:
 *
 * <pre>{@code
 * KerasModel model = KerasReader.read(Path.of("old.json"), Path.of("old.h5"));
 * KerasWriter.create().writeArchive(model, Path.of("new.keras"));
 * }</pre>
 *
 * <p>Weights are written in float32, as they are held. Of what only matters in training, the
 * momentum of batch normalisations, L1 and L2 regularizers and frozen layers are written;
 * initializers and an optimizer's state are not. Nested models stay inlined; a layer whose name the
 * dialect does not take ({@code base/conv1}) gets one that it does ({@code base_conv1}). An
 * activation that the dialect does not have, or means otherwise (the {@code hard_sigmoid} of Keras
 * 2 and 3 are two functions), becomes layers that compute it.
 *
 * <p>A file is written beside its place, read back and compared, forced to the disk, and only then
 * moved to its place, over a file that may be there. Immutable and thread-safe.
 */
public final class KerasWriter {
    /** The version that files in Keras 2's dialect name. */
    static final String KERAS2_VERSION = "2.15.0";

    /** The version that files in Keras 3's dialect name. */
    static final String KERAS3_VERSION = "3.15.1";

    private static final DateTimeFormatter SAVED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'@'HH:mm:ss");

    private final KerasReader reader;
    private final Clock clock;

    /** Where the weights that belong to an architecture in JSON have their groups. */
    public enum WeightsLayout {
        /**
         * Groups named after the layers: every Keras 2 and Deeplearning4j. Keras from 2.12 on takes
         * a file for this only if its name does not end in {@code .weights.h5}.
         */
        BY_NAME,

        /**
         * Groups counted by class: Keras 2.15, in a file whose name ends in {@code .weights.h5}.
         */
        BY_POSITION
    }

    private KerasWriter(KerasReader reader, Clock clock) {
        this.reader = Objects.requireNonNull(reader, "reader");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * @return a writer of networks of Keras' own layers
     */
    public static KerasWriter create() {
        return create(KerasReader.builder().build());
    }

    /**
     * @param reader what reads the files back; knows the layers that are not Keras' own
     * @return a writer of networks of the layers that the reader knows
     */
    public static KerasWriter create(KerasReader reader) {
        return new KerasWriter(reader, Clock.systemDefaultZone());
    }

    /**
     * Writes one HDF5 file in Keras 2's dialect, architecture and weights: {@code model.h5}, for
     * every Keras from 2.2 on, Keras 3 included where the network has no arithmetic on tensors.
     *
     * @param model a network
     * @param file where to; a file that is there is replaced
     * @throws ModelFormatException if Keras 2 has no word for something in it; names the layer
     * @throws FerException if the file cannot be written; nothing is there then that was not before
     */
    public void writeHdf5(KerasModel model, Path file) {
        KerasModel lowered = KerasLowering.lower(model, WrittenDialect.KERAS2_AND_3);
        List<KerasLayer> layers = KerasLayerOrder.of(lowered);
        Hdf5Tree root = new Hdf5Tree();
        root.attribute("backend", "tensorflow");
        root.attribute("keras_version", KERAS2_VERSION);
        root.attribute("model_config", KerasJson.text(Keras2Config.of(lowered, layers)));
        WrittenWeights.byName(root.group("model_weights"), layers);
        try (StagedFiles staged = new StagedFiles()) {
            Path aside = staged.aside(file);
            Hdf5Writer.write(root, aside);
            check(lowered, file, aside);
            staged.commit();
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /**
     * Writes an architecture in Keras 2's dialect and its weights.
     *
     * @param model a network
     * @param architecture where the JSON goes: {@code model.json}; a file that is there is replaced
     * @param weights where the weights go; with {@link WeightsLayout#BY_POSITION} the name must end
     *     in {@code .weights.h5}, with {@link WeightsLayout#BY_NAME} it must not, since Keras goes
     *     by that
     * @param layout how the weights are laid out
     * @throws IllegalArgumentException if name and layout do not fit
     * @throws ModelFormatException if Keras 2 has no word for something in it; names the layer
     * @throws FerException if a file cannot be written
     */
    public void writeJson(KerasModel model, Path architecture, Path weights, WeightsLayout layout) {
        boolean positional = layout == WeightsLayout.BY_POSITION;
        if (weights.getFileName().toString().endsWith(".weights.h5") != positional) {
            throw new IllegalArgumentException(
                    "Keras reads weights %s only from a file whose name %s in .weights.h5, was '%s'"
                            .formatted(
                                    positional ? "by position" : "by name",
                                    positional ? "ends" : "does not end",
                                    weights));
        }
        KerasModel lowered = KerasLowering.lower(model, WrittenDialect.KERAS2);
        List<KerasLayer> layers = KerasLayerOrder.of(lowered);
        Hdf5Tree root = new Hdf5Tree();
        if (positional) {
            WrittenWeights.byPosition(root, lowered, layers, WrittenDialect.KERAS2);
        } else {
            WrittenWeights.byName(root, layers);
        }
        try (StagedFiles staged = new StagedFiles()) {
            Path weightsAside = staged.aside(weights);
            Path jsonAside = staged.aside(architecture);
            Hdf5Writer.write(root, weightsAside);
            Files.writeString(jsonAside, KerasJson.text(Keras2Config.of(lowered, layers)));
            check(lowered, architecture, jsonAside, weightsAside);
            staged.commit();
        } catch (IOException e) {
            throw cannotWrite(architecture, e);
        }
    }

    /**
     * Writes a {@code .keras} archive in Keras 3's dialect.
     *
     * @param model a network
     * @param file where to; a file that is there is replaced
     * @throws ModelFormatException if Keras 3 has no word for something in it; names the layer
     * @throws FerException if the file cannot be written
     */
    public void writeArchive(KerasModel model, Path file) {
        KerasModel lowered = KerasLowering.lower(model, WrittenDialect.KERAS3);
        List<KerasLayer> layers = KerasLayerOrder.of(lowered);
        Hdf5Tree root = new Hdf5Tree();
        WrittenWeights.byPosition(root, lowered, layers, WrittenDialect.KERAS3);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("keras_version", KERAS3_VERSION);
        metadata.put("date_saved", LocalDateTime.now(clock).format(SAVED));
        try (StagedFiles staged = new StagedFiles()) {
            Path weights = staged.temporary(file);
            Hdf5Writer.write(root, weights);
            Path aside = staged.aside(file);
            try (StoredZip zip = new StoredZip(aside)) {
                zip.add("metadata.json", KerasJson.text(metadata));
                zip.add("config.json", KerasJson.text(Keras3Config.of(lowered, layers)));
                zip.add("model.weights.h5", weights);
            }
            check(lowered, file, aside);
            staged.commit();
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private void check(KerasModel written, Path file, Path aside, Path... weightsAside) {
        KerasModel read;
        try {
            read = reader.load(aside, weightsAside);
        } catch (ModelFormatException e) {
            throw new FerException(
                    "%s was not written: it could not be read back, %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
        KerasModelComparison.difference(written, read)
                .ifPresent(
                        difference -> {
                            throw new FerException(
                                    "%s was not written: read back it differs, %s"
                                            .formatted(file, difference));
                        });
    }

    private static FerException cannotWrite(Path file, IOException cause) {
        return new FerException("%s cannot be written: %s".formatted(file, cause), cause);
    }
}
