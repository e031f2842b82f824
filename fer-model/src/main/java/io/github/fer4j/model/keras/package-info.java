/**
 * Keras networks, free of any engine: {@link io.github.fer4j.model.keras.KerasReader} reads every
 * file that Keras writes into one {@link io.github.fer4j.model.keras.KerasModel}.
 *
 * <p>A {@code KerasModel} speaks one dialect, whatever wrote the file:
 *
 * <ul>
 *   <li>class names and configuration keys are those of Keras 3 ({@code Conv2D}, {@code filters},
 *       {@code negative_slope}, {@code batch_shape}); arithmetic on tensors is a layer of Keras 3's
 *       operation class ({@code Add}, {@code TrueDivide}, {@code GetItem});
 *   <li>nested models are inlined; the name of an inner layer carries the names of its models:
 *       {@code base/conv1};
 *   <li>a {@link io.github.fer4j.model.keras.KerasLayer} is there once, with its weights in Keras'
 *       order; each call of it is a {@link io.github.fer4j.model.keras.KerasNode}; nodes are in
 *       topological order, and every node knows the shapes of its outputs;
 *   <li>an activation is an {@link io.github.fer4j.model.keras.Activation} whose parameters are
 *       spelled out, so that what a name means does not depend on the version of Keras.
 *   <li>an operation is called with its tensors and numbers by position, everything else is in its
 *       configuration ({@code axis}, {@code keepdims}, {@code newshape} with the batch); one that
 *       is an activation, such as {@code relu6}, is an {@code Activation} layer. {@code GetItem}
 *       has the tensor and its index or list of indices;
 *   <li>{@code TimeDistributed} and {@code SpectralNormalization} are gone: what they wrap is
 *       there, between two reshapes where the steps must become a batch.
 * </ul>
 *
 * <p>What Keras does not bring, a {@link io.github.fer4j.model.keras.LayerDefinition} describes.
 */
package io.github.fer4j.model.keras;
