package io.github.fer4j.examples.web;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.examples.web.WebSettings.Keystore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Pages, REST, live frames and a stream over HTTP, for one recogniser. Nothing in it waits for a
 * client: bodies, answers and frames come and go as the network has room, and only the analysis has
 * threads to itself.
 */
final class FerServer implements AutoCloseable {
    private static final int THREADS = 16;
    private static final int CHECK_MILLIS = 500;
    private static final long LAST_REQUESTS_MILLIS = 250;

    private final WebSettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final AnalysisPool pool;
    private final LiveRoute live;
    private final VideoFeed feed;
    private final ServerMetrics metrics = new ServerMetrics();
    private final SlowClients slow;
    private final Routes routes;
    private int port;
    private boolean closed;

    private FerServer(
            WebSettings settings, EmotionRecognizer recognizer, Consumer<String> problems) {
        this.settings = settings;
        Limits limits = settings.limits();
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("fer-web");
        threads.setDaemon(true);
        server = new Server(threads);
        connector = connector(settings);
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(limits.idleMillis());
        connector.setAcceptQueueSize(128);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.connections(), server));
        server.setErrorHandler(new Problems());
        server.setStopTimeout(limits.stopMillis());
        pool = new AnalysisPool(limits, metrics);
        AnalyzeRoute analyze = new AnalyzeRoute(recognizer, pool, limits);
        live = new LiveRoute(server, recognizer, pool, limits);
        feed = new VideoFeed(recognizer, settings.source(), limits.viewers(), problems);
        Tokens tokens = new Tokens(settings.token(), settings.keystore().isPresent());
        routes =
                new Routes(new PageFiles(), limits)
                        .add("POST", "/api/v1/analyze", analyze)
                        .add("GET", "/api/v1/live", live)
                        .add("GET", "/video_feed", feed)
                        .addGet("/health", FerServer::health)
                        .addGet("/metrics", metrics::show)
                        .addGet("/api/v1/model", new ModelRoute(recognizer, settings));
        new SessionRoute(tokens, pool, limits).addTo(routes);
        slow =
                new SlowClients(
                        limits,
                        metrics.timing(
                                routes,
                                new SecurityHeaders(
                                        new OriginGuard(
                                                names(settings),
                                                limits,
                                                new TokenGuard(tokens, pool, limits, routes)))));
        metrics.gauge("fer.requests.in.flight", analyze::inFlight);
        metrics.gauge("fer.analysis.waiting", pool::waiting);
        metrics.gauge("fer.live.clients", live::clients);
        metrics.gauge("fer.feed.viewers", feed::viewers);
        metrics.gauge("fer.connections", slow::connections);
        connector.addBean(slow);
        server.setHandler(new GracefulHandler(slow));
    }

    private ServerConnector connector(WebSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(8192);
        http.setRelativeRedirectAllowed(true);
        http.setNotifyForbiddenComplianceViolations(false);
        if (settings.keystore().isEmpty()) {
            return new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        }
        http.addCustomizer(new SecureRequestCustomizer(false));
        Keystore keystore = settings.keystore().get();
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStorePath(keystore.file().toUri().toString());
        ssl.setKeyStorePassword(keystore.password());
        return new ServerConnector(
                server,
                1,
                1,
                AbstractConnectionFactory.getFactories(ssl, new HttpConnectionFactory(http)));
    }

    /** Under which names it may be asked for, besides addresses. */
    private static List<String> names(WebSettings settings) {
        List<String> names = new ArrayList<>(settings.allowedHosts());
        names.add(settings.host());
        return names;
    }

    /** As below, with problems that nobody hears. */
    static FerServer start(WebSettings settings, EmotionRecognizer recognizer) throws IOException {
        return start(settings, recognizer, problem -> {});
    }

    /**
     * @param settings where it listens and what it takes on
     * @param recognizer finds and classifies the faces; stays the caller's to close, afterwards
     * @param problems hears what no client is told
     * @return a server that answers, to be closed
     * @throws IOException if it cannot listen there
     */
    static FerServer start(
            WebSettings settings, EmotionRecognizer recognizer, Consumer<String> problems)
            throws IOException {
        FerServer created = new FerServer(settings, recognizer, problems);
        try {
            created.server.start();
            created.port = created.connector.getLocalPort();
            created.pool.every(CHECK_MILLIS, created.slow::check);
            return created;
        } catch (IOException | RuntimeException e) {
            created.close();
            throw e;
        } catch (Exception e) {
            created.close();
            throw new IOException(e);
        }
    }

    /**
     * @return where it answers
     */
    URI uri() {
        String scheme = settings.keystore().isPresent() ? "https" : "http";
        String host = settings.host();
        String shown = isAny(host) ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return URI.create(scheme + "://" + shown + ":" + port + "/");
    }

    private static boolean isAny(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * @return whether only this machine reaches it
     */
    boolean isLocal() {
        try {
            return InetAddress.getByName(settings.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    Set<String> routes() {
        return routes.all();
    }

    private static void health(Request request, Response response, Callback callback) {
        Answers.json(
                response,
                callback,
                json -> {
                    json.writeStartObject();
                    json.writeStringField("status", "ok");
                    json.writeEndObject();
                });
    }

    /** Answers what was asked until now, takes no more, and ends. May be called twice. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        live.close();
        feed.close();
        slow.stopping();
        pause();
        slow.closeIdle();
        try {
            server.stop();
        } catch (Exception e) {
            // What was not answered in time is cut off; that is what the time is for.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
        pool.close();
        metrics.close();
    }

    /** What is on its way already is a request too. */
    private static void pause() {
        try {
            Thread.sleep(LAST_REQUESTS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
