package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasArgument;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.LayerConfig;
import io.github.fer4j.model.keras.TensorRef;
import java.util.List;
import java.util.Optional;

/**
 * One call of a layer, and which of its outputs is asked for.
 *
 * @param model the network
 * @param node the call
 * @param output the output, from 0
 */
record Call(KerasModel model, KerasNode node, int output) {
    KerasLayer layer() {
        return node.layer();
    }

    LayerConfig config() {
        return node.layer().config();
    }

    List<TensorRef> inputs() {
        return node.inputs();
    }

    Shape inputShape(int input) {
        return model.shape(inputs().get(input));
    }

    Shape outputShape() {
        return node.outputShapes().get(output);
    }

    Tensor weight(String name) {
        return layer().weight(name);
    }

    Optional<Tensor> findWeight(String name) {
        return layer().findWeight(name);
    }

    /**
     * @return whether the layer merges a list of tensors, as opposed to an operation with operands
     */
    boolean mergesList() {
        return !node.arguments().isEmpty()
                && node.arguments().get(0) instanceof KerasArgument.ListArgument;
    }

    /**
     * @return the only tensor's shape
     * @throws ModelFormatException if the call has none or several
     */
    Shape onlyInputShape() {
        if (inputs().size() != 1) {
            throw refuse("it is called with " + inputs().size() + " tensors, expected 1");
        }
        return inputShape(0);
    }

    /**
     * @return whether the configuration asks for channels before the spatial dimensions
     */
    boolean channelsFirst() {
        String format = config().text("data_format", "channels_last");
        return switch (format) {
            case "channels_last" -> false;
            case "channels_first" -> true;
            default -> throw config().wrong("data_format", format, "channels_last or -first");
        };
    }

    /**
     * @param axis an axis, possibly counted from the end
     * @param rank the tensor's rank
     * @return the axis from 0
     */
    int axis(int axis, int rank) {
        int normal = axis < 0 ? axis + rank : axis;
        if (normal < 0 || normal >= rank) {
            throw refuse("axis " + axis + " of a tensor with " + rank + " dimensions");
        }
        return normal;
    }

    /**
     * @param reason what cannot be expressed
     * @return the error that names layer and class
     */
    ModelFormatException refuse(String reason) {
        return refusal(layer(), reason);
    }

    static ModelFormatException refusal(KerasLayer layer, String reason) {
        return new ModelFormatException(
                "layer '%s' (%s) cannot be run by Deeplearning4j: %s"
                        .formatted(layer.name(), layer.className(), reason));
    }
}
