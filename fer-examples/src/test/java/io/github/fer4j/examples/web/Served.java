package io.github.fer4j.examples.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.examples.AnalyzeImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A server for a test, on a port of its own, and ways to ask it. */
final class Served implements AutoCloseable {
    static final String ANALYZE = "/api/v1/analyze";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final FerServer server;

    private Served(FerServer server) {
        this.server = server;
    }

    /** One for all tests: it is thread-safe and takes a second to make. */
    private static final class Shared {
        private static final EmotionRecognizer RECOGNIZER = EmotionRecognizer.create();
    }

    static EmotionRecognizer recognizer() {
        return Shared.RECOGNIZER;
    }

    static Served start() {
        return start(UnaryOperator.identity());
    }

    static Served start(UnaryOperator<Limits.Builder> limits) {
        return start(WebSettings.builder().limits(limits.apply(Limits.builder()).build()));
    }

    static Served start(WebSettings.Builder settings) {
        return start(settings, recognizer());
    }

    static Served start(WebSettings.Builder settings, EmotionRecognizer recognizer) {
        try {
            return new Served(FerServer.start(settings.port(0).build(), recognizer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] astronaut() {
        try (InputStream in = AnalyzeImage.class.getResourceAsStream("astronaut.png")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri(String path) {
        return server.uri().resolve(path);
    }

    FerServer server() {
        return server;
    }

    /** What came back. */
    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        byte[] bytes() {
            return response.body();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return Served.json(text());
        }

        /** The code of a problem, which is well-formed. */
        String code() {
            JsonNode problem = json();
            if (!header("Content-Type").equals("application/problem+json")
                    || problem.get("status").asInt() != status()
                    || problem.get("title").asText().isEmpty()
                    || problem.get("detail").asText().isEmpty()) {
                throw new AssertionError("no problem: " + header("Content-Type") + " " + text());
            }
            return problem.get("code").asText();
        }
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    Answer get(String path, String... headers) {
        return ask("GET", path, new byte[0], headers);
    }

    Answer post(String path, byte[] body, String... headers) {
        return ask("POST", path, body, headers);
    }

    /** Does not wait for what comes back. */
    CompletableFuture<HttpResponse<String>> postLater(String path, byte[] body) {
        return CLIENT.sendAsync(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    Answer ask(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(30))
                        .method(
                                method,
                                body.length == 0 && !method.equals("POST")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A gauge of {@code /metrics}. */
    double metric(String name) {
        return get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    HttpClient client() {
        return CLIENT;
    }

    Socket socket() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.uri().getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** Writes bytes as they are and returns all that comes back until the server closes. */
    String raw(String request) throws IOException {
        return raw(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    String raw(byte[] request) throws IOException {
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
