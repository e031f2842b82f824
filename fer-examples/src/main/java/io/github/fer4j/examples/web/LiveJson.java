package io.github.fer4j.examples.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.fer4j.AnalysisJson;
import io.github.fer4j.examples.web.AnalysisPool.Timed;
import io.github.fer4j.video.FrameResult;
import io.github.fer4j.video.TrackedFace;
import java.io.IOException;

/** What a live client is told about a frame. */
final class LiveJson {
    private LiveJson() {}

    /**
     * A frame's size and faces.
     *
     * @param width columns
     * @param height rows
     * @param result its faces
     */
    record Picture(int width, int height, FrameResult result) {}

    static byte[] result(long number, long skipped, Timed<Picture> timed) {
        return Answers.json(
                json -> {
                    Picture picture = timed.value();
                    begin(json, "result", number, skipped);
                    json.writeNumberField("width", picture.width());
                    json.writeNumberField("height", picture.height());
                    json.writeNumberField("timeSeconds", rounded(picture.result().seconds(), 1e3));
                    json.writeArrayFieldStart("faces");
                    for (TrackedFace face : picture.result().faces()) {
                        write(json, face);
                    }
                    json.writeEndArray();
                    json.writeObjectFieldStart("millis");
                    json.writeNumberField("wait", rounded(timed.waitMillis(), 10));
                    json.writeNumberField("decode", rounded(timed.decodeMillis(), 10));
                    json.writeNumberField("analyze", rounded(timed.analyzeMillis(), 10));
                    json.writeEndObject();
                    json.writeEndObject();
                });
    }

    static byte[] error(long number, long skipped, Problem problem) {
        return Answers.json(
                json -> {
                    begin(json, "error", number, skipped);
                    json.writeNumberField("status", problem.status());
                    json.writeStringField("code", problem.code());
                    json.writeStringField("detail", problem.detail());
                    json.writeEndObject();
                });
    }

    private static void begin(JsonGenerator json, String type, long number, long skipped)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeNumberField("seq", number);
        json.writeNumberField("skipped", skipped);
    }

    private static void write(JsonGenerator json, TrackedFace face) throws IOException {
        json.writeStartObject();
        json.writeNumberField("track", face.trackId());
        AnalysisJson.writeFaceFields(json, face.face());
        json.writeStringField("smoothedDominant", face.smoothed().dominant().label());
        json.writeFieldName("smoothed");
        AnalysisJson.writeScores(json, face.smoothed());
        json.writeNumberField("ageSeconds", rounded(face.age().toNanos() / 1e9, 1e3));
        json.writeEndObject();
    }

    private static double rounded(double value, double decimals) {
        return Math.round(value * decimals) / decimals;
    }
}
