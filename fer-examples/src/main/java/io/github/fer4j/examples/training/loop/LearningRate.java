package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.recipe.OptimizerRecipe;
import io.github.fer4j.examples.training.recipe.ScheduleRecipe;
import java.util.List;

/** The learning rate of every step, from the recipe and what the validation said so far. */
final class LearningRate {
    private final double largest;
    private final ScheduleRecipe schedule;
    private final int epochs;
    private final int stepsPerEpoch;

    LearningRate(
            OptimizerRecipe optimizer, ScheduleRecipe schedule, int epochs, int stepsPerEpoch) {
        this.largest = optimizer.learningRate();
        this.schedule = schedule;
        this.epochs = epochs;
        this.stepsPerEpoch = stepsPerEpoch;
    }

    /**
     * @param epoch from 0
     * @param step within the epoch, from 0
     * @param accuracies the validation accuracy of each epoch so far
     */
    double at(int epoch, int step, List<Double> accuracies) {
        double position = epoch + (double) step / stepsPerEpoch;
        double warmup = schedule.warmupEpochs();
        // The first step is not at 0, it would be for nothing.
        double next = position + 1.0 / stepsPerEpoch;
        if (next < warmup) {
            return largest * next / warmup;
        }
        return largest * fraction(epoch, position, accuracies);
    }

    private double fraction(int epoch, double position, List<Double> accuracies) {
        double end = schedule.finalFraction();
        return switch (schedule.name()) {
            case ScheduleRecipe.STEP ->
                    Math.max(end, Math.pow(schedule.factor(), epoch / schedule.everyEpochs()));
            case ScheduleRecipe.PLATEAU ->
                    Math.max(end, Math.pow(schedule.factor(), plateaus(accuracies)));
            case ScheduleRecipe.COSINE -> {
                double warmup = Math.min(schedule.warmupEpochs(), epochs);
                double done = Math.max(0, position - warmup) / Math.max(1e-9, epochs - warmup);
                yield end + (1 - end) * (1 + Math.cos(Math.PI * Math.min(1, done))) / 2;
            }
            default -> 1;
        };
    }

    /** How often there was no better accuracy for as long as the recipe waits. */
    private int plateaus(List<Double> accuracies) {
        double best = Double.NEGATIVE_INFINITY;
        int waited = 0;
        int plateaus = 0;
        for (double accuracy : accuracies) {
            if (accuracy > best) {
                best = accuracy;
                waited = 0;
            } else if (++waited >= schedule.patience()) {
                plateaus++;
                waited = 0;
            }
        }
        return plateaus;
    }
}
