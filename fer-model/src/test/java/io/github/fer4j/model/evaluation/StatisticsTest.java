package io.github.fer4j.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.LabelOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Intervals and tests; the expected numbers are those of statsmodels 0.15.0 (proportion_confint,
 * mcnemar) and SciPy 1.17.1 (chi2.sf).
 */
class StatisticsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.27753279986288926",
        "10, 10, 0.7224672001371106, 1",
        "1, 1, 0.2065493143772374, 1",
        "2587, 3574, 0.7089464605146445, 0.7382505487478572",
        "37, 56, 0.5299945300706022, 0.7708002759840811"
    })
    void wilson_counts_isThatOfStatsmodels(long right, long all, double lower, double upper) {
        Interval interval = Interval.wilson(right, all);

        assertThat(interval.lower()).isCloseTo(lower, within(1e-12));
        assertThat(interval.upper()).isCloseTo(upper, within(1e-12));
    }

    @Test
    void wilson_moreSuccessesThanCases_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interval.wilson(3, 2))
                .withMessageContaining("3 of 2");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 3, 0.09228515625, 3",
        "12, 12, 1, 12",
        "0, 0, 1, 0",
        "24, 0, 1.1920928955078125e-07, 0"
    })
    void mcNemar_fewFaces_isTheExactTestOfStatsmodels(
            long first, long second, double pValue, double statistic) {
        McNemarTest test = new McNemarTest(5, first, second, 1);

        assertThat(test.isExact()).isTrue();
        assertThat(test.pValue()).isCloseTo(pValue, within(1e-14));
        assertThat(test.statistic()).isEqualTo(statistic);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 5, 0.005110260660855866, 7.84",
        "500, 380, 6.033694237562581e-05, 16.092045454545456",
        "61, 60, 1, 0",
        "13, 13, 1, 0"
    })
    void mcNemar_manyFaces_isTheCorrectedTestOfStatsmodels(
            long first, long second, double pValue, double statistic) {
        McNemarTest test = new McNemarTest(0, first, second, 0);

        assertThat(test.isExact()).isFalse();
        assertThat(test.pValue()).isCloseTo(pValue, within(1e-14));
        assertThat(test.statistic()).isCloseTo(statistic, within(1e-12));
    }

    @Test
    void mcNemar_twoNetworks_countsWhoIsRight() {
        McNemarTest test = McNemarTest.of(Answers.first(), Answers.second());

        assertThat(test).isEqualTo(new McNemarTest(60, 60, 61, 59));
    }

    @Test
    void mcNemar_otherFaces_isRefused() {
        LabelOrder labels = LabelOrder.of(Emotion.ANGRY, Emotion.HAPPY);
        Evaluation angry = Evaluation.of(new int[] {0}, new double[][] {{1, 0}}, labels);
        Evaluation happy = Evaluation.of(new int[] {1}, new double[][] {{1, 0}}, labels);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> McNemarTest.of(angry, happy))
                .withMessageContaining("face 0 is angry for the first and happy for the second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McNemarTest.of(angry, Answers.first()))
                .withMessageContaining("1 and 240");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "0.0001, 0.9920212873707368",
        "0.5, 0.47950012218695337",
        "1.99, 0.15834087935364655",
        "2, 0.15729920705028105",
        "2.01, 0.1562653180841101",
        "3.841458820694124, 0.04999999999999989",
        "10, 0.001565402258002549",
        "50, 1.537459794428033e-12",
        "700, 2.990226975124623e-154"
    })
    void survival_value_isThatOfSciPy(double x, double expected) {
        assertThat(ChiSquared.survival(x)).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void latency_runs_areSummedUp() {
        assertThat(Latency.ofNanos(4_000_000, 1_000_000, 2_000_000, 3_000_000))
                .isEqualTo(new Latency(4, 2.5, 4, 2.5));
        assertThat(Latency.ofNanos(7_000_000)).isEqualTo(new Latency(1, 7, 7, 7));
    }
}
