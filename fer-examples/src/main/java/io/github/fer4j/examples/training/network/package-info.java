/**
 * Networks to train: {@link io.github.fer4j.examples.training.network.NetworkCatalog} makes the
 * field's by name, {@link io.github.fer4j.examples.training.network.NetworkFiles} reads a user's
 * own. Each is a {@link io.github.fer4j.model.keras.KerasModel} with its first weights.
 */
package io.github.fer4j.examples.training.network;
