package io.github.fer4j.model.evaluation;

/** The chi-squared distribution of one degree of freedom. */
final class ChiSquared {
    private static final double EPSILON = 1e-16;
    private static final double TINY = 1e-300;

    private ChiSquared() {}

    /**
     * The complementary error function of √(x/2): below 1 by the series of the error function,
     * above by its continued fraction (Lentz's method), to about 1e-14.
     *
     * @param x at least 0
     * @return the probability of a value of at least x
     */
    static double survival(double x) {
        double z = Math.sqrt(x / 2);
        return z < 1 ? 1 - errorFunction(z) : complement(z);
    }

    private static double errorFunction(double z) {
        double term = z;
        double sum = z;
        for (int n = 1; Math.abs(term) > EPSILON * sum; n++) {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    /** e^(−z²)/√π · 1/(z + (1/2)/(z + (2/2)/(z + (3/2)/(z + …)))). */
    private static double complement(double z) {
        double fraction = z;
        double c = z;
        double d = 0;
        double factor = 0;
        for (int n = 1; Math.abs(factor - 1) > EPSILON && n < 1000; n++) {
            d = 1 / Math.max(TINY, z + n / 2.0 * d);
            c = z + n / 2.0 / c;
            factor = c * d;
            fraction *= factor;
        }
        return Math.exp(-z * z) / Math.sqrt(Math.PI) / fraction;
    }
}
