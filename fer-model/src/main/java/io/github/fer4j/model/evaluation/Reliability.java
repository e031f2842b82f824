package io.github.fer4j.model.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a network's confidence is its accuracy. The faces are put into bins of equal width by
 * their confidence, the probability of the likeliest class; bin m of M holds those in ((m−1)/M,
 * m/M], as in Guo et al. 2017 (arXiv 1706.04599).
 *
 * @param bins the bins from 0 to 1, the empty ones too
 */
public record Reliability(List<Bin> bins) {
    /** How many bins there are unless said otherwise; Guo et al. 2017. */
    public static final int DEFAULT_BINS = 15;

    /**
     * The faces of one bin.
     *
     * @param lower its lower end, exclusive
     * @param upper its upper end, inclusive
     * @param count how many faces are in it
     * @param meanConfidence their mean confidence; 0 without a face
     * @param accuracy the share of right ones among them; 0 without a face
     */
    public record Bin(
            double lower, double upper, long count, double meanConfidence, double accuracy) {}

    /** Copies the list. */
    public Reliability {
        bins = List.copyOf(bins);
    }

    static Reliability of(double[] confidences, boolean[] correct, int binCount) {
        if (binCount < 1) {
            throw new IllegalArgumentException("bins must be >= 1, was " + binCount);
        }
        long[] counts = new long[binCount];
        double[] confidence = new double[binCount];
        long[] right = new long[binCount];
        for (int i = 0; i < confidences.length; i++) {
            int bin = (int) Math.ceil(confidences[i] * binCount) - 1;
            bin = Math.max(0, Math.min(binCount - 1, bin));
            counts[bin]++;
            confidence[bin] += confidences[i];
            right[bin] += correct[i] ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < binCount; i++) {
            bins.add(
                    new Bin(
                            (double) i / binCount,
                            (i + 1.0) / binCount,
                            counts[i],
                            counts[i] == 0 ? 0 : confidence[i] / counts[i],
                            counts[i] == 0 ? 0 : (double) right[i] / counts[i]));
        }
        return new Reliability(bins);
    }

    /**
     * @return how many faces there are
     */
    public long count() {
        return bins.stream().mapToLong(Bin::count).sum();
    }

    /**
     * @return the mean of |accuracy − mean confidence| over all faces, each with its bin's; 0 to 1,
     *     0 is best
     */
    public double expectedCalibrationError() {
        double sum = 0;
        for (Bin bin : bins) {
            sum += bin.count() * Math.abs(bin.accuracy() - bin.meanConfidence());
        }
        return sum == 0 ? 0 : sum / count();
    }

    /**
     * @return the largest |accuracy − mean confidence| of a bin with faces
     */
    public double maximumCalibrationError() {
        return bins.stream()
                .filter(bin -> bin.count() > 0)
                .mapToDouble(bin -> Math.abs(bin.accuracy() - bin.meanConfidence()))
                .max()
                .orElse(0);
    }
}
