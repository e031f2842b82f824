package io.github.fer4j.examples.web;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.video.VideoEmotionRecognizer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** Live frames over a WebSocket. */
final class LiveRoute implements Route {
    private final ServerWebSocketContainer container;
    private final VideoEmotionRecognizer recognizer;
    private final AnalysisPool pool;
    private final Limits limits;
    private final Semaphore places;
    private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();

    LiveRoute(Server server, EmotionRecognizer recognizer, AnalysisPool pool, Limits limits) {
        this.recognizer = VideoEmotionRecognizer.over(recognizer);
        this.pool = pool;
        this.limits = limits;
        this.places = new Semaphore(limits.liveClients());
        this.container = ServerWebSocketContainer.ensure(server);
        container.setMaxOutgoingFrames(8);
        container.setIdleTimeout(Duration.ofMillis(limits.liveIdleMillis()));
        // Frames come in parts, and the client counts them.
        container.setAutoFragment(true);
    }

    int clients() {
        return clients.size();
    }

    @Override
    public void handle(Request request, Response response, Callback callback) {
        if (!"websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE))) {
            response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
            Answers.problem(
                    response,
                    callback,
                    new Problem(
                            HttpStatus.UPGRADE_REQUIRED_426,
                            "upgrade-required",
                            "this is a WebSocket: binary JPEG in, JSON out"));
            return;
        }
        if (!places.tryAcquire()) {
            Answers.problem(
                    response,
                    callback,
                    Problem.busy("too-many-live", "too many live connections are open"));
            return;
        }
        LiveClient client = new LiveClient(recognizer.session(), pool, limits, this::leave);
        clients.add(client);
        boolean upgraded = false;
        try {
            upgraded =
                    container.upgrade(
                            (asked, answer, done) -> {
                                // Compressing JPEGs gains nothing, and inflates whatever it is told
                                // to.
                                answer.setExtensions(List.of());
                                return client;
                            },
                            request,
                            response,
                            callback);
        } finally {
            if (!upgraded || response.getStatus() != HttpStatus.SWITCHING_PROTOCOLS_101) {
                client.leave();
            }
        }
        if (!upgraded) {
            Answers.problem(
                    response,
                    callback,
                    new Problem(
                            HttpStatus.BAD_REQUEST_400,
                            "bad-request",
                            "no WebSocket handshake of version 13"));
        }
    }

    private void leave(LiveClient client) {
        if (clients.remove(client)) {
            places.release();
        }
    }

    /** Says goodbye to everybody. */
    void close() {
        clients.forEach(client -> client.close(StatusCode.SHUTDOWN, "the server stops"));
    }
}
