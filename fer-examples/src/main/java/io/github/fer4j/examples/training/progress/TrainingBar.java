package io.github.fer4j.examples.training.progress;

import io.github.fer4j.examples.cli.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * The bar of a training in a terminal: how much is done, how it goes, how long it will take. Where
 * nobody looks, nothing.
 */
public final class TrainingBar implements AutoCloseable {
    private static final int WIDTH = 118;
    private static final int UPDATE_MILLIS = 500;

    private final ProgressBar bar;
    private final PrintWriter err;

    private TrainingBar(ProgressBar bar, PrintWriter err) {
        this.bar = bar;
        this.err = err;
    }

    /**
     * @param err where to
     * @param terminal whether a person looks at it
     * @param epochs how many there are in all
     * @param done how many are done already
     * @return the bar; to be closed
     */
    public static TrainingBar open(PrintWriter err, boolean terminal, int epochs, int done) {
        if (!terminal) {
            return new TrainingBar(null, err);
        }
        // In thousandths of an epoch: the steps of an epoch are not known yet.
        ProgressBar bar =
                new ProgressBarBuilder()
                        .setTaskName("epoch")
                        .setInitialMax(1000L * epochs)
                        .startsFrom(1000L * done, Duration.ZERO)
                        .setUnit("", 1000)
                        .hideEta()
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(UPDATE_MILLIS)
                        .setConsumer(
                                new DelegatingProgressBarConsumer(
                                        text -> {
                                            err.print("\r" + text);
                                            err.flush();
                                        },
                                        WIDTH))
                        .build();
        return new TrainingBar(bar, err);
    }

    /**
     * Shows how a step went.
     *
     * @param epoch from 1
     * @param done the share of the epoch that is done, 0 to 1
     * @param loss so far
     * @param accuracy so far
     * @param facesPerSecond so far
     * @param secondsLeft how long the rest will take
     */
    public void step(
            int epoch,
            double done,
            double loss,
            double accuracy,
            double facesPerSecond,
            double secondsLeft) {
        if (bar != null) {
            bar.stepTo(Math.round(1000 * (epoch - 1 + done)));
            bar.setExtraMessage(
                    String.format(
                            Locale.ROOT,
                            "loss %.3f acc %.3f %.0f faces/s %s left",
                            loss,
                            accuracy,
                            facesPerSecond,
                            Durations.text(secondsLeft)));
        }
    }

    /**
     * Writes a line that stays.
     *
     * @param line the line
     */
    public void line(String line) {
        if (bar != null) {
            err.print("\r" + " ".repeat(WIDTH) + "\r");
        }
        err.println(line);
        err.flush();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            err.println();
            err.flush();
        }
    }
}
