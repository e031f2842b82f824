package io.github.fer4j.examples.web;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.ModelSpec;
import java.util.Locale;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the network expects, and what the server takes on. */
final class ModelRoute implements Route {
    private final byte[] answer;

    ModelRoute(EmotionRecognizer recognizer, WebSettings settings) {
        ModelSpec spec = recognizer.spec();
        Limits limits = settings.limits();
        answer =
                Answers.json(
                        json -> {
                            json.writeStartObject();
                            json.writeArrayFieldStart("labels");
                            for (Emotion emotion : spec.labels().emotions()) {
                                json.writeString(emotion.label());
                            }
                            json.writeEndArray();
                            json.writeObjectFieldStart("input");
                            json.writeNumberField("width", spec.width());
                            json.writeNumberField("height", spec.height());
                            json.writeNumberField("channels", spec.channels());
                            json.writeStringField(
                                    "colorOrder",
                                    spec.colorOrder().name().toLowerCase(Locale.ROOT));
                            json.writeEndObject();
                            json.writeNumberField("temperature", spec.temperature());
                            json.writeObjectFieldStart("limits");
                            json.writeNumberField("bodyBytes", limits.bodyBytes());
                            json.writeNumberField("pixels", limits.pixels());
                            json.writeNumberField("pictures", limits.pictures());
                            json.writeNumberField("liveFrameBytes", limits.liveFrameBytes());
                            json.writeNumberField(
                                    "liveFramesPerSecond", limits.liveFramesPerSecond());
                            json.writeEndObject();
                            json.writeBooleanField("stream", settings.source().isPresent());
                            json.writeEndObject();
                        });
    }

    @Override
    public void handle(Request request, Response response, Callback callback) {
        Answers.bytes(response, callback, Answers.JSON, answer);
    }
}
