package io.github.fer4j.model.engine;

import io.github.fer4j.model.OutputKind;
import io.github.fer4j.model.keras.Activation;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.TensorRef;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells from a network's last layer what its answers are. */
final class OutputKinds {
    private static final Set<String> TRANSPARENT =
            Set.of("Identity", "Dropout", "Flatten", "Reshape", "ActivityRegularization", "Cast");

    private OutputKinds() {}

    /**
     * @param model a network
     * @param output which of its outputs
     * @return what that output's numbers are
     */
    static OutputKind of(KerasModel model, int output) {
        TensorRef tensor = model.outputs().get(output);
        KerasNode node = model.node(tensor);
        while (TRANSPARENT.contains(node.layer().className()) && node.inputs().size() == 1) {
            node = model.node(node.inputs().get(0));
        }
        List<String> names =
                List.of(
                        node.layer().className().toLowerCase(Locale.ROOT),
                        activation(node).name().toLowerCase(Locale.ROOT));
        if (names.contains("softmax")) {
            return OutputKind.PROBABILITIES;
        }
        return names.contains("sigmoid") || names.contains("hard_sigmoid")
                ? OutputKind.INDEPENDENT
                : OutputKind.LOGITS;
    }

    private static Activation activation(KerasNode node) {
        return node.layer()
                .config()
                .find("activation")
                .filter(Activation.class::isInstance)
                .map(Activation.class::cast)
                .orElse(Activation.LINEAR);
    }
}
