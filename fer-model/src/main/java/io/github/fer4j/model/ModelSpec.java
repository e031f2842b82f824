package io.github.fer4j.model;

import java.util.Objects;

/**
 * What a network expects of its pictures and what its outputs stand for.
 *
 * @param height rows of a face as the network takes it, at least 1
 * @param width columns, at least 1
 * @param channels 1 for grey, 3 for colour
 * @param colorOrder the order of the channels of a colour picture
 * @param scaling what is done to a pixel before it enters
 * @param labels what the outputs stand for
 * @param temperature what the logits are divided by before the softmax; 1 changes nothing, more
 *     makes the answers less sure. Fitted on a validation split (Guo et al. 2017, arXiv 1706.04599)
 */
public record ModelSpec(
        int height,
        int width,
        int channels,
        ColorOrder colorOrder,
        Scaling scaling,
        LabelOrder labels,
        double temperature) {
    /** Checks the ranges. */
    public ModelSpec {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "height and width must be >= 1, were " + height + " and " + width);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels must be 1 or 3, was " + channels);
        }
        Objects.requireNonNull(colorOrder, "colorOrder");
        Objects.requireNonNull(scaling, "scaling");
        Objects.requireNonNull(labels, "labels");
        if (scaling.mean().size() != 1 && scaling.mean().size() != channels) {
            throw new IllegalArgumentException(
                    "the scaling has %d channels, the network %d"
                            .formatted(scaling.mean().size(), channels));
        }
        if (!(temperature > 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("temperature must be > 0, was " + temperature);
        }
    }

    /**
     * @param other what the logits are divided by instead, above 0
     * @return the same with that temperature
     * @throws IllegalArgumentException if it is not above 0 or not finite
     */
    public ModelSpec withTemperature(double other) {
        return new ModelSpec(height, width, channels, colorOrder, scaling, labels, other);
    }
}
