/**
 * Faces changed at random while a network learns, so that it never sees the same one twice.
 *
 * <p>{@link io.github.fer4j.examples.training.augmentation.AugmentationPlan} says which {@link
 * io.github.fer4j.examples.training.augmentation.Augmentation}s and how strong, {@link
 * io.github.fer4j.examples.training.augmentation.Augmenter} applies them, {@link
 * io.github.fer4j.examples.training.augmentation.MixupPairs} mixes the faces of a batch.
 */
package io.github.fer4j.examples.training.augmentation;
