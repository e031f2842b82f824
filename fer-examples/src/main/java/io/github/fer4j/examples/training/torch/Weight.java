package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.Shape;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** One weight of a layer: a tensor in libtorch's layout, and how Keras lays its values out. */
@SuppressWarnings("try") // Scopes and guards work by being open.
final class Weight {
    /** How a kind of weight is turned from Keras' axes to libtorch's, and then flattened. */
    record Layout(long[] order, boolean depthwise) {
        /** As Keras has it. */
        static final Layout SAME = new Layout(new long[0], false);

        /** (rows, columns, in, out) to (out, in, rows, columns). */
        static final Layout KERNEL = new Layout(new long[] {3, 2, 0, 1}, false);

        /** (rows, columns, in, multiplier) to (in · multiplier, 1, rows, columns). */
        static final Layout DEPTHWISE = new Layout(new long[] {2, 3, 0, 1}, true);

        /** (in, out) to (out, in). */
        static final Layout MATRIX = new Layout(new long[] {1, 0}, false);
    }

    private final String name;
    private final Shape shape;
    private final Layout layout;
    private final Tensor tensor;

    /** Made inside a scope; lives on after it, until {@link #close}. */
    Weight(
            String name,
            io.github.fer4j.model.Tensor values,
            Layout layout,
            boolean trained,
            Device device) {
        this.name = name;
        this.shape = values.shape();
        this.layout = layout;
        try (PointerScope scope = new PointerScope()) {
            Tensor made = turned(values.toArray()).to(device, ScalarType.Float).clone();
            // A clone keeps the strides; whatever comes of them must outlive this scope.
            tensor = made.detach();
            tensor.set_requires_grad(trained);
            tensor.retainReference();
        }
    }

    String name() {
        return name;
    }

    Tensor tensor() {
        return tensor;
    }

    Shape shape() {
        return shape;
    }

    /** Values in Keras' layout as a tensor in libtorch's. */
    private Tensor turned(float[] values) {
        Tensor keras = Tensors.of(values, shape.toLongArray());
        if (layout.order.length == 0) {
            return keras;
        }
        Tensor turned = keras.permute(layout.order);
        if (layout.depthwise) {
            turned =
                    turned.reshape(
                            turned.size(0) * turned.size(1), 1, turned.size(2), turned.size(3));
        }
        return turned.dim() == 4
                ? turned.contiguous(MemoryFormat.ChannelsLast)
                : turned.contiguous();
    }

    /** The values of a tensor of this weight's layout, in Keras'. */
    float[] toKeras(Tensor like) {
        try (PointerScope scope = new PointerScope()) {
            Tensor turned = like.detach();
            if (layout.depthwise) {
                turned = turned.reshape(shape.size(2), shape.size(3), shape.size(0), shape.size(1));
            }
            if (layout.order.length > 0) {
                long[] back = new long[layout.order.length];
                for (int i = 0; i < back.length; i++) {
                    back[(int) layout.order[i]] = i;
                }
                turned = turned.permute(back);
            }
            return Tensors.toArray(turned);
        }
    }

    /** Writes values in Keras' layout into a tensor of this weight's layout. */
    void fromKeras(float[] values, Tensor into) {
        if (values.length != shape.count()) {
            throw new IllegalArgumentException(
                    "%s has %d values, was given %d".formatted(name, shape.count(), values.length));
        }
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            into.copy_(turned(values));
        }
    }

    void close() {
        tensor.releaseReference();
    }
}
