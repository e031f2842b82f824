package io.github.fer4j.model.engine;

import io.github.fer4j.model.ColorOrder;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The networks that come with fer. docs/model-card.md says what they were trained on, what they
 * score and what they must not be used for.
 */
public enum BundledNetwork {
    /** FER-2013's seven classes. */
    FER2013("fer-resnet-fer2013.keras", "fer2013", LabelOrder.FER2013, 0.78),
    /** FER+'s eight classes: the seven and contempt. */
    FER_PLUS("fer-resnet-ferplus.keras", "ferplus", LabelOrder.FER_PLUS, 0.50);

    private static final int SIDE = 48;

    private final String resource;
    private final String output;
    private final ModelSpec spec;

    /** The temperature was fitted on FER-2013's validation split; docs/model-card.md. */
    BundledNetwork(String resource, String output, LabelOrder labels, double temperature) {
        this.resource = resource;
        this.output = output;
        this.spec = new ModelSpec(SIDE, SIDE, 1, ColorOrder.BGR, Scaling.UNIT, labels, temperature);
    }

    /**
     * @return what the network expects and what its outputs stand for
     */
    public ModelSpec spec() {
        return spec;
    }

    /**
     * @return the network, read anew from the jar
     */
    public KerasModel read() {
        try (InputStream in = BundledNetwork.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the bundled network " + resource + " is missing from the class path");
            }
            KerasModel model = KerasReader.read(in.readAllBytes(), resource);
            // One file may hold both heads on one trunk.
            return model.outputs().size() == 1 ? model : model.withOutput(output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the bundled network " + resource, e);
        }
    }
}
