package io.github.fer4j.model;

import java.util.List;

/**
 * A network that an engine has loaded and can run: a tensor in, one tensor for each output back,
 * raw, with no labels or scaling involved.
 *
 * <p>Thread-safe: calls from several threads give the answers of calls one after the other. {@link
 * #close()} may be called twice, waits for calls under way and frees native memory; {@link
 * #predict} afterwards is an {@link IllegalStateException}.
 */
public interface Network extends AutoCloseable {
    /**
     * @return what goes in, with the batch first: (batch, height, width, channels), or (batch,
     *     channels, height, width) where the network itself was made so; sizes that the network
     *     leaves open are {@link Shape#UNKNOWN}
     */
    Shape inputShape();

    /**
     * @return the outputs in the network's own order, at least one
     */
    List<Output> outputs();

    /**
     * Runs the network once for the whole batch.
     *
     * @param input a tensor that fits {@link #inputShape()}
     * @return one tensor for each of {@link #outputs()}
     * @throws IllegalArgumentException if the shape does not fit; names both
     * @throws IllegalStateException if the network is closed
     */
    List<Tensor> predict(Tensor input);

    @Override
    void close();

    /**
     * One output of a network.
     *
     * @param name the name of the Keras layer that computes it
     * @param shape its shape with the batch first
     */
    record Output(String name, Shape shape) {}
}
