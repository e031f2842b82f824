package io.github.fer4j.examples.training.torch;

import io.github.fer4j.model.keras.Activation;

/**
 * One output of a network.
 *
 * @param name the layer that gives it
 * @param activation what makes the layer's answer from {@linkplain TrainableNetwork#forward the
 *     logits}: {@code softmax}, {@code sigmoid}, or {@code linear} where the network itself answers
 *     with logits
 * @param size how many values it has for each picture
 */
public record NetworkOutput(String name, Activation activation, int size) {}
