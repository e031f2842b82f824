package io.github.fer4j.model.engine;

import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.LayerConfig;
import io.github.fer4j.model.keras.TensorRef;
import java.util.Optional;
import java.util.Set;

/** Finds out whether a network brings pixels of 0 to 255 to its own range by itself. */
public final class InputScaling {
    /**
     * A factor below this one makes sense for pixels of 0 to 255 only: 1/255 and 1/127.5 are below
     * it, and what follows a picture that was scaled to 0..1 (2, 0.5) is above.
     */
    private static final double PIXEL_FACTOR = 0.05;

    private static final Set<String> TRANSPARENT =
            Set.of(
                    "Identity",
                    "Resizing",
                    "CenterCrop",
                    "ZeroPadding2D",
                    "Dropout",
                    "GaussianNoise",
                    "RandomFlip",
                    "RandomRotation",
                    "RandomZoom",
                    "RandomTranslation",
                    "RandomContrast",
                    "RandomBrightness",
                    "RandomCrop");

    private InputScaling() {}

    /**
     * @param model a network
     * @return {@link Scaling#NONE} if the network scales pixels of 0 to 255 itself, otherwise empty
     */
    public static Optional<Scaling> of(KerasModel model) {
        TensorRef current = model.inputs().get(0);
        for (KerasNode node : model.nodes()) {
            if (!node.inputs().contains(current)) {
                continue;
            }
            if (rescalesPixels(node)) {
                return Optional.of(Scaling.NONE);
            }
            if (!TRANSPARENT.contains(node.layer().className())) {
                return Optional.empty();
            }
            current = new TensorRef(model.nodes().indexOf(node), 0);
        }
        return Optional.empty();
    }

    private static boolean rescalesPixels(KerasNode node) {
        LayerConfig config = node.layer().config();
        return node.layer().className().equals("Rescaling")
                && config.find("scale").filter(Number.class::isInstance).isPresent()
                && Math.abs(config.number("scale", 1)) < PIXEL_FACTOR;
    }
}
