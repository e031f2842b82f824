package io.github.fer4j.examples.training.torch;

import org.bytedeco.pytorch.Tensor;

/**
 * A weight that gradients change. The tensor is the network's own: an optimizer changes it in
 * place, without gradients being recorded, and never closes it.
 *
 * @param name layer and weight: {@code conv2d/kernel}; unique in the network
 * @param tensor the values in libtorch's layout, float32
 * @param decayed whether weight decay applies: to kernels, not to biases nor to what scales and
 *     shifts a normalisation
 * @param trainable whether it is to be changed; false in a layer that the network's file froze
 */
public record Parameter(String name, Tensor tensor, boolean decayed, boolean trainable) {}
