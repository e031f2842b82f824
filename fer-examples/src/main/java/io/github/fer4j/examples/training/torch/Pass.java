package io.github.fer4j.examples.training.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How a network runs: whether it learns, and in which numbers its large layers compute.
 *
 * @param training whether dropout drops, noise is added, and normalisation uses the batch
 * @param compute the type of convolutions and matrix products
 */
record Pass(boolean training, ScalarType compute) {
    /** The tensor in the type of the large layers. Gradients flow back through the change. */
    Tensor lowered(Tensor tensor) {
        return as(tensor, compute);
    }

    /** The tensor in a type. */
    static Tensor as(Tensor tensor, ScalarType type) {
        return tensor.scalar_type() == type ? tensor : tensor.to(type);
    }
}
