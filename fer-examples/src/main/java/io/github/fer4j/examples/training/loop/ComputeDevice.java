package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.torch.Precision;
import io.github.fer4j.examples.training.torch.Tensors;
import io.github.fer4j.examples.training.torch.TrainableNetwork;
import io.github.fer4j.model.keras.KerasModel;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/** Where a training computes. Owns a little native memory. */
public final class ComputeDevice implements AutoCloseable {
    private final Device device;
    private final boolean processor;

    private ComputeDevice(DeviceType type) {
        device = new Device(type);
        device.retainReference();
        processor = type == DeviceType.CPU;
    }

    /**
     * @return the processor
     */
    public static ComputeDevice processor() {
        return new ComputeDevice(DeviceType.CPU);
    }

    /**
     * @return the first graphics processor that CUDA knows
     * @throws TrainingException if there is none, or libtorch's variant for CUDA is not on the
     *     class path
     */
    public static ComputeDevice cuda() {
        if (!torch.cuda_is_available()) {
            throw new TrainingException(
                    "libtorch finds no CUDA device: it needs a GPU with its driver, and the"
                            + " artifacts that docs/training.md names on the class path");
        }
        return new ComputeDevice(DeviceType.CUDA);
    }

    TrainableNetwork network(KerasModel model, Precision precision) {
        return TrainableNetwork.of(model, precision, device);
    }

    /** Values of a shape; belongs to the caller's scope. */
    Tensor tensor(float[] values, long... shape) {
        Tensor tensor = Tensors.of(values, shape);
        return processor ? tensor : tensor.to(device, tensor.scalar_type());
    }

    @Override
    public void close() {
        device.releaseReference();
    }
}
