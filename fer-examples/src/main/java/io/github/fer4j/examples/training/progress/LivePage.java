package io.github.fer4j.examples.training.progress;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.fer4j.examples.training.loop.TrainingListener.StepResult;
import io.github.fer4j.model.FerException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A page in the browser with the curves of a training while it runs. It is served to this machine
 * alone and asks no other place for anything.
 */
public final class LivePage implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Map<String, String> FILES =
            Map.of("/", "live.html", "/live.js", "live.js", "/live.css", "live.css");
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HttpServer server;
    private final ExecutorService threads;
    private final String title;
    private final int epochs;
    private volatile History history = new History(List.of());
    private volatile Optional<StepResult> step = Optional.empty();
    private volatile double secondsLeft;
    private volatile boolean finished;

    private LivePage(HttpServer server, ExecutorService threads, String title, int epochs) {
        this.server = server;
        this.threads = threads;
        this.title = title;
        this.epochs = epochs;
    }

    /**
     * @param port where, 0 for any that is free
     * @param title what is trained
     * @param epochs how many epochs there are in all
     * @return the page, served until it is closed
     * @throws FerException if the port cannot be had
     */
    public static LivePage open(int port, String title, int epochs) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ExecutorService threads =
                    Executors.newSingleThreadExecutor(
                            task -> {
                                Thread thread = new Thread(task, "fer-live-page");
                                thread.setDaemon(true);
                                return thread;
                            });
            LivePage page = new LivePage(server, threads, title, epochs);
            server.setExecutor(threads);
            server.createContext("/", page::answer);
            server.start();
            return page;
        } catch (IOException e) {
            throw new FerException(
                    "cannot serve the page on port %d: %s".formatted(port, e.getMessage()), e);
        }
    }

    /**
     * @return where the page is
     */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /**
     * Shows how a step went.
     *
     * @param result how
     * @param left how many seconds the rest will take
     */
    public void step(StepResult result, double left) {
        secondsLeft = left;
        step = Optional.of(result);
    }

    /**
     * Shows the epochs so far.
     *
     * @param epochsSoFar those
     * @param isFinished whether there are no more
     */
    public void history(History epochsSoFar, boolean isFinished) {
        history = epochsSoFar;
        finished = isFinished;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isOurs(exchange)) {
                send(exchange, 403, "text/plain", bytes("this page is for this machine alone"));
                return;
            }
            String path = exchange.getRequestURI().getPath();
            if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, 405, "text/plain", bytes("only GET is answered"));
            } else if (path.equals("/progress.json")) {
                send(exchange, 200, "application/json", MAPPER.writeValueAsBytes(json()));
            } else if (FILES.containsKey(path)) {
                String name = FILES.get(path);
                String kind = name.substring(name.lastIndexOf('.') + 1);
                String type = kind.equals("js") ? "text/javascript" : "text/" + kind;
                send(exchange, 200, type, file(name));
            } else {
                send(exchange, 404, "text/plain", bytes("there is no " + path));
            }
        }
    }

    /** A page of another origin that resolves its own name to this machine must not read here. */
    private boolean isOurs(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        int port = server.getAddress().getPort();
        return host != null
                && (host.equals("127.0.0.1:" + port) || host.equals("localhost:" + port));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = LivePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing from the class path");
            }
            return in.readAllBytes();
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private ObjectNode json() {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("title", title).put("epochs", epochs).put("finished", finished);
        step.ifPresent(
                result -> {
                    json.set("step", MAPPER.valueToTree(result));
                    json.put("secondsLeft", Math.round(secondsLeft));
                });
        ArrayNode rows = json.putArray("history");
        history.epochs().forEach(epoch -> rows.add(MAPPER.<ObjectNode>valueToTree(epoch)));
        return json;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
