package io.github.fer4j.examples.training.report;

import io.github.fer4j.examples.cli.TextTable;
import io.github.fer4j.model.evaluation.ClassReport;
import io.github.fer4j.model.evaluation.ConfusionMatrix;
import io.github.fer4j.model.evaluation.CoverageCurve;
import io.github.fer4j.model.evaluation.Evaluation;
import io.github.fer4j.model.evaluation.Interval;
import io.github.fer4j.model.evaluation.McNemarTest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a report for people. */
public final class ReportText {
    private static final double[] COVERAGES = {1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.25};

    private ReportText() {}

    /**
     * @param report what to say
     * @param out where to
     */
    public static void print(EvaluationReport report, PrintWriter out) {
        EvaluatedModel model = report.model();
        Evaluation raw = model.plain().raw();
        out.println("Network: " + model.name());
        out.println(
                format(
                        "Data:    %s, %s: %,d faces, %s%s",
                        report.data(),
                        report.split(),
                        raw.size(),
                        report.labelSource(),
                        report.skipped() == 0
                                ? ""
                                : format("; %,d unreadable ones left out", report.skipped())));
        out.println();
        printFigures(report, out);
        out.println();
        printClasses(raw.confusion(), out);
        out.println();
        out.println("Confusion, rows true, columns predicted:");
        printConfusion(raw.confusion(), out);
        out.println();
        printCoverage(model.plain().calibrated().coverage(), out);
        report.comparison().ifPresent(test -> printTest(report, test, out));
        out.flush();
    }

    /** One column for each network and way of asking it. */
    private static void printFigures(EvaluationReport report, PrintWriter out) {
        List<String> header = new ArrayList<>(List.of(""));
        List<Pass> passes = new ArrayList<>();
        add(report.model(), "network", header, passes);
        report.other().ifPresent(other -> add(other, "other", header, passes));
        TextTable table = new TextTable(header.toArray(String[]::new));
        for (Figure figure : Figure.all(report)) {
            List<String> row = new ArrayList<>(List.of(figure.name()));
            passes.forEach(pass -> row.add(figure.of(pass)));
            table.row(row.toArray());
        }
        table.print(out);
        report.other().ifPresent(other -> out.println("other: " + other.name()));
        out.println("temperature: " + report.model().plain().source().words());
    }

    private static void add(
            EvaluatedModel model, String name, List<String> header, List<Pass> passes) {
        header.add(name);
        passes.add(model.plain());
        model.mirrored()
                .ifPresent(
                        pass -> {
                            header.add(name + ", flip averaged");
                            passes.add(pass);
                        });
    }

    private static void printClasses(ConfusionMatrix confusion, PrintWriter out) {
        TextTable table = new TextTable("class", "faces", "precision", "recall", "(95 %)", "F1");
        for (ClassReport report : confusion.classes()) {
            table.row(
                    report.emotion().label(),
                    report.support(),
                    share(report.precision()),
                    share(report.recall()),
                    report.support() == 0
                            ? ""
                            : range(Interval.wilson(report.correct(), report.support())),
                    share(report.f1()));
        }
        table.print(out);
    }

    private static void printConfusion(ConfusionMatrix confusion, PrintWriter out) {
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(confusion.labels().labels());
        TextTable table = new TextTable(header.toArray(String[]::new));
        long[][] counts = confusion.toArray();
        for (int i = 0; i < counts.length; i++) {
            List<Object> row = new ArrayList<>(List.of(confusion.labels().labels().get(i)));
            for (long count : counts[i]) {
                row.add(count);
            }
            table.row(row.toArray());
        }
        table.print(out);
    }

    private static void printCoverage(CoverageCurve curve, PrintWriter out) {
        TextTable table = new TextTable("answers the surest", "accuracy", "confidence from");
        for (double coverage : COVERAGES) {
            CoverageCurve.Point point = curve.at(coverage);
            table.row(
                    format("%.0f %%", 100 * point.coverage()),
                    share(point.accuracy()),
                    share(point.threshold()));
        }
        table.print(out);
    }

    private static void printTest(EvaluationReport report, McNemarTest test, PrintWriter out) {
        out.println();
        out.println(
                format(
                        "McNemar: only %s right %,d, only %s right %,d; %s, p = %.4g",
                        report.model().name(),
                        test.onlyFirstRight(),
                        report.other().orElseThrow().name(),
                        test.onlySecondRight(),
                        test.isExact()
                                ? "exact binomial"
                                : format("chi-squared %.2f", test.statistic()),
                        test.pValue()));
    }

    static String share(double value) {
        return format("%.3f", value);
    }

    static String range(Interval interval) {
        return format("%.3f to %.3f", interval.lower(), interval.upper());
    }

    static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
