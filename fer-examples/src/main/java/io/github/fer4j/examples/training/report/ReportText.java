package io.github.fer4j.examples.training.report;

import io.github.fer4j.examples.cli.TextTable;
import io.github.fer4j.model.evaluation.Evaluation;
import io.github.fer4j.model.evaluation.Interval;
import io.github.fer4j.model.evaluation.McNemarTest;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a report for people. */
public final class ReportText {
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
        print(ReportTables.figures(report), out);
        report.other().ifPresent(other -> out.println("other: " + other.name()));
        out.println("temperature: " + model.plain().source().words());
        out.println();
        print(ReportTables.classes(raw.confusion()), out);
        out.println();
        out.println("Confusion, rows true, columns predicted:");
        print(ReportTables.confusion(raw.confusion()), out);
        out.println();
        print(ReportTables.coverage(model.plain().calibrated().coverage()), out);
        report.comparison().ifPresent(test -> printTest(report, test, out));
        out.flush();
    }

    private static void print(ReportTables table, PrintWriter out) {
        TextTable text = new TextTable(table.header().toArray(String[]::new));
        table.rows().forEach(row -> text.row(row.toArray()));
        text.print(out);
    }

    private static void printTest(EvaluationReport report, McNemarTest test, PrintWriter out) {
        out.println();
        out.println(words(report, test));
    }

    /** McNemar's test as a sentence. */
    static String words(EvaluationReport report, McNemarTest test) {
        return format(
                "McNemar's test: of the faces that only one of the two got right, %,d were right by"
                        + " %s and %,d by %s; %s, p = %.3g.",
                test.onlyFirstRight(),
                report.model().name(),
                test.onlySecondRight(),
                report.other().orElseThrow().name(),
                test.isExact()
                        ? "exact binomial test"
                        : format("chi-squared = %.2f with continuity correction", test.statistic()),
                test.pValue());
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
