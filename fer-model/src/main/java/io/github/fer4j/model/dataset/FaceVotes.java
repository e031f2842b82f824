package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.LabelOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * What FER+'s annotators, ten as a rule, said of one face. Immutable.
 *
 * <p>The majority label is the emotion with more votes than each of the seven others; votes for
 * "unknown" and "not a face" do not take part. A face whose largest count is shared has none.
 */
public final class FaceVotes {
    private static final LabelOrder ORDER = LabelOrder.FER_PLUS;
    static final int MOST = 1000;

    private final short[] counts = new short[ORDER.size()];
    private final int unknown;
    private final int notFace;
    private final boolean markedNotFace;

    FaceVotes(int[] counts, int unknown, int notFace, boolean markedNotFace) {
        for (int i = 0; i < this.counts.length; i++) {
            check(counts[i]);
            this.counts[i] = (short) counts[i];
        }
        check(unknown);
        check(notFace);
        this.unknown = unknown;
        this.notFace = notFace;
        this.markedNotFace = markedNotFace;
    }

    private static void check(int count) {
        if (count < 0 || count > MOST) {
            throw new IllegalArgumentException(
                    "a number of votes must be in 0.." + MOST + ", was " + count);
        }
    }

    /**
     * @param emotion one of the eight
     * @return how many voted for it
     */
    public int count(Emotion emotion) {
        return counts[ORDER.emotions().indexOf(emotion)];
    }

    /**
     * @return how many could not say
     */
    public int unknown() {
        return unknown;
    }

    /**
     * @return how many saw no face
     */
    public int notFace() {
        return notFace;
    }

    /**
     * @return all votes, also those for no emotion
     */
    public int total() {
        int total = unknown + notFace;
        for (short count : counts) {
            total += count;
        }
        return total;
    }

    /**
     * @return whether FER+ leaves the picture out, or more annotators saw no face than any other
     *     thing
     */
    public boolean isNotFace() {
        int most = unknown;
        for (short count : counts) {
            most = Math.max(most, count);
        }
        return markedNotFace || notFace > most;
    }

    /**
     * @return the emotion that has more votes than any other, if there is one
     */
    public Optional<Emotion> majority() {
        int best = 0;
        boolean unique = true;
        for (int i = 1; i < counts.length; i++) {
            if (counts[i] > counts[best]) {
                best = i;
                unique = true;
            } else if (counts[i] == counts[best]) {
                unique = false;
            }
        }
        return unique && counts[best] > 0
                ? Optional.of(ORDER.emotions().get(best))
                : Optional.empty();
    }

    /**
     * @param order a network's outputs
     * @return the shares of the votes that these emotions have among themselves, summing to 1; all
     *     zero if nobody voted for any of them, so that such a face adds nothing to a cross-entropy
     */
    public float[] distribution(LabelOrder order) {
        float[] shares = new float[order.size()];
        int sum = 0;
        for (int i = 0; i < shares.length; i++) {
            int count = count(order.emotions().get(i));
            shares[i] = count;
            sum += count;
        }
        for (int i = 0; i < shares.length && sum > 0; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FaceVotes that
                && Arrays.equals(counts, that.counts)
                && unknown == that.unknown
                && notFace == that.notFace
                && markedNotFace == that.markedNotFace;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts) * 31 + unknown;
    }

    @Override
    public String toString() {
        return "votes " + Arrays.toString(counts) + ", unknown " + unknown + ", no face " + notFace;
    }
}
