package io.github.fer4j.examples.training.report;

import static io.github.fer4j.examples.training.report.Html.escape;
import static io.github.fer4j.examples.training.report.ReportText.format;

import io.github.fer4j.examples.training.chart.FacePictures;
import io.github.fer4j.examples.training.diagram.Chart;
import io.github.fer4j.examples.training.diagram.Ink;
import io.github.fer4j.model.dataset.LabeledFace;
import io.github.fer4j.model.evaluation.Evaluation;
import io.github.fer4j.model.evaluation.Interval;
import io.github.fer4j.model.evaluation.Mistake;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Writes a report as one HTML page that holds all it shows and asks no other place for anything:
 * its own policy forbids it.
 */
public final class ReportPage {
    private static final String STYLE =
            """
            :root{color-scheme:light dark}
            *{box-sizing:border-box}
            body{margin:0;background:var(--chart-paper);color:var(--chart-text);
            font:16px/1.5 system-ui,sans-serif}
            main{max-width:1040px;margin:0 auto;padding:24px 16px 48px}
            h1{font-size:1.6rem;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
            h2{font-size:1.2rem;margin:40px 0 8px}
            p{margin:8px 0;max-width:72ch;overflow-wrap:anywhere}
            .muted,figcaption,caption{color:var(--chart-muted)}
            nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;list-style:none}
            a{color:var(--chart-first)}
            .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;
            margin:20px 0;padding:0}
            .tiles>div{border:1px solid var(--chart-grid);border-radius:8px;padding:12px}
            .tiles dt{color:var(--chart-muted);font-size:.875rem}
            .tiles dd{margin:0;font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums}
            .tiles dd+dd{font-size:.875rem;font-weight:400;color:var(--chart-muted)}
            .scroll{overflow-x:auto;margin:12px 0}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}
            caption{text-align:left;padding:4px 0;font-size:.875rem}
            th,td{padding:6px 10px;text-align:right;border-bottom:1px solid var(--chart-grid);
            white-space:nowrap}
            th[scope=row],thead td{text-align:left;font-weight:500}
            thead th{font-size:.875rem;color:var(--chart-muted);font-weight:500}
            .chart svg{min-width:440px}
            svg{display:block;width:100%;height:auto;font-family:system-ui,sans-serif}
            .faces{display:grid;grid-template-columns:repeat(auto-fill,minmax(112px,1fr));gap:16px;
            padding:0;list-style:none}
            .faces img{width:100%;max-width:144px;height:auto;image-rendering:pixelated;
            border-radius:4px;display:block}
            .faces li{font-size:.8125rem;line-height:1.35;overflow-wrap:anywhere}
            details{margin:8px 0}summary{cursor:pointer}
            :focus-visible{outline:3px solid var(--chart-first);outline-offset:2px}
            @media print{details>*{display:block}}
            """;

    private ReportPage() {}

    /**
     * @param report what to say
     * @return the page
     */
    public static String write(EvaluationReport report) {
        Html page = new Html();
        String title = "Evaluation of " + report.model().name();
        page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
                .raw(" img-src data:; style-src 'unsafe-inline'\">\n")
                .raw("<link rel=\"icon\" href=\"data:,\">\n")
                .raw("<title>" + escape(title) + "</title>\n<style>\n")
                .raw(Ink.css() + STYLE)
                .raw("</style>\n</head>\n<body>\n<main>\n<h1>" + escape(title) + "</h1>\n");
        writeSummary(page, report);
        writeFigures(page, report);
        writeClasses(page, report);
        writeCalibration(page, report.model().plain());
        writeCoverage(page, report);
        writeMistakes(page, report);
        writeMeaning(page);
        return page.raw("</main>\n</body>\n</html>\n").toString();
    }

