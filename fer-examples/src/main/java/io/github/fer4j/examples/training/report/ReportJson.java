package io.github.fer4j.examples.training.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.evaluation.ClassReport;
import io.github.fer4j.model.evaluation.ConfusionMatrix;
import io.github.fer4j.model.evaluation.CoverageCurve;
import io.github.fer4j.model.evaluation.Evaluation;
import io.github.fer4j.model.evaluation.Interval;
import io.github.fer4j.model.evaluation.Latency;
import io.github.fer4j.model.evaluation.McNemarTest;
import io.github.fer4j.model.evaluation.Reliability;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Writes a report's numbers into a JSON object. Shares are fractions of 1. */
public final class ReportJson {
    private static final int COVERAGE_STEPS = 10;

    private ReportJson() {}

    /**
     * @param report what to say
     * @param json stands inside an object
     * @throws IOException if a value cannot be written
     */
    public static void write(EvaluationReport report, JsonGenerator json) throws IOException {
        json.writeStringField("model", report.model().name());
        json.writeStringField("data", report.data());
        json.writeStringField("split", report.split());
        json.writeStringField("labelSource", report.labelSource());
        json.writeNumberField("skipped", report.skipped());
        Pass plain = report.model().plain();
        writePass(plain, json);
        writeTables(plain, json);
        writeMirrored(report.model(), json);
        Optional<EvaluatedModel> other = report.other();
        if (other.isPresent()) {
            json.writeObjectFieldStart("other");
            json.writeStringField("model", other.get().name());
            writePass(other.get().plain(), json);
            writeTables(other.get().plain(), json);
            writeMirrored(other.get(), json);
            json.writeEndObject();
            writeTest(report.comparison().orElseThrow(), json);
        }
    }

    private static void writePass(Pass pass, JsonGenerator json) throws IOException {
        Evaluation raw = pass.raw();
        Evaluation calibrated = pass.calibrated();
        json.writeNumberField("n", raw.size());
        json.writeNumberField("correct", raw.correct());
        json.writeNumberField("accuracy", raw.accuracy());
        writeInterval("accuracyInterval", raw.accuracyInterval(), json);
        json.writeNumberField("macroF1", raw.macroF1());
        json.writeNumberField("balancedAccuracy", raw.confusion().macroRecall());
        json.writeNumberField("logLoss", raw.logLoss());
        json.writeNumberField("logLossAfterTemperature", calibrated.logLoss());
        json.writeNumberField("ece", raw.reliability().expectedCalibrationError());
        json.writeNumberField(
                "eceAfterTemperature", calibrated.reliability().expectedCalibrationError());
        json.writeNumberField("temperature", pass.temperature().temperature());
        json.writeStringField("temperatureSource", pass.source().name().toLowerCase(Locale.ROOT));
        if (pass.batched().isPresent()) {
            json.writeObjectFieldStart("latency");
            writeLatency("batched", pass.batched().get(), json);
            json.writeNumberField("batchSize", pass.batchSize());
            if (pass.single().isPresent()) {
                writeLatency("single", pass.single().get(), json);
            }
            json.writeEndObject();
        }
    }

    private static void writeLatency(String field, Latency latency, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart(field);
        json.writeNumberField("medianMillisPerFace", latency.medianMillis());
        json.writeNumberField("p95MillisPerFace", latency.p95Millis());
        json.writeNumberField("meanMillisPerFace", latency.meanMillis());
        json.writeNumberField("runs", latency.runs());
        json.writeEndObject();
    }

    private static void writeMirrored(EvaluatedModel model, JsonGenerator json) throws IOException {
        if (model.mirrored().isPresent()) {
            json.writeObjectFieldStart("flip");
            writePass(model.mirrored().get(), json);
            json.writeEndObject();
        }
    }

    private static void writeTables(Pass pass, JsonGenerator json) throws IOException {
        ConfusionMatrix confusion = pass.raw().confusion();
        writeLabels(confusion.labels(), json);
        json.writeArrayFieldStart("confusion");
        for (long[] row : confusion.toArray()) {
            json.writeArray(row, 0, row.length);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("classes");
        for (ClassReport report : confusion.classes()) {
            json.writeStartObject();
            json.writeStringField("label", report.emotion().label());
            json.writeNumberField("support", report.support());
            json.writeNumberField("predicted", report.predicted());
            json.writeNumberField("precision", report.precision());
            json.writeNumberField("recall", report.recall());
            json.writeNumberField("f1", report.f1());
            if (report.support() > 0) {
                writeInterval(
                        "recallInterval",
                        Interval.wilson(report.correct(), report.support()),
                        json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        Evaluation calibrated = pass.calibrated();
        writeReliability("reliability", pass.raw().reliability(), json);
        writeReliability("reliabilityAfterTemperature", calibrated.reliability(), json);
        CoverageCurve curve = calibrated.coverage();
        json.writeArrayFieldStart("coverage");
        for (int step = 1; step <= COVERAGE_STEPS; step++) {
            CoverageCurve.Point point = curve.at((double) step / COVERAGE_STEPS);
            json.writeStartObject();
            json.writeNumberField("coverage", point.coverage());
            json.writeNumberField("accuracy", point.accuracy());
            json.writeNumberField("threshold", point.threshold());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("areaUnderRiskCoverage", curve.areaUnderRisk());
    }

    private static void writeLabels(LabelOrder labels, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("labels");
        for (String label : labels.labels()) {
            json.writeString(label);
        }
        json.writeEndArray();
    }

    private static void writeReliability(String field, Reliability reliability, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (Reliability.Bin bin : reliability.bins()) {
            json.writeStartObject();
            json.writeNumberField("lower", bin.lower());
            json.writeNumberField("upper", bin.upper());
            json.writeNumberField("count", bin.count());
            json.writeNumberField("confidence", bin.meanConfidence());
            json.writeNumberField("accuracy", bin.accuracy());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeInterval(String field, Interval interval, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(field);
        json.writeNumber(interval.lower());
        json.writeNumber(interval.upper());
        json.writeEndArray();
    }

    private static void writeTest(McNemarTest test, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("mcnemar");
        json.writeNumberField("bothRight", test.bothRight());
        json.writeNumberField("onlyModelRight", test.onlyFirstRight());
        json.writeNumberField("onlyOtherRight", test.onlySecondRight());
        json.writeNumberField("bothWrong", test.bothWrong());
        json.writeStringField("test", test.isExact() ? "exact" : "chi-squared");
        json.writeNumberField("statistic", test.statistic());
        json.writeNumberField("pValue", test.pValue());
        json.writeEndObject();
    }
}
