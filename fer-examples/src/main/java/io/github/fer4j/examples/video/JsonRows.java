package io.github.fer4j.examples.video;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.video.FrameResult;
import io.github.fer4j.video.TrackedFace;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;

/** A JSON object a line, for each face and frame. A frame's lines are written whole, at once. */
final class JsonRows implements RowWriter {
    private final JsonFactory factory = new JsonFactory();
    private final Writer out;
    private final boolean closing;

    /**
     * @param out where to
     * @param closing whether it is closed with this
     */
    JsonRows(Writer out, boolean closing) {
        this.out = out;
        this.closing = closing;
    }

    @Override
    public void write(FrameResult frame) throws IOException {
        if (frame.faces().isEmpty()) {
            return;
        }
        StringWriter lines = new StringWriter();
        for (TrackedFace face : frame.faces()) {
            try (JsonGenerator json = factory.createGenerator(lines)) {
                write(json, frame, face);
            }
            lines.write('\n');
        }
        out.write(lines.toString());
        out.flush();
    }

    private static void write(JsonGenerator json, FrameResult frame, TrackedFace face)
            throws IOException {
        FaceBox box = face.face().box();
        json.writeStartObject();
        json.writeNumberField("frame", frame.index());
        json.writeNumberField("timeSeconds", Rounded.of(frame.seconds()));
        json.writeNumberField("track", face.trackId());
        json.writeObjectFieldStart("box");
        json.writeNumberField("x", box.x());
        json.writeNumberField("y", box.y());
        json.writeNumberField("width", box.width());
        json.writeNumberField("height", box.height());
        json.writeEndObject();
        json.writeNumberField("confidence", Rounded.of(face.face().confidence()));
        json.writeStringField("dominant", face.face().emotions().dominant().label());
        write(json, "emotions", face.face().emotions());
        write(json, "smoothed", face.smoothed());
        json.writeStringField("smoothedDominant", face.smoothed().dominant().label());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, EmotionScores scores)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<Emotion, Double> score : scores.asMap().entrySet()) {
            json.writeNumberField(score.getKey().label(), Rounded.of(score.getValue()));
        }
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        if (closing) {
            out.close();
        }
    }
}
