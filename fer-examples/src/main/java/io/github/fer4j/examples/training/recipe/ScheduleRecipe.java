package io.github.fer4j.examples.training.recipe;

/**
 * How the learning rate changes over the epochs.
 *
 * @param name {@code constant}, {@code step}, {@code cosine} or {@code plateau}
 * @param warmupEpochs over how many epochs, parts of one included, the learning rate first rises
 *     from 0
 * @param everyEpochs of {@code step}: after how many epochs it falls
 * @param factor of {@code step} and {@code plateau}: what it is multiplied by when it falls
 * @param patience of {@code plateau}: after how many epochs without a better validation accuracy it
 *     falls
 * @param finalFraction what is left of it in the end: {@code cosine} goes there, {@code step} and
 *     {@code plateau} do not go below
 */
public record ScheduleRecipe(
        String name,
        double warmupEpochs,
        int everyEpochs,
        double factor,
        int patience,
        double finalFraction) {
    /** The same all the time. */
    public static final String CONSTANT = "constant";

    /** Falls every few epochs. */
    public static final String STEP = "step";

    /** Half a wave of the cosine from the first step to the last. */
    public static final String COSINE = "cosine";

    /** Falls when validation does not get better. */
    public static final String PLATEAU = "plateau";

    /** Checks the ranges. */
    public ScheduleRecipe {
        Checks.oneOf("schedule.name", name, CONSTANT, STEP, COSINE, PLATEAU);
        Checks.within("schedule.warmup-epochs", warmupEpochs, 0, 1_000_000);
        Checks.atLeast("schedule.every-epochs", everyEpochs, 1);
        Checks.within("schedule.factor", factor, 0, 1);
        Checks.atLeast("schedule.patience", patience, 1);
        Checks.within("schedule.final-fraction", finalFraction, 0, 1);
    }
}
