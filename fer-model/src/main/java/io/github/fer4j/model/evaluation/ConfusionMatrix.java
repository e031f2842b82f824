package io.github.fer4j.model.evaluation;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.LabelOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** How often each emotion was taken for each: rows are the true ones, columns the predicted. */
public final class ConfusionMatrix {
    private final LabelOrder labels;
    private final long[][] counts;

    private ConfusionMatrix(LabelOrder labels, long[][] counts) {
        this.labels = labels;
        this.counts = counts;
    }

    /**
     * @param labels what rows and columns stand for
     * @param counts a row for each true emotion, a column for each predicted one, each at least 0;
     *     copied
     * @return the matrix
     * @throws IllegalArgumentException if the sizes do not fit or a count is negative
     */
    public static ConfusionMatrix of(LabelOrder labels, long[][] counts) {
        Objects.requireNonNull(labels, "labels");
        boolean square =
                counts.length == labels.size()
                        && Arrays.stream(counts).allMatch(row -> row.length == labels.size());
        if (!square || Arrays.stream(counts).flatMapToLong(Arrays::stream).anyMatch(c -> c < 0)) {
            throw new IllegalArgumentException(
                    "%d labels need %d rows of as many counts, each at least 0"
                            .formatted(labels.size(), labels.size()));
        }
        return new ConfusionMatrix(labels, copy(counts));
    }

    static ConfusionMatrix of(LabelOrder labels, int[] truths, int[] predictions) {
        long[][] counts = new long[labels.size()][labels.size()];
        for (int i = 0; i < truths.length; i++) {
            counts[truths[i]][predictions[i]]++;
        }
        return new ConfusionMatrix(labels, counts);
    }

    /**
     * @return what rows and columns stand for, in order
     */
    public LabelOrder labels() {
        return labels;
    }

    /**
     * @param truth the true emotion
     * @param predicted the predicted one
     * @return how many faces of the one were taken for the other; 0 for an emotion that is not
     *     among the labels
     */
    public long count(Emotion truth, Emotion predicted) {
        int row = labels.emotions().indexOf(Objects.requireNonNull(truth, "truth"));
        int column = labels.emotions().indexOf(Objects.requireNonNull(predicted, "predicted"));
        return row < 0 || column < 0 ? 0 : counts[row][column];
    }

    /**
     * @return the counts, a row for each true emotion; copied
     */
    public long[][] toArray() {
        return copy(counts);
    }

    /**
     * @return how many faces there are
     */
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /**
     * @return how many faces lie on the diagonal
     */
    public long correct() {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i][i];
        }
        return sum;
    }

    /**
     * @return precision, recall and F1 of each label, in order
     */
    public List<ClassReport> classes() {
        List<ClassReport> reports = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            long predicted = 0;
            for (long[] row : counts) {
                predicted += row[i];
            }
            reports.add(
                    new ClassReport(
                            labels.emotions().get(i),
                            Arrays.stream(counts[i]).sum(),
                            predicted,
                            counts[i][i]));
        }
        return List.copyOf(reports);
    }

    /**
     * @return the mean F1 of the classes that occur, as the truth or as a prediction; a class that
     *     occurs as a prediction only counts with 0, as in scikit-learn
     */
    public double macroF1() {
        return classes().stream()
                .filter(report -> report.support() + report.predicted() > 0)
                .mapToDouble(ClassReport::f1)
                .average()
                .orElse(0);
    }

    /**
     * @return the mean recall of the classes that occur as the truth: the balanced or unweighted
     *     average recall
     */
    public double macroRecall() {
        return classes().stream()
                .filter(report -> report.support() > 0)
                .mapToDouble(ClassReport::recall)
                .average()
                .orElse(0);
    }

    private static long[][] copy(long[][] counts) {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfusionMatrix matrix
                && labels.equals(matrix.labels)
                && Arrays.deepEquals(counts, matrix.counts);
    }

    @Override
    public int hashCode() {
        return 31 * labels.hashCode() + Arrays.deepHashCode(counts);
    }

    @Override
    public String toString() {
        return labels.labels() + " " + Arrays.deepToString(counts);
    }
}
