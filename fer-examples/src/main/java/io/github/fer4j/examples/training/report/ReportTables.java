package io.github.fer4j.examples.training.report;

import static io.github.fer4j.examples.training.report.ReportText.format;
import static io.github.fer4j.examples.training.report.ReportText.range;
import static io.github.fer4j.examples.training.report.ReportText.share;

import io.github.fer4j.model.evaluation.ClassReport;
import io.github.fer4j.model.evaluation.ConfusionMatrix;
import io.github.fer4j.model.evaluation.CoverageCurve;
import io.github.fer4j.model.evaluation.Interval;
import io.github.fer4j.model.evaluation.Reliability;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of a report, for text, page and model card alike.
 *
 * @param header the columns' names
 * @param rows their cells
 */
record ReportTables(List<String> header, List<List<String>> rows) {
    private static final double[] COVERAGES = {1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.25};

    /** One column for each network and way of asking it. */
    static ReportTables figures(EvaluationReport report) {
        List<String> header = new ArrayList<>(List.of(""));
        List<Pass> passes = new ArrayList<>();
        add(report.model(), "network", header, passes);
        report.other().ifPresent(other -> add(other, "other", header, passes));
        List<List<String>> rows = new ArrayList<>();
        for (Figure figure : Figure.all(report)) {
            List<String> row = new ArrayList<>(List.of(figure.name()));
            passes.forEach(pass -> row.add(figure.of(pass)));
            rows.add(row);
        }
        return new ReportTables(header, rows);
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

    static ReportTables classes(ConfusionMatrix confusion) {
        List<List<String>> rows = new ArrayList<>();
        for (ClassReport report : confusion.classes()) {
            rows.add(
                    List.of(
                            report.emotion().label(),
                            Long.toString(report.support()),
                            share(report.precision()),
                            share(report.recall()),
                            report.support() == 0
                                    ? ""
                                    : range(Interval.wilson(report.correct(), report.support())),
                            share(report.f1())));
        }
        return new ReportTables(
                List.of("class", "faces", "precision", "recall", "recall, 95 %", "F1"), rows);
    }

    /** Rows are the true classes, columns the predicted. */
    static ReportTables confusion(ConfusionMatrix confusion) {
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(confusion.labels().labels());
        List<List<String>> rows = new ArrayList<>();
        long[][] counts = confusion.toArray();
        for (int i = 0; i < counts.length; i++) {
            List<String> row = new ArrayList<>(List.of(confusion.labels().labels().get(i)));
            for (long count : counts[i]) {
                row.add(Long.toString(count));
            }
            rows.add(row);
        }
        return new ReportTables(header, rows);
    }

    static ReportTables coverage(CoverageCurve curve) {
        List<List<String>> rows = new ArrayList<>();
        for (double coverage : COVERAGES) {
            CoverageCurve.Point point = curve.at(coverage);
            rows.add(
                    List.of(
                            format("%.0f %%", 100 * point.coverage()),
                            share(point.accuracy()),
                            share(point.threshold())));
        }
        return new ReportTables(List.of("answers the surest", "accuracy", "confidence from"), rows);
    }

    /** The bins that hold faces, before and after the temperature. */
    static ReportTables reliability(Pass pass) {
        List<Reliability.Bin> before = pass.raw().reliability().bins();
        List<Reliability.Bin> after = pass.calibrated().reliability().bins();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).count() + after.get(i).count() > 0) {
                rows.add(
                        List.of(
                                format(
                                        "%.2f to %.2f",
                                        before.get(i).lower(), before.get(i).upper()),
                                Long.toString(before.get(i).count()),
                                word(before.get(i), before.get(i).accuracy()),
                                word(before.get(i), before.get(i).meanConfidence()),
                                Long.toString(after.get(i).count()),
                                word(after.get(i), after.get(i).accuracy()),
                                word(after.get(i), after.get(i).meanConfidence())));
            }
        }
        return new ReportTables(
                List.of(
                        "confidence",
                        "faces",
                        "accuracy",
                        "mean confidence",
                        "faces, with temperature",
                        "accuracy",
                        "mean confidence"),
                rows);
    }

    private static String word(Reliability.Bin bin, double value) {
        return bin.count() == 0 ? "" : share(value);
    }
}
