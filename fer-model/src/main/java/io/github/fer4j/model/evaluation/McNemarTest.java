package io.github.fer4j.model.evaluation;

/**
 * Whether two networks that answered the same faces differ in accuracy by more than chance (McNemar
 * 1947). Only the faces count that one of them got right and the other wrong.
 *
 * @param bothRight how many faces both got right
 * @param onlyFirstRight how many the first alone
 * @param onlySecondRight how many the second alone
 * @param bothWrong how many neither
 */
public record McNemarTest(
        long bothRight, long onlyFirstRight, long onlySecondRight, long bothWrong) {
    /** From so many faces on that only one got right, chi-squared is near enough. */
    private static final long EXACT_BELOW = 25;

    /** Checks the ranges. */
    public McNemarTest {
        if (Math.min(Math.min(bothRight, bothWrong), Math.min(onlyFirstRight, onlySecondRight))
                < 0) {
            throw new IllegalArgumentException("a count must be >= 0");
        }
    }

    /**
     * @param first one network's answers
     * @param second the other's, to the same faces in the same order
     * @return the test
     * @throws IllegalArgumentException if the true labels differ
     */
    public static McNemarTest of(Evaluation first, Evaluation second) {
        if (first.size() != second.size()) {
            throw new IllegalArgumentException(
                    "the two networks must have answered the same faces, were %d and %d"
                            .formatted(first.size(), second.size()));
        }
        long[][] counts = new long[2][2];
        for (int i = 0; i < first.size(); i++) {
            if (first.truth(i) != second.truth(i)) {
                throw new IllegalArgumentException(
                        "face %d is %s for the first and %s for the second"
                                .formatted(i, first.truth(i).label(), second.truth(i).label()));
            }
            counts[first.isCorrect(i) ? 1 : 0][second.isCorrect(i) ? 1 : 0]++;
        }
        return new McNemarTest(counts[1][1], counts[1][0], counts[0][1], counts[0][0]);
    }

    /**
     * @return whether the exact binomial test is used, for fewer than 25 faces that only one got
     *     right; otherwise chi-squared of one degree of freedom with continuity correction (Edwards
     *     1948)
     */
    public boolean isExact() {
        return onlyFirstRight + onlySecondRight < EXACT_BELOW;
    }

    /**
     * @return (|b − c| − 1)² / (b + c), or the lesser of b and c where the test {@link #isExact()};
     *     0 where the two are equal
     */
    public double statistic() {
        if (isExact()) {
            return Math.min(onlyFirstRight, onlySecondRight);
        }
        double difference = Math.max(0, Math.abs(onlyFirstRight - onlySecondRight) - 1);
        return difference * difference / (onlyFirstRight + onlySecondRight);
    }

    /**
     * @return how likely a difference at least as large is by chance alone, two-sided; 1 if the two
     *     never differ
     */
    public double pValue() {
        long discordant = onlyFirstRight + onlySecondRight;
        if (!isExact()) {
            return ChiSquared.survival(statistic());
        }
        double term = Math.pow(0.5, discordant);
        double sum = term;
        for (long k = 1; k <= Math.min(onlyFirstRight, onlySecondRight); k++) {
            term *= (double) (discordant - k + 1) / k;
            sum += term;
        }
        return Math.min(1, 2 * sum);
    }
}
