/**
 * Keras networks that learn, on libtorch: {@link
 * io.github.fer4j.examples.training.torch.TrainableNetwork} makes a graph of operations from a
 * {@link io.github.fer4j.model.keras.KerasModel} and gives its weights back as one, so that what is
 * trained is what is saved.
 */
package io.github.fer4j.examples.training.torch;
