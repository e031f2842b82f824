package io.github.fer4j.video;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import java.util.List;
import java.util.Map;

/**
 * Calms one face's scores. It averages logits, not probabilities, so that a doubtful frame weighs
 * less than a sure one, over a time in seconds, so that the number of frames does not matter.
 *
 * <p>Two averages run: a quick one, and a slow one that is answered. Where they differ by no more
 * than a network's doubt, the slow one keeps its time constant; the more they differ, the more it
 * hurries after the quick one, so that a change of expression is not held back. (The idea of the
 * one-euro filter, with the difference of two averages in the place of speed, which depends on the
 * frame rate.) Not thread-safe.
 */
final class EmotionSmoother {
    /** The quick average's time constant as a share of the slow one's. */
    private static final double QUICK_SHARE = 0.15;

    private static final double STEP_SECONDS = 0.01;

    private static final int MOST_STEPS = 100;

    /** Logits that come and go without a change of expression, and such that are a change. */
    private static final double DOUBT = 0.8;

    private static final double CHANGE = 2.4;

    /** Probabilities below say no more than this one. */
    private static final double LEAST_PROBABILITY = 1e-3;

    private final double timeConstant;
    private List<Emotion> emotions = List.of();
    private double[] last;
    private double[] quick;
    private double[] slow;
    private double lastTime;

    /**
     * @param timeConstant in seconds; 0 answers with what it was given
     */
    EmotionSmoother(double timeConstant) {
        this.timeConstant = timeConstant;
    }

    /**
     * @param scores what the network says
     * @param time when, in seconds
     * @return the calmed scores
     */
    EmotionScores smooth(EmotionScores scores, double time) {
        if (timeConstant == 0) {
            return scores;
        }
        double[] logits = logits(scores);
        List<Emotion> known = List.copyOf(scores.asMap().keySet());
        if (quick == null || !known.equals(emotions)) {
            emotions = known;
            last = logits;
            quick = logits.clone();
            slow = logits.clone();
        } else {
            average(logits, Math.max(0, time - lastTime));
        }
        lastTime = time;
        return probabilities();
    }

    /**
     * Lets time pass in small steps while the logits go in a straight line from the last frame's to
     * this one's: what comes out does not depend on how many frames there are.
     */
    private void average(double[] logits, double seconds) {
        int steps = (int) Math.min(MOST_STEPS, Math.max(1, Math.ceil(seconds / STEP_SECONDS)));
        double step = seconds / steps;
        double quickConstant = timeConstant * QUICK_SHARE;
        double quickGain = 1 - Math.exp(-step / quickConstant);
        for (int k = 1; k <= steps; k++) {
            double change = 0;
            for (int i = 0; i < logits.length; i++) {
                double now = last[i] + (logits[i] - last[i]) * k / steps;
                quick[i] += quickGain * (now - quick[i]);
                change += (quick[i] - slow[i]) * (quick[i] - slow[i]);
            }
            double hurry = smoothStep((Math.sqrt(change) - DOUBT) / (CHANGE - DOUBT));
            double rate = 1 / timeConstant + hurry * (1 / quickConstant - 1 / timeConstant);
            double slowGain = 1 - Math.exp(-step * rate);
            for (int i = 0; i < slow.length; i++) {
                slow[i] += slowGain * (quick[i] - slow[i]);
            }
        }
        last = logits;
    }

    private static double smoothStep(double share) {
        double t = Math.min(1, Math.max(0, share));
        return t * t * (3 - 2 * t);
    }

    /** Logarithms, with the mean taken out: only their differences say something. */
    private static double[] logits(EmotionScores scores) {
        Map<Emotion, Double> map = scores.asMap();
        double[] logits = new double[map.size()];
        double mean = 0;
        int at = 0;
        for (double probability : map.values()) {
            logits[at] = Math.log(Math.max(probability, LEAST_PROBABILITY));
            mean += logits[at++] / logits.length;
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] -= mean;
        }
        return logits;
    }

    private EmotionScores probabilities() {
        double[] values = new double[slow.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(slow[i]);
            sum += values[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= sum;
        }
        return EmotionScores.of(new LabelOrder(emotions), values);
    }
}
