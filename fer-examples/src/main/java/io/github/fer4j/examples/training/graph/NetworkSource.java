package io.github.fer4j.examples.training.graph;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.engine.BundledNetwork;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import java.nio.file.Path;

/** Whole networks as recipes name them. */
public final class NetworkSource {
    /** The network that comes with fer, FER-2013's classes. */
    public static final String BUNDLED_FER2013 = "bundled-fer2013";

    /** The network that comes with fer, FER+'s classes. */
    public static final String BUNDLED_FERPLUS = "bundled-ferplus";

    /** Both at once, since they have the same trunk: outputs fer2013 and ferplus. */
    public static final String BUNDLED = "bundled";

    private NetworkSource() {}

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
            case BUNDLED_FERPLUS -> BundledNetwork.FER_PLUS.read();
            default -> KerasReader.read(Path.of(name));
        };
    }
}
