package io.github.fer4j.examples.training.report;

import io.github.fer4j.examples.cli.JsonLines;
import io.github.fer4j.examples.training.chart.Charts;
import io.github.fer4j.examples.training.chart.ContactSheet;
import io.github.fer4j.examples.training.chart.FacePictures;
import io.github.fer4j.model.evaluation.CoverageCurve;
import io.github.fer4j.model.evaluation.Mistake;
import io.github.fer4j.model.evaluation.Reliability;
import io.github.fer4j.model.internal.StagedFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes a report into a folder: {@code report.html} with all in one, and beside it what others may
 * want by itself: {@code report.json}, {@code report.md}, {@code report.txt}, {@code
 * confusion.csv}, {@code confusion.png}, {@code reliability.png}, {@code reliability.csv}, {@code
 * coverage.png}, {@code coverage.csv}, {@code classes.csv} and {@code errors.png}.
 */
public final class ReportFiles {
    private static final int SHEET_COLUMNS = 8;
    private static final int SHEET_SIDE = 128;

    private ReportFiles() {}

    /**
     * @param report what to say
     * @param folder where to; made if it is not there, and files of these names are replaced
     * @return the files
     * @throws IOException if one cannot be written
     */
    public static List<Path> write(EvaluationReport report, Path folder) throws IOException {
        Files.createDirectories(folder);
        Pass plain = report.model().plain();
        List<Path> written = new ArrayList<>();
        written.add(text(folder, "report.html", ReportPage.write(report)));
        written.add(
                text(
                        folder,
                        "report.json",
                        printed(
                                out ->
                                        new JsonLines(out)
                                                .write(json -> ReportJson.write(report, json)))));
        written.add(text(folder, "report.md", ReportMarkdown.write(report)));
        written.add(text(folder, "report.txt", printed(out -> ReportText.print(report, out))));
        written.add(csv(folder, "confusion.csv", ReportTables.confusion(plain.raw().confusion())));
        written.add(csv(folder, "classes.csv", ReportTables.classes(plain.raw().confusion())));
        written.add(text(folder, "reliability.csv", reliability(plain)));
        written.add(text(folder, "coverage.csv", coverage(plain)));
        written.add(png(folder, "confusion.png", ReportCharts.confusion(plain.raw()).toImage()));
        written.add(png(folder, "reliability.png", ReportCharts.reliability(plain).toImage()));
        written.add(png(folder, "coverage.png", ReportCharts.coverage(report).toImage()));
        written.add(png(folder, "errors.png", mistakes(report)));
        return written;
    }

    private static BufferedImage mistakes(EvaluationReport report) {
        List<Mistake> mistakes =
                report.model().plain().calibrated().mistakes(EvaluationReport.SHOWN_MISTAKES);
        ContactSheet sheet =
                new ContactSheet(
                        "The %d most confident errors: their label, the network's answer and its confidence"
                                .formatted(mistakes.size()),
                        SHEET_COLUMNS,
                        SHEET_SIDE);
        for (Mistake mistake : mistakes) {
            sheet.add(
                    FacePictures.of(report.faces().face(mistake.index())),
                    "labelled " + mistake.truth().label(),
                    ReportText.format(
                            "%s? %.1f %%",
                            mistake.predicted().label(), 100 * mistake.confidence()));
        }
        return sheet.draw();
    }

    /** Exact numbers, for programs. */
    private static String reliability(Pass pass) {
        StringBuilder lines =
                new StringBuilder("lower,upper,temperature,count,confidence,accuracy\n");
        for (boolean calibrated : new boolean[] {false, true}) {
            for (Reliability.Bin bin :
                    (calibrated ? pass.calibrated() : pass.raw()).reliability().bins()) {
                lines.append(
                        ReportText.format(
                                "%s,%s,%s,%d,%s,%s\n",
                                bin.lower(),
                                bin.upper(),
                                calibrated ? pass.temperature().temperature() : 1,
                                bin.count(),
                                bin.meanConfidence(),
                                bin.accuracy()));
            }
        }
        return lines.toString();
    }

    private static String coverage(Pass pass) {
        StringBuilder lines = new StringBuilder("coverage,accuracy,confidence\n");
        for (CoverageCurve.Point point : pass.calibrated().coverage().points()) {
            lines.append(
                    ReportText.format(
                            "%s,%s,%s\n", point.coverage(), point.accuracy(), point.threshold()));
        }
        return lines.toString();
    }

    private static String printed(Consumer<PrintWriter> words) {
        StringWriter text = new StringWriter();
        words.accept(new PrintWriter(text));
        return text.toString();
    }

    private static Path text(Path folder, String name, String content) throws IOException {
        Path file = folder.resolve(name);
        StagedFiles.write(file, content);
        return file;
    }

    private static Path png(Path folder, String name, BufferedImage picture) throws IOException {
        Path file = folder.resolve(name);
        Charts.writePng(picture, file);
        return file;
    }

    private static Path csv(Path folder, String name, ReportTables table) throws IOException {
        StringBuilder lines = new StringBuilder(line(table.header()));
        table.rows().forEach(row -> lines.append(line(row)));
        return text(folder, name, lines.toString());
    }

    private static String line(List<String> cells) {
        return String.join(",", cells.stream().map(ReportFiles::quoted).toList()) + "\n";
    }

    private static String quoted(String cell) {
        return cell.contains(",") || cell.contains("\"")
                ? "\"" + cell.replace("\"", "\"\"") + "\""
                : cell;
    }
}