    private static void writeSummary(Html page, EvaluationReport report) {
        Pass plain = report.model().plain();
        Evaluation raw = plain.raw();
        page.raw("<p class=\"muted\">")
                .raw(
                        escape(
                                format(
                                        "%s, %s: %,d faces, labels: %s%s.",
                                        report.data(),
                                        report.split(),
                                        raw.size(),
                                        report.labelSource(),
                                        report.skipped() == 0
                                                ? ""
                                                : format(
                                                        "; %,d unreadable ones left out",
                                                        report.skipped()))))
                .raw("</p>\n");
        page.raw("<dl class=\"tiles\">\n");
        Interval interval = raw.accuracyInterval();
        tile(
                page,
                "accuracy",
                format("%.2f %%", 100 * raw.accuracy()),
                format("95 %%: %.1f to %.1f %%", 100 * interval.lower(), 100 * interval.upper()));
        report.model()
                .mirrored()
                .ifPresent(
                        pass ->
                                tile(
                                        page,
                                        "with mirror image",
                                        format("%.2f %%", 100 * pass.raw().accuracy()),
                                        "average of both answers"));
        tile(page, "macro-F1", format("%.3f", raw.macroF1()), "mean over the classes");
        tile(
                page,
                "calibration error",
                format("%.3f", plain.calibrated().reliability().expectedCalibrationError()),
                format("%.3f without temperature", raw.reliability().expectedCalibrationError()));
        tile(
                page,
                "temperature",
                format("%.2f", plain.temperature().temperature()),
                switch (plain.source()) {
                    case VALIDATION -> "fitted on validation";
                    case MODEL -> "the network's own";
                    case NAMED -> "named by the user";
                });
        plain.batched()
                .ifPresent(
                        time ->
                                tile(
                                        page,
                                        "time for a face",
                                        format("%.1f ms", time.medianMillis()),
                                        format("median, %d at once", plain.batchSize())));
        page.raw("</dl>\n");
    }

    private static void tile(Html page, String name, String value, String detail) {
        page.raw(
                "<div><dt>%s</dt><dd>%s</dd><dd>%s</dd></div>\n"
                        .formatted(escape(name), escape(value), escape(detail)));
    }

    private static void writeFigures(Html page, EvaluationReport report) {
        page.heading("figures", "All figures");
        table(page, "Figures", ReportTables.figures(report));
        report.other().ifPresent(other -> page.paragraph("Other: " + other.name() + "."));
        report.comparison().ifPresent(test -> page.paragraph(ReportText.words(report, test)));
        page.paragraph("Temperature: " + report.model().plain().source().words() + ".");
        if (report.model().plain().source() == TemperatureSource.VALIDATION
                && report.split().equals("validation")) {
            page.paragraph(
                    "The temperature was fitted on these very faces: one number for all of them, so"
                            + " that the figures with temperature are hardly flattered.");
        }
    }

    private static void writeClasses(Html page, EvaluationReport report) {
        Evaluation raw = report.model().plain().raw();
        page.heading("classes", "Classes");
        table(
                page,
                "Precision, recall and F1 of each class",
                ReportTables.classes(raw.confusion()));
        page.heading("confusion", "Confusion");
        chart(page, ReportCharts.confusion(raw));
        page.raw("<details><summary>The same as a table</summary>\n");
        table(
                page,
                "Confusion matrix: rows true, columns predicted",
                ReportTables.confusion(raw.confusion()));
        page.raw("</details>\n");
        report.other()
                .ifPresent(
                        other -> {
                            Evaluation answers = other.plain().raw();
                            page.raw("<details><summary>Of the other network</summary>\n");
                            chart(page, ReportCharts.confusion(answers));
                            table(
                                    page,
                                    "Confusion matrix of " + other.name(),
                                    ReportTables.confusion(answers.confusion()));
                            page.raw("</details>\n");
                        });
    }

