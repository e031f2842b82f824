package io.github.fer4j.examples.training.augmentation;

import java.util.SplittableRandom;

/**
 * Which faces of a batch are mixed with which, and in what shares (mixup, Zhang et al., 2018):
 * {@code share × face + (1 − share) × partner}, the labels alike. What is drawn depends on the
 * plan, the seed, the epoch and the batch alone. Immutable.
 *
 * <pre>{@code
 * MixupPairs pairs = MixupPairs.draw(plan, seed, epoch, batch, 64);
 * pairs.mix(faces);   // 64 faces one after the other
 * pairs.mix(targets); // 64 rows of class probabilities
 * }</pre>
 */
public final class MixupPairs {
    private final int[] partners;
    private final float[] shares;

    private MixupPairs(int[] partners, float[] shares) {
        this.partners = partners;
        this.shares = shares;
    }

    /**
     * @param plan says whether and how strongly
     * @param seed decides what is drawn
     * @param epoch the epoch
     * @param batch the batch's number in it
     * @param size how many faces it has
     * @return the pairs; all shares are 1 if mixup is off
     */
    public static MixupPairs draw(
            AugmentationPlan plan, long seed, long epoch, long batch, int size) {
        double strength = plan.strength(Augmentation.MIXUP);
        // Apart from what happens to single faces, whose numbers are not negative.
        SplittableRandom random = Seeds.random(seed, epoch, -1 - batch);
        int[] partners = new int[size];
        float[] shares = new float[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            partners[i] = partners[other];
            partners[other] = i;
        }
        for (int i = 0; i < size; i++) {
            shares[i] = strength == 0 ? 1 : (float) beta(random, strength);
        }
        return new MixupPairs(partners, shares);
    }

    /** A number of 0 to 1, distributed as Beta(a, a); Jöhnk's method, in logarithms. */
    private static double beta(SplittableRandom random, double a) {
        while (true) {
            double logX = Math.log(1 - random.nextDouble()) / a;
            double logY = Math.log(1 - random.nextDouble()) / a;
            double larger = Math.max(logX, logY);
            double logSum = larger + Math.log(Math.exp(logX - larger) + Math.exp(logY - larger));
            if (logSum <= 0) {
                return Math.exp(logX - logSum);
            }
        }
    }

    /**
     * @return how many faces the batch has
     */
    public int size() {
        return partners.length;
    }

    /**
     * @param index of a face in the batch
     * @return the index of the face it is mixed with, maybe itself
     */
    public int partner(int index) {
        return partners[index];
    }

    /**
     * @param index of a face in the batch
     * @return its own share, 0 to 1; the rest is its partner's
     */
    public float share(int index) {
        return shares[index];
    }

    /**
     * Mixes a batch of anything: faces, or rows of targets.
     *
     * @param rows one after the other, as many values each; changed
     * @throws IllegalArgumentException if the values cannot be divided into that many rows
     */
    public void mix(float[] rows) {
        if (size() == 0 || rows.length % size() != 0) {
            throw new IllegalArgumentException(
                    "%d values are not %d rows".formatted(rows.length, size()));
        }
        int length = rows.length / size();
        float[] before = rows.clone();
        for (int i = 0; i < size(); i++) {
            float share = shares[i];
            if (share != 1 && partners[i] != i) {
                int own = i * length;
                int other = partners[i] * length;
                for (int k = 0; k < length; k++) {
                    rows[own + k] =
                            before[other + k] + (before[own + k] - before[other + k]) * share;
                }
            }
        }
    }
}
