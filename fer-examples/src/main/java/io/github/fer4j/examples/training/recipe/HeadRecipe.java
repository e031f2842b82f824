package io.github.fer4j.examples.training.recipe;

import java.util.Objects;

/**
 * What one output of the network learns.
 *
 * @param name of the output; also of the files that hold the network with this output alone
 * @param target {@code labels}: the data's labels; {@code votes}: the distribution of FER+'s votes
 *     over eight classes; {@code mixture}: both, over the data's classes
 * @param weight what its loss is multiplied by, above 0
 * @param labelSmoothing the share of the label that is spread over all classes, 0 to below 1
 * @param votesShare of {@code mixture}: how much of the target comes from the votes
 */
public record HeadRecipe(
        String name, String target, double weight, double labelSmoothing, double votesShare) {
    /** The data's labels. */
    public static final String LABELS = "labels";

    /** The distribution of FER+'s votes. */
    public static final String VOTES = "votes";

    /** Labels and votes. */
    public static final String MIXTURE = "mixture";

    /** Checks the ranges. */
    public HeadRecipe {
        Objects.requireNonNull(name, "name");
        if (!name.matches("[a-z0-9][a-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    "heads.name must be of small letters, digits, hyphens and underscores, was '%s'"
                            .formatted(name));
        }
        Checks.oneOf("heads.target", target, LABELS, VOTES, MIXTURE);
        Checks.positive("heads.weight", weight);
        Checks.within("heads.label-smoothing", labelSmoothing, 0, 0.9999);
        Checks.within("heads.votes-share", votesShare, 0, 1);
    }
}
