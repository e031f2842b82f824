package io.github.fer4j.examples.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes whole answers. None of them is to be kept by anybody on the way. */
final class Answers {
    static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final JsonFactory FACTORY = new JsonFactory();

    private Answers() {}

    /** Writes JSON's tokens. */
    interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static byte[] json(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a ByteArrayOutputStream throws none
        }
        return bytes.toByteArray();
    }

    static void json(Response response, Callback callback, Content content) {
        bytes(response, callback, JSON, json(content));
    }

    static void bytes(Response response, Callback callback, String type, byte[] body) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    static void empty(Response response, Callback callback) {
        response.setStatus(HttpStatus.NO_CONTENT_204);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, null, callback);
    }

    static void problem(Response response, Callback callback, Problem problem) {
        if (response.isCommitted()) {
            callback.failed(problem.asException());
            return;
        }
        response.setStatus(problem.status());
        problem.retryAfter()
                .ifPresent(
                        after ->
                                response.getHeaders()
                                        .put(
                                                HttpHeader.RETRY_AFTER,
                                                Math.max(1, after.toSeconds())));
        byte[] body =
                json(
                        json -> {
                            json.writeStartObject();
                            problem.writeFields(json);
                            json.writeEndObject();
                        });
        bytes(response, callback, PROBLEM_JSON, body);
    }
}
