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
 * The networks that come with fer: two heads on one trunk, in one file. docs/model-card.md says
 * what they were trained on, what they score and what they must not be used for.
 */
public enum BundledNetwork {
    /** FER-2013's seven classes. */
    FER2013("fer2013", LabelOrder.FER2013, 0.73),
    /** FER+'s eight classes: the seven and contempt. */
    FER_PLUS("ferplus", LabelOrder.FER_PLUS, 0.50);

    private static final String RESOURCE = "fer-resnet.keras";
    private static final int SIDE = 48;

    private final String output;
    private final ModelSpec spec;

    /** The temperature was fitted on FER-2013's validation split; docs/model-card.md. */
    BundledNetwork(String output, LabelOrder labels, double temperature) {
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
        try (InputStream in = BundledNetwork.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the bundled network " + RESOURCE + " is missing from the class path");
            }
            return KerasReader.read(in.readAllBytes(), RESOURCE).withOutput(output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the bundled network " + RESOURCE, e);
        }
    }
}
