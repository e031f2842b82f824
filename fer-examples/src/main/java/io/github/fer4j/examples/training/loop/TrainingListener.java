package io.github.fer4j.examples.training.loop;

/** Is told how a training goes, by the thread that trains. */
@FunctionalInterface
public interface TrainingListener {
    /**
     * A step is done.
     *
     * @param step how it went
     */
    void onStep(StepResult step);

    /**
     * How a step went.
     *
     * @param epoch from 1
     * @param step within the epoch, from 1
     * @param steps how many the epoch has
     * @param loss mean training loss of the epoch so far
     * @param accuracy training accuracy of the epoch so far
     * @param facesPerSecond training faces a second in the epoch so far
     */
    record StepResult(
            int epoch, int step, int steps, double loss, double accuracy, double facesPerSecond) {}
}
