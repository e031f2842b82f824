package io.github.fer4j.examples.training.report;

import io.github.fer4j.examples.training.diagram.Chart;
import io.github.fer4j.examples.training.diagram.HeatTable;
import io.github.fer4j.examples.training.diagram.Ink;
import io.github.fer4j.examples.training.diagram.LineChart;
import io.github.fer4j.model.evaluation.ConfusionMatrix;
import io.github.fer4j.model.evaluation.CoverageCurve;
import io.github.fer4j.model.evaluation.Evaluation;
import io.github.fer4j.model.evaluation.Reliability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The charts of a report. */
final class ReportCharts {
    /** More points than these cannot be told apart on a chart. */
    private static final int COVERAGE_POINTS = 200;

    private ReportCharts() {}

    static Chart confusion(Evaluation evaluation) {
        ConfusionMatrix confusion = evaluation.confusion();
        return new HeatTable(
                "Confusion matrix",
                "true",
                "predicted",
                confusion.labels().labels(),
                confusion.toArray());
    }

    /** Before and after the temperature. */
    static Chart reliability(Pass pass) {
        Reliability after = pass.calibrated().reliability();
        return new LineChart("Reliability", "confidence", "accuracy", 0, true)
                .bars(after.bins().stream().mapToDouble(Reliability.Bin::count).toArray())
                .add(line("without temperature", Ink.SECOND, true, pass.raw().reliability()))
                .add(line("with temperature", Ink.FIRST, false, after));
    }

    private static LineChart.Series line(
            String name, Ink ink, boolean dashed, Reliability reliability) {
        List<Reliability.Bin> bins =
                reliability.bins().stream().filter(bin -> bin.count() > 0).toList();
        return new LineChart.Series(
                name,
                ink,
                dashed,
                true,
                bins.stream().mapToDouble(Reliability.Bin::meanConfidence).toArray(),
                bins.stream().mapToDouble(Reliability.Bin::accuracy).toArray());
    }

    static Chart coverage(EvaluationReport report) {
        List<LineChart.Series> lines = new ArrayList<>();
        lines.add(line("network", Ink.FIRST, false, report.model().plain()));
        report.model()
                .mirrored()
                .ifPresent(pass -> lines.add(line("flip averaged", Ink.THIRD, false, pass)));
        report.other()
                .ifPresent(other -> lines.add(line("other", Ink.SECOND, true, other.plain())));
        double least =
                lines.stream().flatMapToDouble(line -> Arrays.stream(line.ys())).min().orElse(0);
        double lowest = Math.min(0.8, Math.floor(least * 5) / 5);
        LineChart chart =
                new LineChart(
                        "Accuracy over coverage",
                        "share of faces answered, the surest first",
                        "accuracy",
                        lowest,
                        false);
        lines.forEach(chart::add);
        return chart;
    }

    private static LineChart.Series line(String name, Ink ink, boolean dashed, Pass pass) {
        CoverageCurve curve = pass.calibrated().coverage();
        List<CoverageCurve.Point> points = new ArrayList<>();
        for (int i = 1; i <= COVERAGE_POINTS; i++) {
            CoverageCurve.Point point = curve.at((double) i / COVERAGE_POINTS);
            if (points.isEmpty() || !points.get(points.size() - 1).equals(point)) {
                points.add(point);
            }
        }
        return new LineChart.Series(
                name,
                ink,
                dashed,
                false,
                points.stream().mapToDouble(CoverageCurve.Point::coverage).toArray(),
                points.stream().mapToDouble(CoverageCurve.Point::accuracy).toArray());
    }
}
