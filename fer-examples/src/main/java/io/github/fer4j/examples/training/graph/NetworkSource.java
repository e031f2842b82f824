package io.github.fer4j.examples.training.graph;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.engine.BundledNetwork;
import io.github.fer4j.model.engine.InputScaling;
import io.github.fer4j.model.engine.OnnxMetadata;
import io.github.fer4j.model.engine.SpecFile;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import java.nio.file.Path;
import java.util.Optional;

/** Whole networks as recipes name them. */
public final class NetworkSource {
    /** The network that comes with fer, FER-2013's classes. */
    public static final String BUNDLED_FER2013 = "bundled-fer2013";

    /** The network that comes with fer, FER+'s classes. */
    public static final String BUNDLED_FERPLUS = "bundled-ferplus";

    /** The same, as {@code Evaluate} has it. */
    private static final String BUNDLED_FERPLUS_TOO = "bundled-fer-plus";

    /** Both at once, since they have the same trunk: outputs fer2013 and ferplus. */
    public static final String BUNDLED = "bundled";

    private NetworkSource() {}

    /**
     * @param name as {@link #read} takes it
     * @param model the network of that name
     * @return how it wants its pixels, as far as that is known
     * @throws ModelFormatException if what stands beside it cannot be read
     */
    public static Optional<Scaling> scaling(String name, KerasModel model) {
        if (name.startsWith(BUNDLED)) {
            return Optional.of(BundledNetwork.FER2013.spec().scaling());
        }
        return InputScaling.of(model)
                .or(() -> metadata(Path.of(name), model).flatMap(OnnxMetadata::scaling));
    }

    /**
     * @param file a network's
     * @param model that network
     * @return what stands beside it about its first output
     * @throws ModelFormatException if that cannot be read
     */
    public static Optional<OnnxMetadata> metadata(Path file, KerasModel model) {
        return Optional.ofNullable(SpecFile.read(file).get(model.outputNames().get(0)));
    }

    /**
     * @param name a Keras file, or one of those that come with fer
     * @return the network
     * @throws ModelFormatException if it cannot be read
     */
    public static KerasModel read(String name) {
        return switch (name) {
            case BUNDLED ->
                    NetworkHeads.join(
                            BundledNetwork.FER2013.read(),
                            "fer2013",
                            BundledNetwork.FER_PLUS.read(),
                            "ferplus");
            case BUNDLED_FER2013 -> BundledNetwork.FER2013.read();
            case BUNDLED_FERPLUS, BUNDLED_FERPLUS_TOO -> BundledNetwork.FER_PLUS.read();
            default -> KerasReader.read(Path.of(name));
        };
    }
}
