package io.github.fer4j.examples.training.report;

import java.util.List;

/** Writes a report's tables in Markdown, for a model card. */
public final class ReportMarkdown {
    private ReportMarkdown() {}

    /**
     * @param report what to say
     * @return its tables, each under a sentence that says what it holds
     */
    public static String write(EvaluationReport report) {
        Pass plain = report.model().plain();
        StringBuilder text = new StringBuilder();
        text.append(
                ReportText.format(
                        "%,d faces (%s), labels: %s. Temperature: %s.\n\n",
                        plain.raw().size(),
                        report.split(),
                        report.labelSource(),
                        plain.source().words()));
        add(text, ReportTables.figures(report));
        report.comparison()
                .ifPresent(test -> text.append(ReportText.words(report, test)).append("\n\n"));
        text.append("Each class:\n\n");
        add(text, ReportTables.classes(plain.raw().confusion()));
        text.append("Confusion, rows true, columns predicted:\n\n");
        add(text, ReportTables.confusion(plain.raw().confusion()));
        text.append("Accuracy if only the surest faces are answered, with the temperature:\n\n");
        add(text, ReportTables.coverage(plain.calibrated().coverage()));
        return text.toString();
    }

    private static void add(StringBuilder text, ReportTables table) {
        line(text, table.header());
        line(text, table.header().stream().map(cell -> "---").toList());
        table.rows().forEach(row -> line(text, row));
        text.append('\n');
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ")
                .append(
                        String.join(
                                " | ",
                                cells.stream()
                                        .map(cell -> cell.strip().replace("|", "\\|"))
                                        .toList()))
                .append(" |\n");
    }
}
