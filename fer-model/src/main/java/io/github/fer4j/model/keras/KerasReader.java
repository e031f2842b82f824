package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads networks that Keras wrote, whatever version wrote them and whatever the file is called:
 *
 * <pre>{@code
 * KerasModel model = KerasReader.read(Path.of("model.json"), Path.of("weights.h5"));
 * KerasModel other = KerasReader.read(Path.of("model.keras"));
 * }</pre>
 *
 * Code in a file ({@code Lambda}, pickles) is never run, no other file is opened, and sizes that a
 * file claims are checked against the file before memory is reserved. Immutable and thread-safe.
 */
public final class KerasReader {
    private static final KerasReader DEFAULT = builder().build();

    private final LayerCatalog catalog;

    private KerasReader(Builder builder) {
        catalog = new LayerCatalog(builder.layers);
    }

    /**
     * @param architecture a whole network ({@code .h5}, {@code .hdf5}, {@code .keras}), or its
     *     architecture alone ({@code .json}, {@code .yaml})
     * @param weights the weights' files that belong to an architecture; none for a whole network
     * @return the network
     * @throws ModelFormatException if a file cannot be read, is none of these, is damaged, or holds
     *     what is not known; names file, place and cause
     */
    public static KerasModel read(Path architecture, Path... weights) {
        return DEFAULT.load(architecture, weights);
    }

    /**
     * @param file the contents of a file that holds a whole network
     * @param name what to call it in errors
     * @return the network
     * @throws ModelFormatException as {@link #read(Path, Path...)}
     */
    public static KerasModel read(byte[] file, String name) {
        return DEFAULT.load(file, name);
    }

    /**
     * @param file the contents of a file that holds a whole network; read to its end, not closed
     * @param name what to call it in errors
     * @return the network
     * @throws ModelFormatException as {@link #read(Path, Path...)}
     */
    public static KerasModel read(InputStream file, String name) {
        return DEFAULT.load(SourceFile.read(file, name).bytes(), name);
    }

    /**
     * Reads an architecture alone and gives it fresh weights, to be trained.
     *
     * @param architecture an architecture without weights: {@code .json}, {@code .yaml}
     * @param initializer what gives the weights their first values
     * @return the network
     * @throws ModelFormatException as {@link #read(Path, Path...)}, and if the file holds weights
     */
    public static KerasModel readArchitecture(Path architecture, WeightInitializer initializer) {
        Objects.requireNonNull(initializer, "initializer");
        return new NetworkLoader(DEFAULT.catalog)
                .initialize(SourceFile.read(architecture), initializer);
    }

    /**
     * @return a builder of readers that know more than Keras' own layers
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param architecture as for {@link #read(Path, Path...)}
     * @param weights as for {@link #read(Path, Path...)}
     * @return the network
     * @throws ModelFormatException as {@link #read(Path, Path...)}
     */
    public KerasModel load(Path architecture, Path... weights) {
        List<SourceFile> files = new ArrayList<>();
        for (Path path : weights) {
            files.add(SourceFile.read(path));
        }
        return new NetworkLoader(catalog).load(SourceFile.read(architecture), files);
    }

    /**
     * @param file as for {@link #read(byte[], String)}
     * @param name what to call it in errors
     * @return the network
     * @throws ModelFormatException as {@link #read(Path, Path...)}
     */
    public KerasModel load(byte[] file, String name) {
        return new NetworkLoader(catalog).load(new SourceFile(name, file), List.of());
    }

    /** Collects what a reader is to know beyond Keras' own layers. */
    public static final class Builder {
        private final Map<String, LayerDefinition> layers = new LinkedHashMap<>();

        private Builder() {}

        /**
         * @param className the class as the file names it: {@code shop>SquareMask} where it was
         *     registered, {@code SquareMask} otherwise
         * @param definition what the layer's weights and outputs are
         * @return this builder
         */
        public Builder layer(String className, LayerDefinition definition) {
            layers.put(
                    Objects.requireNonNull(className, "className"),
                    Objects.requireNonNull(definition, "definition"));
            return this;
        }

        /**
         * @return the reader
         */
        public KerasReader build() {
            return new KerasReader(this);
        }
    }
}
