package io.github.fer4j.examples.training.report;

import static io.github.fer4j.examples.training.report.ReportText.format;
import static io.github.fer4j.examples.training.report.ReportText.range;
import static io.github.fer4j.examples.training.report.ReportText.share;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One number of a report, by name.
 *
 * @param name what it is called
 * @param words how it is said of a pass
 */
record Figure(String name, Function<Pass, String> words) {
    String of(Pass pass) {
        return words.apply(pass);
    }

    /** The figures of a report, the most important first; times only where they were measured. */
    static List<Figure> all(EvaluationReport report) {
        List<Figure> figures =
                new ArrayList<>(
                        List.of(
                                new Figure("accuracy", pass -> percent(pass.raw().accuracy())),
                                new Figure(
                                        "  95 % interval",
                                        pass -> range(pass.raw().accuracyInterval())),
                                new Figure("macro-F1", pass -> share(pass.raw().macroF1())),
                                new Figure(
                                        "balanced accuracy",
                                        pass -> share(pass.raw().confusion().macroRecall())),
                                new Figure("log-loss", pass -> share(pass.raw().logLoss())),
                                new Figure(
                                        "log-loss with temperature",
                                        pass -> share(pass.calibrated().logLoss())),
                                new Figure(
                                        "calibration error (ECE)",
                                        pass ->
                                                share(
                                                        pass.raw()
                                                                .reliability()
                                                                .expectedCalibrationError())),
                                new Figure(
                                        "ECE with temperature",
                                        pass ->
                                                share(
                                                        pass.calibrated()
                                                                .reliability()
                                                                .expectedCalibrationError())),
                                new Figure(
                                        "temperature",
                                        pass -> share(pass.temperature().temperature()))));
        if (report.model().plain().batched().isPresent()) {
            figures.add(
                    new Figure(
                            "ms a face, many at once",
                            pass ->
                                    pass.batched()
                                            .map(time -> format("%.2f", time.medianMillis()))
                                            .orElse("")));
            figures.add(
                    new Figure(
                            "ms a face alone",
                            pass ->
                                    pass.single()
                                            .map(time -> format("%.2f", time.medianMillis()))
                                            .orElse("")));
        }
        return figures;
    }

    private static String percent(double value) {
        return format("%.2f %%", 100 * value);
    }
}
