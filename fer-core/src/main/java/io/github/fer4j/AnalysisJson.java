package io.github.fer4j;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.detect.Landmarks;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.EmotionScores;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/**
 * Results as JSON, one line each:
 *
 * <pre>
 * {"file":"group.jpg","width":640,"height":480,"faces":[{"box":{"x":10,"y":20,"width":64,
 * "height":64},"confidence":5.5,"dominant":"happy","emotions":{"angry":0.01,…}}]}
 * </pre>
 *
 * <p>{@code emotions} are in the network's order. A face that has landmarks has {@code
 * "landmarks":{"leftEye":{"x":30.5,"y":40.2},…}}, an analysis that has warnings {@code
 * "warnings":["…"]}. Probabilities and confidences have six decimals, landmarks two.
 */
public final class AnalysisJson {
    private static final double SIX_DECIMALS = 1e6;
    private static final double TWO_DECIMALS = 1e2;
    private static final JsonFactory FACTORY = new JsonFactory();

    private AnalysisJson() {}

    /**
     * @param analysis what was found in a picture that has no name
     * @return an object without {@code file}
     */
    public static String of(ImageAnalysis analysis) {
        return write(json -> writeAnalysis(json, analysis));
    }

    /**
     * @param file what the picture is called
     * @param analysis what was found in it
     * @return an object with all of it
     */
    public static String of(String file, ImageAnalysis analysis) {
        Objects.requireNonNull(file, "file");
        return write(
                json -> {
                    json.writeStringField("file", file);
                    writeAnalysis(json, analysis);
                });
    }

    /**
     * @param file what the picture is called
     * @param message why there is no result
     * @return an object {@code {"file":…,"error":…}}
     */
    public static String ofError(String file, String message) {
        return write(
                json -> {
                    json.writeStringField("file", Objects.requireNonNull(file, "file"));
                    json.writeStringField("error", Objects.requireNonNull(message, "message"));
                });
    }

    /**
     * Writes one face, for results that hold more than a picture's.
     *
     * @param json where to, at a place for a value
     * @param face a face
     * @throws IOException if writing fails
     */
    public static void writeFace(JsonGenerator json, FaceResult face) throws IOException {
        json.writeStartObject();
        writeFaceFields(json, face);
        json.writeEndObject();
    }

    /**
     * Writes the fields of one face, for objects that say more about it.
     *
     * @param json where to, inside an object
     * @param face a face
     * @throws IOException if writing fails
     */
    public static void writeFaceFields(JsonGenerator json, FaceResult face) throws IOException {
        FaceBox box = face.box();
        json.writeObjectFieldStart("box");
        json.writeNumberField("x", box.x());
        json.writeNumberField("y", box.y());
        json.writeNumberField("width", box.width());
        json.writeNumberField("height", box.height());
        json.writeEndObject();
        json.writeNumberField("confidence", rounded(face.confidence(), SIX_DECIMALS));
        if (face.landmarks().isPresent()) {
            writeLandmarks(json, face.landmarks().get());
        }
        json.writeStringField("dominant", face.emotions().dominant().label());
        json.writeFieldName("emotions");
        writeScores(json, face.emotions());
    }

    /**
     * Writes probabilities, for results that hold more than a picture's.
     *
     * @param json where to, at a place for a value
     * @param scores an object with a field for each emotion
     * @throws IOException if writing fails
     */
    public static void writeScores(JsonGenerator json, EmotionScores scores) throws IOException {
        json.writeStartObject();
        for (Map.Entry<Emotion, Double> score : scores.asMap().entrySet()) {
            json.writeNumberField(score.getKey().label(), rounded(score.getValue(), SIX_DECIMALS));
        }
        json.writeEndObject();
    }

    private static void writeAnalysis(JsonGenerator json, ImageAnalysis analysis)
            throws IOException {
        json.writeNumberField("width", analysis.width());
        json.writeNumberField("height", analysis.height());
        json.writeArrayFieldStart("faces");
        for (FaceResult face : analysis) {
            writeFace(json, face);
        }
        json.writeEndArray();
        if (!analysis.warnings().isEmpty()) {
            json.writeArrayFieldStart("warnings");
            for (String warning : analysis.warnings()) {
                json.writeString(warning);
            }
            json.writeEndArray();
        }
    }

    private static void writeLandmarks(JsonGenerator json, Landmarks landmarks) throws IOException {
        json.writeObjectFieldStart("landmarks");
        writePoint(json, "leftEye", landmarks.leftEye());
        writePoint(json, "rightEye", landmarks.rightEye());
        writePoint(json, "nose", landmarks.nose());
        writePoint(json, "leftMouthCorner", landmarks.leftMouthCorner());
        writePoint(json, "rightMouthCorner", landmarks.rightMouthCorner());
        json.writeEndObject();
    }

    private static void writePoint(JsonGenerator json, String name, Landmarks.Point point)
            throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("x", rounded(point.x(), TWO_DECIMALS));
        json.writeNumberField("y", rounded(point.y(), TWO_DECIMALS));
        json.writeEndObject();
    }

    private static double rounded(double value, double decimals) {
        return Double.isFinite(value) && Math.abs(value) < Long.MAX_VALUE / decimals
                ? Math.round(value * decimals) / decimals
                : value;
    }

    private static String write(Content content) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            content.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter throws none
        }
        return line.toString();
    }

    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
