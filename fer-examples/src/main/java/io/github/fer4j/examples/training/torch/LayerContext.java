package io.github.fer4j.examples.training.torch;

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

/** One call of a layer while its network is built. */
final class LayerContext {
    private final KerasModel model;
    private final KerasNode node;
    private final WeightStore weights;
    private boolean activationStripped;
    private boolean rectified;

    LayerContext(KerasModel model, KerasNode node, WeightStore weights) {
        this.model = model;
        this.node = node;
        this.weights = weights;
    }

    /** Leaves the layer's own activation to the losses. */
    void stripActivation() {
        activationStripped = true;
    }

    boolean isActivationStripped() {
        return activationStripped;
    }

    /** Makes a ReLU that alone takes the output part of this layer. */
    void rectify() {
        rectified = true;
    }

    boolean isRectified() {
        return rectified;
    }

    KerasModel model() {
        return model;
    }

    KerasNode node() {
        return node;
    }

    KerasLayer layer() {
        return node.layer();
    }

    String className() {
        return node.layer().className();
    }

    LayerConfig config() {
        return node.layer().config();
    }

    List<Shape> inputShapes() {
        return node.inputs().stream().map((TensorRef ref) -> model.shape(ref)).toList();
    }

    Shape inputShape() {
        if (node.inputs().isEmpty()) {
            throw unsupported("it is called without a tensor");
        }
        return model.shape(node.inputs().get(0));
    }

    boolean isChannelsFirst() {
        return config().text("data_format", "channels_last").equals("channels_first");
    }

    /** A weight that gradients change and that weight decay shrinks. */
    Weight kernel(String name, Weight.Layout layout) {
        return weights.parameter(layer(), name, layout, true);
    }

    /** A weight that gradients change and weight decay leaves alone. */
    Weight parameter(String name) {
        return weights.parameter(layer(), name, Weight.Layout.SAME, false);
    }

    Optional<Weight> findParameter(String name) {
        return layer().findWeight(name).isPresent()
                ? Optional.of(parameter(name))
                : Optional.empty();
    }

    /** A weight that gradients do not change. */
    Weight buffer(String name) {
        return weights.buffer(layer(), name);
    }

    boolean hasArgument(int position, String keyword) {
        return node.argument(position, keyword)
                .filter(argument -> !(argument instanceof KerasArgument.NoneArgument))
                .isPresent();
    }

    /** An argument of an operation: a tensor of the graph, a number or an array. */
    Operand operand(int position, String keyword) {
        KerasArgument argument =
                node.argument(position, keyword)
                        .orElseThrow(() -> unsupported("it is called without '" + keyword + "'"));
        if (argument instanceof KerasArgument.TensorArgument tensor) {
            int index = node.inputs().indexOf(tensor.tensor());
            return inputs -> inputs.get(index);
        }
        Tensor value;
        if (argument instanceof KerasArgument.NumberArgument number) {
            value = Tensor.of(Shape.of(), (float) number.value());
        } else if (argument instanceof KerasArgument.ArrayArgument array) {
            value = array.value();
        } else {
            throw unsupported("it is called with " + argument);
        }
        Weight constant = weights.constant(layer().name() + "/" + keyword, value);
        return inputs -> constant.tensor();
    }

    /** Values that do not change, where the layer computes. */
    Weight constant(String name, Tensor value) {
        return weights.constant(layer().name() + "/" + name, value);
    }

    ModelFormatException unsupported(String what) {
        return new ModelFormatException(
                "layer '%s' (%s) cannot be trained: %s"
                        .formatted(layer().name(), className(), what));
    }
}
