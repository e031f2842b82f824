package io.github.fer4j.examples.training.torch;

import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Moves values between Java's arrays and libtorch. A tensor that is made here belongs to the
 * innermost {@link PointerScope}, or to the caller where there is none.
 */
@SuppressWarnings("try") // Scopes and guards work by being open.
public final class Tensors {
    private Tensors() {}

    /**
     * @param values as many values as the shape has room for, row-major; copied
     * @param shape the sizes, outermost first
     * @return a float32 tensor in main memory
     * @throws IllegalArgumentException if the numbers of values differ
     */
    public static Tensor of(float[] values, long... shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        if (count != values.length) {
            throw new IllegalArgumentException(
                    "%d values do not fill the shape %s"
                            .formatted(values.length, java.util.Arrays.toString(shape)));
        }
        Tensor tensor = torch.empty(shape);
        if (count > 0) {
            try (FloatPointer memory = tensor.data_ptr_float()) {
                memory.put(values);
            }
        }
        return tensor;
    }

    /**
     * @param tensor any tensor of numbers
     * @return its values, row-major, as float32
     */
    public static float[] toArray(Tensor tensor) {
        Objects.requireNonNull(tensor, "tensor");
        try (PointerScope scope = new PointerScope()) {
            Tensor plain = tensor.detach();
            if (plain.scalar_type() != ScalarType.Float) {
                plain = plain.to(ScalarType.Float);
            }
            if (plain.device().type() != DeviceType.CPU) {
                plain = plain.cpu();
            }
            plain = plain.contiguous();
            float[] values = new float[Math.toIntExact(plain.numel())];
            if (values.length > 0) {
                plain.data_ptr_float().get(values);
            }
            return values;
        }
    }
}
