package io.github.fer4j.model.evaluation;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a network answered to labelled faces, and how good that is.
 *
 * <pre>{@code
 * Evaluation raw = Evaluation.of(truths, answers);
 * double accuracy = raw.accuracy();
 * double error = raw.reliability().expectedCalibrationError();
 * TemperatureScaling scaling = TemperatureScaling.fit(raw);       // on a validation split
 * double after = raw.with(scaling).reliability().expectedCalibrationError();
 * }</pre>
 *
 * <p>Truth and answer are compared as {@linkplain Emotion emotions}, whatever the order of the
 * network's outputs. Where the two sides know different classes nothing is left out: an answer that
 * no label of the data can be (contempt on FER-2013) is wrong, and so is every answer to a face
 * whose label the network does not know. Immutable.
 */
public final class Evaluation {
    /** The distance from 0 and 1 that log-loss keeps: 2⁻⁵², as scikit-learn does for doubles. */
    private static final double CLIP = Math.ulp(1.0);

    private static final double TOLERANCE = 1e-3;

    private final LabelOrder labels;
    private final int known;
    private final int[] truths;
    private final double[][] probabilities;
    private final int[] predictions;

    private Evaluation(LabelOrder labels, int known, int[] truths, double[][] probabilities) {
        this.labels = labels;
        this.known = known;
        this.truths = truths;
        this.probabilities = probabilities;
        this.predictions = Arrays.stream(probabilities).mapToInt(Evaluation::largest).toArray();
    }

    /**
     * @param truths the label of each face, at least one
     * @param answers what the network answered to each, all of one network
     * @return their evaluation. Its labels are those of the network in its order, then those of the
     *     data that it does not know
     * @throws IllegalArgumentException if the numbers differ, there is no face, or the answers are
     *     of different networks
     */
    public static Evaluation of(List<Emotion> truths, List<EmotionScores> answers) {
        check(truths.size(), answers.size());
        List<Emotion> known = List.copyOf(answers.get(0).asMap().keySet());
        List<Emotion> all = new ArrayList<>(known);
        truths.stream().distinct().sorted().filter(e -> !known.contains(e)).forEach(all::add);
        double[][] probabilities = new double[answers.size()][];
        for (int i = 0; i < probabilities.length; i++) {
            EmotionScores scores = answers.get(i);
            if (!List.copyOf(scores.asMap().keySet()).equals(known)) {
                throw new IllegalArgumentException(
                        "answer %d knows %s, the first %s: they are not of one network"
                                .formatted(i, scores.asMap().keySet(), known));
            }
            probabilities[i] = all.stream().mapToDouble(scores::of).toArray();
        }
        return new Evaluation(
                new LabelOrder(all),
                known.size(),
                truths.stream().mapToInt(all::indexOf).toArray(),
                probabilities);
    }

