package io.github.fer4j.examples.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Where a browser gives the token once, for a cookie: neither an {@code <img>} nor a WebSocket can
 * carry a header.
 */
final class SessionRoute {
    static final String PATH = "/api/v1/session";

    private static final int MOST_BYTES = 8192;

    private final Tokens tokens;
    private final AnalysisPool pool;
    private final Limits limits;
    private final Semaphore budget = new Semaphore(1024);

    SessionRoute(Tokens tokens, AnalysisPool pool, Limits limits) {
        this.tokens = tokens;
        this.pool = pool;
        this.limits = limits;
    }

    Routes addTo(Routes routes) {
        return routes.addGet(PATH, this::show)
                .add("POST", PATH, this::begin)
                .add("DELETE", PATH, this::end);
    }

    private void show(Request request, Response response, Callback callback) {
        Answers.json(
                response,
                callback,
                json -> {
                    json.writeStartObject();
                    json.writeBooleanField("tokenRequired", tokens.areRequired());
                    json.writeBooleanField("authenticated", tokens.isKnown(request));
                    json.writeEndObject();
                });
    }

    private void begin(Request request, Response response, Callback callback) {
        BodyReader.read(request, MOST_BYTES, limits, budget)
                .whenComplete(
                        (body, failure) -> {
                            if (failure != null) {
                                Answers.problem(response, callback, Problems.of(failure));
                                return;
                            }
                            BodyReader.release(body, budget);
                            token(body)
                                    .ifPresentOrElse(
                                            token ->
                                                    answer(
                                                            response,
                                                            callback,
                                                            tokens.matches(token)),
                                            () -> Answers.problem(response, callback, noToken()));
                        });
    }

    private void answer(Response response, Callback callback, boolean matches) {
        if (matches) {
            Response.addCookie(response, tokens.cookie());
            Answers.empty(response, callback);
        } else {
            TokenGuard.refuseLate(pool, response, callback);
        }
    }

    private static Problem noToken() {
        return new Problem(
                HttpStatus.BAD_REQUEST_400, "bad-json", "the body must be {\"token\":\"…\"}");
    }

    private static Optional<String> token(byte[] body) {
        try (JsonParser json = new JsonFactory().createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT
                    && "token".equals(json.nextFieldName())
                    && json.nextToken() == JsonToken.VALUE_STRING) {
                String text = json.getText();
                if (json.nextToken() == JsonToken.END_OBJECT) {
                    return Optional.of(text);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void end(Request request, Response response, Callback callback) {
        Response.addCookie(response, tokens.noCookie());
        Answers.empty(response, callback);
    }
}
