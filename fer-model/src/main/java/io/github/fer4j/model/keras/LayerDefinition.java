package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import java.util.List;

/**
 * What a reader must know about a class of layers: the weights it has and the shapes it gives out.
 * A user's own layer class takes one of these, given to {@link KerasReader.Builder#layer}:
 *
 * <pre>{@code
 * KerasReader reader = KerasReader.builder()
 *         .layer("shop>SquareMask", call -> List.of(call.inputShape()))
 *         .build();
 * }</pre>
 */
@FunctionalInterface
public interface LayerDefinition {
    /**
     * @param call what the layer is called with
     * @return the shape of each output, batch first
     * @throws ModelFormatException if the layer cannot take these inputs; {@link LayerCall#error}
     *     makes one that names the layer
     */
    List<Shape> outputShapes(LayerCall call);

    /**
     * @param call what the layer is called with first
     * @return the weights in Keras' order; none unless overridden
     * @throws ModelFormatException if they cannot be known
     */
    default List<WeightSpec> weights(LayerCall call) {
        return List.of();
    }
}
