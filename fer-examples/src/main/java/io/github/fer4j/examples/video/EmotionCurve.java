package io.github.fer4j.examples.video;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.EmotionScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One person's calmed emotions over time, in at most so many steps: when there are too many, two
 * become one, so that an hour takes no more memory than a minute.
 */
final class EmotionCurve {
    private static final int MOST_STEPS = 4096;
    private static final double FIRST_STEP_SECONDS = 1.0 / 60;

    private final List<Emotion> emotions;
    private final double start;
    private final List<double[]> sums = new ArrayList<>();
    private double stepSeconds = FIRST_STEP_SECONDS;
    private double end;
    private long frames;

    /**
     * @param emotions those that the network knows
     * @param start when the person was first seen, in seconds
     */
    EmotionCurve(List<Emotion> emotions, double start) {
        this.emotions = emotions;
        this.start = start;
        this.end = start;
    }

    void add(double seconds, EmotionScores scores) {
        int step = (int) ((seconds - start) / stepSeconds);
        while (step >= MOST_STEPS) {
            halve();
            step = (int) ((seconds - start) / stepSeconds);
        }
        while (sums.size() <= step) {
            sums.add(new double[emotions.size() + 1]);
        }
        double[] sum = sums.get(step);
        for (int i = 0; i < emotions.size(); i++) {
            sum[i] += scores.of(emotions.get(i));
        }
        sum[emotions.size()]++;
        end = Math.max(end, seconds);
        frames++;
    }

    private void halve() {
        List<double[]> wider = new ArrayList<>();
        for (int i = 0; i < sums.size(); i += 2) {
            double[] sum = sums.get(i);
            if (i + 1 < sums.size()) {
                double[] second = sums.get(i + 1);
                for (int j = 0; j < sum.length; j++) {
                    sum[j] += second[j];
                }
            }
            wider.add(sum);
        }
        sums.clear();
        sums.addAll(wider);
        stepSeconds *= 2;
    }

    double start() {
        return start;
    }

    double end() {
        return end;
    }

    long frames() {
        return frames;
    }

    /**
     * The mean probabilities between two times, one for each emotion; empty where the person was
     * not seen.
     */
    double[] mean(double from, double to) {
        int first = Math.max(0, (int) Math.floor((from - start) / stepSeconds));
        int last = Math.min(sums.size(), (int) Math.ceil((to - start) / stepSeconds));
        double[] total = new double[emotions.size() + 1];
        for (int i = first; i < last; i++) {
            double[] sum = sums.get(i);
            for (int j = 0; j < total.length; j++) {
                total[j] += sum[j];
            }
        }
        double count = total[emotions.size()];
        if (count == 0) {
            return new double[0];
        }
        double[] mean = Arrays.copyOf(total, emotions.size());
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= count;
        }
        return mean;
    }
}