    private static void writeCalibration(Html page, Pass pass) {
        page.heading("calibration", "Calibration");
        page.paragraph(
                "Points on the dashed diagonal are answers whose confidence is their accuracy;"
                        + " above it the network is less sure than it could be. The bars below say"
                        + " how many faces stand behind a point.");
        chart(page, ReportCharts.reliability(pass));
        page.raw("<details><summary>The same as a table</summary>\n");
        table(page, "Bins of the confidence", ReportTables.reliability(pass));
        page.raw("</details>\n");
    }

    private static void writeCoverage(Html page, EvaluationReport report) {
        page.heading("coverage", "Accuracy over coverage");
        page.paragraph(
                "If only the faces of which the network is surest are answered and the others are"
                        + " left open, how many of the answers are right?");
        chart(page, ReportCharts.coverage(report));
        table(
                page,
                "Accuracy on the surest faces",
                ReportTables.coverage(report.model().plain().calibrated().coverage()));
    }

    private static void writeMistakes(Html page, EvaluationReport report) {
        List<Mistake> mistakes =
                report.model().plain().calibrated().mistakes(EvaluationReport.SHOWN_MISTAKES);
        page.heading("errors", "The %d most confident errors".formatted(mistakes.size()));
        page.paragraph(
                "Some of these are errors of the labels. The confidence is that with temperature.");
        page.raw("<ul class=\"faces\">\n");
        for (Mistake mistake : mistakes) {
            LabeledFace face = report.faces().face(mistake.index());
            String words =
                    format(
                            "labelled %s, answered %s (%.1f %%)",
                            mistake.truth().label(),
                            mistake.predicted().label(),
                            100 * mistake.confidence());
            page.raw(
                    "<li><img src=\"%s\" alt=\"A face %s\" width=\"%d\" height=\"%d\">%s<br><span class=\"muted\">%s</span></li>\n"
                            .formatted(
                                    dataUri(FacePictures.of(face)),
                                    escape(words),
                                    face.width(),
                                    face.height(),
                                    escape(words),
                                    escape(shortened(face.origin()))));
        }
        page.raw("</ul>\n");
    }

    private static String shortened(String origin) {
        int start = origin.length() - 40;
        return start <= 0 ? origin : "…" + origin.substring(start);
    }

    private static void writeMeaning(Html page) {
        page.heading("meaning", "What the figures are");
        page.raw("<dl>\n");
        for (String[] entry :
                new String[][] {
                    {
                        "accuracy",
                        "the share of faces whose likeliest class is their label; its interval is"
                                + " Wilson's, of 95 %"
                    },
                    {
                        "macro-F1",
                        "the mean of the classes' F1, each the harmonic mean of precision and"
                                + " recall; every class counts the same"
                    },
                    {
                        "log-loss",
                        "the mean of -ln p of the label's probability p, which is kept 2^-52 away"
                                + " from 0 and 1"
                    },
                    {
                        "calibration error",
                        "expected calibration error: the mean distance between confidence and"
                                + " accuracy in 15 bins of equal width (Guo et al. 2017)"
                    },
                    {
                        "temperature",
                        "what the logits are divided by before the softmax; it changes no answer,"
                                + " only how sure it is"
                    },
                    {
                        "time for a face",
                        "on the machine that made this report, whatever else it was doing; resizing"
                                + " and scaling included, reading files not"
                    }
                }) {
            page.raw("<dt><strong>" + escape(entry[0]) + "</strong></dt><dd>")
                    .raw(escape(entry[1]) + "</dd>\n");
        }
        page.raw("</dl>\n");
        page.paragraph(
                "A label says what annotators saw in a picture, not what the person felt; a figure"
                        + " of this page says how well a network agrees with them on such"
                        + " pictures, and nothing about others.");
    }

    private static void table(Html page, String caption, ReportTables table) {
        page.table(caption, table.header(), table.rows());
    }

    private static void chart(Html page, Chart chart) {
        page.raw("<div class=\"scroll chart\" tabindex=\"0\">").raw(chart.toSvg()).raw("</div>\n");
    }

    private static String dataUri(BufferedImage picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
    }
}
