package io.github.fer4j.examples.training.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How a network runs: whether it learns, and in which numbers its large layers compute.
 *
 * @param training whether dropout drops, noise is added, and normalisation uses the batch
 * @param measured after how many others this batch moves the statistics of normalisations to the
 *     mean of all, while nothing is learnt; {@link #NOT_MEASURED} leaves them
 * @param compute the type of convolutions and matrix products
 */
record Pass(boolean training, int measured, ScalarType compute) {
    static final int NOT_MEASURED = -1;

    boolean isMeasuring() {
        return measured != NOT_MEASURED;
    }

    /** The tensor in the type of the large layers. Gradients flow back through the change. */
    Tensor lowered(Tensor tensor) {
        return as(tensor, compute);
    }

    /** The tensor in a type. */
    static Tensor as(Tensor tensor, ScalarType type) {
        return tensor.scalar_type() == type ? tensor : tensor.to(type);
    }
}
