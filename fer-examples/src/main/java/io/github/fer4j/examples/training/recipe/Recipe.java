package io.github.fer4j.examples.training.recipe;

import io.github.fer4j.examples.training.augmentation.AugmentationPlan;
import java.util.List;
import java.util.Objects;

/**
 * Every choice of a training, so that the same recipe, data and machine give the same network.
 * docs/training.md explains the keys, which are those names with hyphens.
 *
 * @param network a network of the catalogue by its name; empty if an architecture is named
 * @param architecture a Keras file whose network is trained; empty if one of the catalogue is
 * @param weights a Keras file with the weights to start from; empty for fresh ones
 * @param scaling what is done to pixels: {@code unit} (0 to 1), {@code symmetric} (−1 to 1), {@code
 *     none} (0 to 255) or {@code auto}: what the network that is started from had, else {@code
 *     unit}; a network that scales pixels itself gets them as they are
 * @param dropout what the dropout layers drop instead of what the network says, 0 to below 1; less
 *     than 0 leaves the network as it is
 * @param epochs how often every face is seen, at least 1
 * @param batch faces a step, at least 1
 * @param seed chooses the first weights, the order of the faces, their augmentation and what
 *     dropout drops
 * @param precision {@code float32}, {@code bfloat16} or {@code auto}
 * @param optimizer how gradients change the weights
 * @param schedule how the learning rate changes over the epochs
 * @param heads what each output of the network learns, in order
 * @param classWeights {@code none}, or {@code balanced}: a class of few faces counts for more
 * @param augmentation what is done to the faces, mixup included, as {@link AugmentationPlan#parse}
 *     reads it
 * @param weightAverage the share of the old average that each step keeps, from 0 (no averaging) to
 *     below 1; the average is what is validated and saved
 * @param preciseStatistics over how many training faces, as they are, the moving statistics of
 *     batch normalisation are computed before the network is validated and saved; 0 leaves those
 *     that augmented faces moved
 * @param earlyStopping after how many epochs without a better validation accuracy the training
 *     ends; 0 never
 * @param distillation what is learnt from other networks
 */
public record Recipe(
        String network,
        String architecture,
        String weights,
        String scaling,
        double dropout,
        int epochs,
        int batch,
        long seed,
        String precision,
        OptimizerRecipe optimizer,
        ScheduleRecipe schedule,
        List<HeadRecipe> heads,
        String classWeights,
        String augmentation,
        double weightAverage,
        int preciseStatistics,
        int earlyStopping,
        DistillationRecipe distillation) {
    /** Checks the ranges. */
    public Recipe {
        Checks.atLeast("epochs", epochs, 1);
        Checks.atLeast("batch", batch, 1);
        Checks.oneOf("precision", precision, "float32", "bfloat16", "auto");
        Checks.oneOf("scaling", scaling, "auto", "unit", "symmetric", "none");
        Checks.oneOf("class-weights", classWeights, "none", "balanced");
        Checks.atLeast("early-stopping", earlyStopping, 0);
        Checks.atLeast("precise-statistics", preciseStatistics, 0);
        if (dropout >= 1 || Double.isNaN(dropout)) {
            throw new IllegalArgumentException("dropout must be < 1, was " + dropout);
        }
        if (!(weightAverage >= 0 && weightAverage < 1)) {
            throw new IllegalArgumentException(
                    "weight-average must be >= 0 and < 1, was " + weightAverage);
        }
        if (!network.isEmpty() && !architecture.isEmpty()) {
            throw new IllegalArgumentException(
                    "network and architecture exclude each other, were '%s' and '%s'"
                            .formatted(network, architecture));
        }
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(distillation, "distillation");
        heads = List.copyOf(heads);
        AugmentationPlan.parse(augmentation);
        if (heads.stream().map(HeadRecipe::name).distinct().count() < heads.size()) {
            throw new IllegalArgumentException("two heads have the same name in " + heads);
        }
        for (DistillationRecipe.Teacher teacher : distillation.teachers()) {
            if (heads.stream().noneMatch(head -> head.name().equals(teacher.head()))) {
                throw new IllegalArgumentException(
                        "teacher %s names the head '%s', there are %s"
                                .formatted(
                                        teacher.network(),
                                        teacher.head(),
                                        heads.stream().map(HeadRecipe::name).toList()));
            }
        }
    }

    /**
     * @return whether a head learns from FER+'s votes
     */
    public boolean needsVotes() {
        return heads.stream().anyMatch(head -> !head.target().equals(HeadRecipe.LABELS));
    }
}
