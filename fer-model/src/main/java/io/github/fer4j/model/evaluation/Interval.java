package io.github.fer4j.model.evaluation;

/**
 * An interval that holds an unknown share with a stated confidence.
 *
 * @param lower its lower end, 0 to 1
 * @param upper its upper end, {@code lower} to 1
 */
public record Interval(double lower, double upper) {
    /** The 97.5 % quantile of the normal distribution. */
    private static final double Z95 = 1.959963984540054;

    /** Checks the range. */
    public Interval {
        if (!(0 <= lower && lower <= upper && upper <= 1)) {
            throw new IllegalArgumentException(
                    "an interval must lie in 0 to 1, was " + lower + " to " + upper);
        }
    }

    /**
     * Wilson's score interval (1927) of 95 %: unlike the normal approximation it stays within 0 to
     * 1 and holds for few cases too.
     *
     * @param successes how many of the cases succeeded, 0 to {@code cases}
     * @param cases how many cases there were, at least 1
     * @return the interval of the share of successes
     */
    public static Interval wilson(long successes, long cases) {
        if (cases < 1 || successes < 0 || successes > cases) {
            throw new IllegalArgumentException(
                    "there must be at least 1 case and 0 to as many successes, were "
                            + successes
                            + " of "
                            + cases);
        }
        double share = (double) successes / cases;
        double z2 = Z95 * Z95;
        double scale = 1 + z2 / cases;
        double center = (share + z2 / (2 * cases)) / scale;
        double half =
                Z95 / scale * Math.sqrt(share * (1 - share) / cases + z2 / (4.0 * cases * cases));
        // At the ends rounding must not leave the exact 0 and 1.
        return new Interval(
                successes == 0 ? 0 : Math.max(0, center - half),
                successes == cases ? 1 : Math.min(1, center + half));
    }
}
