package io.github.fer4j.examples.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Counts and times what the server does; says nothing of what is in a picture. */
final class ServerMetrics implements AutoCloseable {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<RequestKey, Timer> requests = new ConcurrentHashMap<>();
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Timer waits = timer("fer.analysis", "step", "wait");
    private final Timer decodings = timer("fer.analysis", "step", "decode");
    private final Timer analyses = timer("fer.analysis", "step", "analyze");
    private final Counter refused = Counter.builder("fer.pictures.refused").register(registry);

    /** By what requests are told apart. */
    private record RequestKey(String method, String path, int status) {}

    ServerMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    private Timer timer(String name, String... tags) {
        return Timer.builder(name).tags(tags).serviceLevelObjectives(BUCKETS).register(registry);
    }

    /**
     * @param name what is told of
     * @param value tells how it is just now
     */
    void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).strongReference(true).register(registry);
    }

    void answered(AnalysisPool.Timed<?> timed) {
        record(waits, timed.waitMillis());
        record(decodings, timed.decodeMillis());
        record(analyses, timed.analyzeMillis());
    }

    void refused() {
        refused.increment();
    }

    private static void record(Timer timer, double millis) {
        timer.record(Math.round(millis * 1e6), TimeUnit.NANOSECONDS);
    }

    /** Answers with everything, as Prometheus reads it. */
    void show(Request request, Response response, Callback callback) {
        Answers.bytes(
                response,
                callback,
                TEXT,
                registry.scrape().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /**
     * @param routes whose paths are told apart; others are counted together
     * @param handler what is timed
     */
    Handler timing(Routes routes, Handler handler) {
        return new Handler.Wrapper(handler) {
            @Override
            public boolean handle(Request request, Response response, Callback callback)
                    throws Exception {
                return super.handle(
                        request,
                        response,
                        Callback.from(callback, () -> count(routes, request, response)));
            }
        };
    }

    private void count(Routes routes, Request request, Response response) {
        String path = Request.getPathInContext(request);
        String method = request.getMethod();
        boolean known = routes.knows(method, path);
        RequestKey key =
                new RequestKey(
                        known ? method : "other", known ? path : "other", response.getStatus());
        requests.computeIfAbsent(key, this::requestTimer)
                .record(System.nanoTime() - request.getBeginNanoTime(), TimeUnit.NANOSECONDS);
    }

    private Timer requestTimer(RequestKey key) {
        return timer(
                "http.server.requests",
                "method",
                key.method(),
                "uri",
                key.path(),
                "status",
                String.valueOf(key.status()));
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
