package io.github.fer4j.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * The expected numbers are those of scikit-learn 1.9.1, SciPy 1.17.1, statsmodels 0.15.0 and NumPy
 * 2.4.6 on the same answers: confusion_matrix, precision_recall_fscore_support, f1_score,
 * balanced_accuracy_score, log_loss, proportion_confint(method="wilson"), minimize_scalar; the
 * calibration error and the area under the risk–coverage curve by hand in NumPy.
 */
class EvaluationTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void accuracy_madeUpAnswers_isThatOfScikitLearn() {
        assertThat(Answers.first().accuracy()).isEqualTo(0.5);
        assertThat(Answers.second().accuracy()).isCloseTo(0.5041666666666667, EXACT);
        Interval interval = Answers.first().accuracyInterval();
        assertThat(interval.lower()).isCloseTo(0.43724268978525527, EXACT);
        assertThat(interval.upper()).isCloseTo(0.5627573102147447, EXACT);
    }

    @Test
    void confusion_madeUpAnswers_isThatOfScikitLearn() {
        ConfusionMatrix confusion = Answers.first().confusion();

        assertThat(confusion.toArray())
                .isDeepEqualTo(
                        new long[][] {
                            {19, 4, 1, 0, 1, 4, 3},
                            {1, 4, 1, 1, 0, 1, 1},
                            {2, 4, 15, 2, 7, 0, 3},
                            {5, 5, 1, 32, 5, 5, 2},
                            {1, 7, 7, 3, 17, 2, 6},
                            {2, 3, 2, 0, 3, 16, 2},
                            {5, 6, 3, 4, 0, 5, 17}
                        });
        assertThat(confusion.count(Emotion.SAD, Emotion.FEAR)).isEqualTo(7);
        assertThat(confusion.count(Emotion.SAD, Emotion.CONTEMPT)).isZero();
        assertThat(confusion.total()).isEqualTo(240);
        assertThat(confusion.correct()).isEqualTo(120);
        assertThat(confusion.macroF1()).isCloseTo(0.47500610066437876, EXACT);
        assertThat(confusion.macroRecall()).isCloseTo(0.49519078420656487, EXACT);
        ClassReport disgust = confusion.classes().get(1);
        assertThat(disgust.emotion()).isEqualTo(Emotion.DISGUST);
        assertThat(disgust.support()).isEqualTo(9);
        assertThat(disgust.precision()).isCloseTo(0.12121212121212122, EXACT);
        assertThat(disgust.recall()).isCloseTo(0.4444444444444444, EXACT);
        assertThat(disgust.f1()).isCloseTo(0.19047619047619047, EXACT);
    }

    @Test
    void logLoss_madeUpAnswersWithOneCertainError_isThatOfScikitLearn() {
        assertThat(Answers.first().logLoss()).isCloseTo(1.6713223146444849, EXACT);
        assertThat(Answers.second().logLoss()).isCloseTo(1.3495351196693308, EXACT);
    }

    @Test
    void reliability_madeUpAnswers_isThatOfNumPy() {
        assertThat(Answers.first().reliability().expectedCalibrationError())
                .isCloseTo(0.17570074166666666, EXACT);
        assertThat(Answers.first().reliability(10).expectedCalibrationError())
                .isCloseTo(0.18041840833333334, EXACT);
        assertThat(Answers.second().reliability().expectedCalibrationError())
                .isCloseTo(0.07639447916666665, EXACT);
        assertThat(Answers.first().reliability().count()).isEqualTo(240);
    }

    @Test
    void reliability_confidenceOnTheEdgeOfTwoBins_isInTheLower() {
        Evaluation evaluation =
                Evaluation.of(
                        new int[] {0, 0, 1},
                        new double[][] {{0.5, 0.5}, {0.5, 0.5}, {0, 1}},
                        LabelOrder.of(Emotion.ANGRY, Emotion.HAPPY));

        Reliability reliability = evaluation.reliability(2);

        assertThat(reliability.bins())
                .containsExactly(
                        new Reliability.Bin(0, 0.5, 2, 0.5, 1),
                        new Reliability.Bin(0.5, 1, 1, 1, 1));
        assertThat(reliability.expectedCalibrationError()).isCloseTo(1.0 / 3, EXACT);
        assertThat(reliability.maximumCalibrationError()).isCloseTo(0.5, EXACT);
    }

    @Test
    void fit_madeUpAnswers_isThatOfSciPy() {
        TemperatureScaling first = TemperatureScaling.fit(Answers.first());
        TemperatureScaling second = TemperatureScaling.fit(Answers.second());

        assertThat(first.temperature()).isCloseTo(2.3616248177283, within(1e-6));
        assertThat(second.temperature()).isCloseTo(0.7954289401433188, within(1e-6));
        Evaluation after = Answers.first().with(first);
        assertThat(after.reliability().expectedCalibrationError())
                .isCloseTo(0.12444910842131321, within(1e-7));
        assertThat(after.logLoss()).isCloseTo(1.5671326556966276, within(1e-9));
        assertThat(after.confusion()).isEqualTo(Answers.first().confusion());
        assertThat(Answers.second().with(second).logLoss())
                .isCloseTo(1.3311395075454588, within(1e-9));
    }

    @Test
    void with_temperatureAndItsInverse_isTheSame() {
        TemperatureScaling scaling = new TemperatureScaling(0.5);

        Evaluation back = Answers.first().with(scaling).with(scaling.inverse());

        assertThat(back.logLoss()).isCloseTo(Answers.first().logLoss(), within(1e-9));
    }

    @Test
    void coverage_madeUpAnswers_isThatOfNumPy() {
        CoverageCurve curve = Answers.first().coverage();

        assertThat(curve.areaUnderRisk()).isCloseTo(0.39890255368313393, EXACT);
        assertThat(Answers.second().coverage().areaUnderRisk())
                .isCloseTo(0.34210644018776915, EXACT);
        CoverageCurve.Point half = curve.at(0.5);
        assertThat(half.coverage()).isEqualTo(0.5);
        assertThat(half.accuracy()).isCloseTo(0.5916666666666667, EXACT);
        assertThat(half.threshold()).isCloseTo(0.6636, EXACT);
        CoverageCurve.Point all = curve.at(1);
        assertThat(all.accuracy()).isEqualTo(0.5);
        assertThat(curve.points()).hasSize(239);
    }

    @Test
    void coverage_equallySureFaces_doesNotDependOnTheirOrder() {
        LabelOrder labels = LabelOrder.of(Emotion.ANGRY, Emotion.HAPPY);
        double[][] answers = {{0.75, 0.25}, {0.75, 0.25}};

        CoverageCurve rightFirst = Evaluation.of(new int[] {0, 1}, answers, labels).coverage();
        CoverageCurve wrongFirst = Evaluation.of(new int[] {1, 0}, answers, labels).coverage();

        assertThat(rightFirst).isEqualTo(wrongFirst);
        assertThat(rightFirst.points()).containsExactly(new CoverageCurve.Point(1, 0.5, 0.75));
        assertThat(rightFirst.areaUnderRisk()).isEqualTo(0.5);
    }

    @Test
    void mistakes_madeUpAnswers_areTheSurestFirst() {
        List<Mistake> mistakes = Answers.first().mistakes(5);

        assertThat(mistakes).extracting(Mistake::index).containsExactly(5, 227, 122, 39, 26);
        assertThat(mistakes.get(0).confidence()).isEqualTo(1);
        assertThat(mistakes.get(0).truthProbability()).isZero();
        assertThat(mistakes.get(1).confidence()).isCloseTo(0.979403, within(1e-9));
        assertThat(mistakes).allMatch(mistake -> mistake.truth() != mistake.predicted());
        assertThat(Answers.first().mistakes(1000)).hasSize(120);
    }

    @Test
    void of_networkInAlphabeticalOrder_comparesByEmotion() {
        LabelOrder order = LabelOrder.ALPHABETICAL;
        EmotionScores sad = EmotionScores.of(order, 0, 0, 0, 0, 0.1, 0.9, 0);

        Evaluation evaluation = Evaluation.of(List.of(Emotion.SAD), List.of(sad));

        assertThat(evaluation.accuracy()).isEqualTo(1);
        assertThat(evaluation.labels()).isEqualTo(order);
        assertThat(evaluation.logLoss()).isCloseTo(-Math.log(0.9), EXACT);
    }

    @Test
    void of_answerThatNoLabelCanBe_isWrongAndCounted() {
        EmotionScores contempt = EmotionScores.of(LabelOrder.FER_PLUS, 0, 0, 0, 0.4, 0, 0, 0, 0.6);
        EmotionScores happy = EmotionScores.of(LabelOrder.FER_PLUS, 0, 0, 0, 1, 0, 0, 0, 0);

        Evaluation evaluation =
                Evaluation.of(List.of(Emotion.HAPPY, Emotion.HAPPY), List.of(contempt, happy));

        assertThat(evaluation.accuracy()).isEqualTo(0.5);
        assertThat(evaluation.confusion().count(Emotion.HAPPY, Emotion.CONTEMPT)).isEqualTo(1);
        assertThat(evaluation.macroF1()).isCloseTo((2.0 / 3 + 0) / 2, EXACT);
        assertThat(evaluation.confusion().macroRecall()).isEqualTo(0.5);
    }

    @Test
    void of_labelThatTheNetworkDoesNotKnow_isWrongAndDoesNotMoveTheTemperature() {
        EmotionScores sure = EmotionScores.of(LabelOrder.FER2013, 0.1, 0, 0, 0.9, 0, 0, 0);
        List<EmotionScores> answers = List.of(sure, sure, sure, sure);

        Evaluation evaluation =
                Evaluation.of(
                        List.of(Emotion.HAPPY, Emotion.HAPPY, Emotion.ANGRY, Emotion.CONTEMPT),
                        answers);

        assertThat(evaluation.accuracy()).isEqualTo(0.5);
        assertThat(evaluation.networkLabels()).isEqualTo(LabelOrder.FER2013);
        assertThat(evaluation.labels()).isEqualTo(LabelOrder.FER_PLUS);
        assertThat(evaluation.confusion().count(Emotion.CONTEMPT, Emotion.HAPPY)).isEqualTo(1);
        // (0.1 to 0.9)^(1/T) is 1 to 2 at the minimum: T = ln 9 / ln 2.
        assertThat(TemperatureScaling.fit(evaluation).temperature())
                .isCloseTo(Math.log(9) / Math.log(2), within(1e-6));
    }

    @Test
    void fit_noError_isOne() {
        EmotionScores right = EmotionScores.of(LabelOrder.FER2013, 0.1, 0, 0, 0.9, 0, 0, 0);

        Evaluation evaluation = Evaluation.of(List.of(Emotion.HAPPY), List.of(right));

        assertThat(TemperatureScaling.fit(evaluation).temperature()).isEqualTo(1);
    }

    @Test
    void of_wrongArguments_saysWhatIsWrong() {
        LabelOrder labels = LabelOrder.of(Emotion.ANGRY, Emotion.HAPPY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.of(new int[0], new double[0][], labels))
                .withMessageContaining("0 labels and 0 answers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.of(new int[] {2}, new double[][] {{1, 0}}, labels))
                .withMessageContaining("face 0 must be 0 to 1, was 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.of(new int[] {1}, new double[][] {{1, 1}}, labels))
                .withMessageContaining("[1.0, 1.0]");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Evaluation.of(new int[] {1}, new float[][] {{Float.NaN, 1}}, labels))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Evaluation.of(
                                        List.of(Emotion.HAPPY, Emotion.HAPPY),
                                        List.of(
                                                EmotionScores.of(labels, 1, 0),
                                                EmotionScores.of(LabelOrder.of(Emotion.HAPPY), 1))))
                .withMessageContaining("not of one network");
    }
}