    /**
     * @param truths the label of each face, as its position in {@code labels}; at least one face
     * @param probabilities for each face one for each label, each 0 to 1, with a sum of 1 to within
     *     0.001; what rounding left is divided out
     * @param labels what the network's outputs stand for
     * @return their evaluation
     * @throws IllegalArgumentException if the numbers differ or the values are no probabilities
     */
    public static Evaluation of(int[] truths, float[][] probabilities, LabelOrder labels) {
        double[][] rows = new double[probabilities.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[probabilities[i].length];
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = probabilities[i][j];
            }
        }
        return of(truths, rows, labels);
    }

    /**
     * @param truths the label of each face, as its position in {@code labels}; at least one face
     * @param probabilities for each face one for each label, each 0 to 1, with a sum of 1 to within
     *     0.001; what rounding left is divided out
     * @param labels what the network's outputs stand for
     * @return their evaluation
     * @throws IllegalArgumentException if the numbers differ or the values are no probabilities
     */
    public static Evaluation of(int[] truths, double[][] probabilities, LabelOrder labels) {
        check(truths.length, probabilities.length);
        double[][] rows = new double[probabilities.length][];
        for (int i = 0; i < rows.length; i++) {
            if (truths[i] < 0 || truths[i] >= labels.size()) {
                throw new IllegalArgumentException(
                        "the label of face %d must be 0 to %d, was %d"
                                .formatted(i, labels.size() - 1, truths[i]));
            }
            rows[i] = normalized(i, probabilities[i], labels);
        }
        return new Evaluation(labels, labels.size(), truths.clone(), rows);
    }

    private static double[] normalized(int face, double[] row, LabelOrder labels) {
        double sum = Arrays.stream(row).sum();
        boolean valid = Arrays.stream(row).allMatch(p -> p >= 0 && p <= 1 + TOLERANCE);
        if (row.length != labels.size() || !valid || !(Math.abs(sum - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException(
                    "the answer to face %d must be %d probabilities with a sum of 1, was %s"
                            .formatted(face, labels.size(), Arrays.toString(row)));
        }
        return Arrays.stream(row).map(p -> p / sum).toArray();
    }

    private static void check(int truths, int answers) {
        if (truths != answers || truths == 0) {
            throw new IllegalArgumentException(
                    "at least one face and an answer to each are needed, were %d labels and %d answers"
                            .formatted(truths, answers));
        }
    }

    private static int largest(double[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            if (row[i] > row[best]) {
                best = i;
            }
        }
        return best;
    }

    /**
     * @return how many faces there are
     */
    public int size() {
        return truths.length;
    }

    /**
     * @return the classes of the network in its order, then those of the data that it does not know
     */
    public LabelOrder labels() {
        return labels;
    }

    /**
     * @return the classes that the network answers, in its order: the first of {@link #labels()}
     */
    public LabelOrder networkLabels() {
        return new LabelOrder(labels.emotions().subList(0, known));
    }

    /**
     * @param face a face, from 0
     * @return its label
     */
    public Emotion truth(int face) {
        return labels.emotions().get(truths[face]);
    }

    /**
     * @param face a face, from 0
     * @return the emotion that the network holds likeliest; of equal ones its first
     */
    public Emotion predicted(int face) {
        return labels.emotions().get(predictions[face]);
    }

    /**
     * @param face a face, from 0
     * @return the probability of {@link #predicted}
     */
    public double confidence(int face) {
        return probabilities[face][predictions[face]];
    }

    /**
     * @param face a face, from 0
     * @return the probability of each of {@link #labels()}; 0 for those that the network does not
     *     know; copied
     */
    public double[] probabilities(int face) {
        return probabilities[face].clone();
    }

    /**
     * @param face a face, from 0
     * @return whether the likeliest emotion is the label
     */
    public boolean isCorrect(int face) {
        return truths[face] == predictions[face];
    }

    /**
     * @return how many faces were answered right
     */
    public long correct() {
        return IntStream.range(0, size()).filter(this::isCorrect).count();
    }

    /**
     * @return the share of faces that were answered right
     */
    public double accuracy() {
        return (double) correct() / size();
    }

    /**
     * @return the interval that holds the accuracy on all such faces with 95 % confidence, by
     *     Wilson's score
     */
    public Interval accuracyInterval() {
        return Interval.wilson(correct(), size());
    }

    /**
     * @return how often each emotion was taken for each
     */
    public ConfusionMatrix confusion() {
        return ConfusionMatrix.of(labels, truths, predictions);
    }

    /**
     * @return the mean F1 of the classes that occur; {@link ConfusionMatrix#macroF1()}
     */
    public double macroF1() {
        return confusion().macroF1();
    }

    /**
     * @return the mean of −ln p of the label's probability p, which is kept 2⁻⁵² away from 0 and 1,
     *     so that one face costs at most 36.04
     */
    public double logLoss() {
        return IntStream.range(0, size())
                .mapToDouble(i -> probabilities[i][truths[i]])
                .map(p -> -Math.log(Math.min(1 - CLIP, Math.max(CLIP, p))))
                .average()
                .orElseThrow();
    }

    /**
     * @return calibration in {@link Reliability#DEFAULT_BINS} bins
     */
    public Reliability reliability() {
        return reliability(Reliability.DEFAULT_BINS);
    }

    /**
     * @param bins how many bins, at least 1
     * @return calibration in so many bins
     */
    public Reliability reliability(int bins) {
        return Reliability.of(confidences(), outcomes(), bins);
    }

    /**
     * @return accuracy over coverage
     */
    public CoverageCurve coverage() {
        return CoverageCurve.of(confidences(), outcomes());
    }

    /**
     * @param limit how many at most
     * @return the faces answered wrong, the surest answers first; equally sure ones in their order
     */
    public List<Mistake> mistakes(int limit) {
        return IntStream.range(0, size())
                .filter(i -> !isCorrect(i))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -confidence(i)))
                .limit(limit)
                .map(
                        i ->
                                new Mistake(
                                        i,
                                        truth(i),
                                        predicted(i),
                                        confidence(i),
                                        probabilities[i][truths[i]]))
                .toList();
    }

    /**
     * @param scaling a temperature
     * @return the same answers with that temperature
     */
    public Evaluation with(TemperatureScaling scaling) {
        Objects.requireNonNull(scaling, "scaling");
        return new Evaluation(
                labels,
                known,
                truths,
                Arrays.stream(probabilities).map(scaling::apply).toArray(double[][]::new));
    }

    /** How many of the labels the network knows; they come first. */
    int known() {
        return known;
    }

    /** The position of a face's label among the labels. */
    int truthIndex(int face) {
        return truths[face];
    }

    private double[] confidences() {
        return IntStream.range(0, size()).mapToDouble(this::confidence).toArray();
    }

    private boolean[] outcomes() {
        boolean[] outcomes = new boolean[size()];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = isCorrect(i);
        }
        return outcomes;
    }
}
