package io.github.fer4j.model.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How accurate a network is on the faces it is surest about: accuracy over coverage, the mirror of
 * the risk–coverage curve (El-Yaniv &amp; Wiener 2010).
 *
 * @param points from the surest faces to all; one for each confidence that occurs, so that equally
 *     sure faces are accepted together
 * @param areaUnderRisk the mean error rate of the k surest faces over all k (AURC; Geifman et al.
 *     2019); among equally sure faces in expectation over their order. 0 is best
 */
public record CoverageCurve(List<Point> points, double areaUnderRisk) {
    /**
     * What holds if only faces of at least a certain confidence are answered.
     *
     * @param coverage the share of faces that are answered, above 0 to 1
     * @param accuracy the share of right ones among them
     * @param threshold the confidence from which on a face is answered
     */
    public record Point(double coverage, double accuracy, double threshold) {}

    /** Copies the list. */
    public CoverageCurve {
        points = List.copyOf(points);
    }

    static CoverageCurve of(double[] confidences, boolean[] correct) {
        int[] order =
                IntStream.range(0, confidences.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -confidences[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        List<Point> points = new ArrayList<>();
        double risks = 0;
        long wrong = 0;
        for (int start = 0; start < order.length; ) {
            double confidence = confidences[order[start]];
            int end = start;
            long wrongHere = 0;
            while (end < order.length && confidences[order[end]] == confidence) {
                wrongHere += correct[order[end++]] ? 0 : 1;
            }
            for (int k = start + 1; k <= end; k++) {
                risks += (wrong + (double) wrongHere * (k - start) / (end - start)) / k;
            }
            wrong += wrongHere;
            points.add(
                    new Point(
                            (double) end / order.length, (double) (end - wrong) / end, confidence));
            start = end;
        }
        return new CoverageCurve(points, risks / order.length);
    }

    /**
     * @param coverage the share of faces that are to be answered at least, above 0 to 1
     * @return the first point that answers as many
     */
    public Point at(double coverage) {
        if (!(coverage > 0 && coverage <= 1)) {
            throw new IllegalArgumentException("coverage must be > 0 and <= 1, was " + coverage);
        }
        return points.stream()
                .filter(point -> point.coverage() >= coverage)
                .findFirst()
                .orElseGet(() -> points.get(points.size() - 1));
    }
}
