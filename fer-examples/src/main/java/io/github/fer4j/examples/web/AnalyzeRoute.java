package io.github.fer4j.examples.web;

import io.github.fer4j.AnalysisJson;
import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.ImageAnalysis;
import io.github.fer4j.examples.web.AnalysisPool.Timed;
import io.github.fer4j.examples.web.Uploads.Picture;
import io.github.fer4j.image.DecodedImage;
import io.github.fer4j.image.ImageWriter;
import io.github.fer4j.render.AnnotationRenderer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.bytedeco.opencv.opencv_core.Mat;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Pictures in, faces out. */
final class AnalyzeRoute implements Route {
    private static final String PNG = "image/png";
    private static final long BUSY_DELAY_MILLIS = 100;

    private final EmotionRecognizer recognizer;
    private final AnalysisPool pool;
    private final Limits limits;
    private final Semaphore inFlight;
    private final Semaphore budget;

    AnalyzeRoute(EmotionRecognizer recognizer, AnalysisPool pool, Limits limits) {
        this.recognizer = recognizer;
        this.pool = pool;
        this.limits = limits;
        this.inFlight = new Semaphore(limits.inFlight());
        this.budget = BodyReader.budget(limits.bufferedBytes());
    }

    /**
     * @return how many requests are analysed or wait for it
     */
    int inFlight() {
        return limits.inFlight() - inFlight.availablePermits();
    }

    @Override
    public void handle(Request request, Response response, Callback callback) {
        Optional<Boolean> png = wantsPng(request);
        CompletableFuture<byte[]> reading;
        if (png.isEmpty()) {
            reading =
                    BodyReader.refuse(
                            request,
                            limits,
                            notAcceptable("offered are " + Answers.JSON + " and " + PNG));
        } else if (inFlight.availablePermits() == 0) {
            reading = BodyReader.refuse(request, limits, AnalysisPool.busy());
        } else {
            reading = BodyReader.read(request, limits.bodyBytes(), limits, budget);
        }
        // Waiting for its turn a request is silent, and that is not its client's fault.
        request.addIdleTimeoutListener(timeout -> !reading.isDone());
        reading.whenComplete(
                (body, failure) -> {
                    if (failure != null) {
                        refuse(response, callback, Problems.of(failure));
                    } else {
                        analyze(
                                request,
                                response,
                                released(callback, body),
                                body,
                                png.orElse(false));
                    }
                });
    }

    private Callback released(Callback callback, byte[] body) {
        return Callback.from(() -> BodyReader.release(body, budget), callback);
    }

    /** A client that does not wait before it tries again would cost more than those answered. */
    private void refuse(Response response, Callback callback, Problem problem) {
        if (problem.status() == HttpStatus.REQUEST_TIMEOUT_408) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE_503) {
            pool.later(BUSY_DELAY_MILLIS, () -> Answers.problem(response, callback, problem));
        } else {
            Answers.problem(response, callback, problem);
        }
    }

    /** Whether the annotated picture is wanted; empty if neither it nor JSON is. */
    private static Optional<Boolean> wantsPng(Request request) {
        List<String> accepted = request.getHeaders().getQualityCSV(HttpHeader.ACCEPT);
        if (accepted.isEmpty() && isBlank(request.getHeaders().get(HttpHeader.ACCEPT))) {
            return Optional.of(false);
        }
        for (String type : accepted) {
            switch (type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
                case PNG, "image/*" -> {
                    return Optional.of(true);
                }
                case Answers.JSON, "application/*", "application/problem+json", "*/*" -> {
                    return Optional.of(false);
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static boolean isBlank(String header) {
        return header == null || header.isBlank();
    }

    private static Problem notAcceptable(String detail) {
        return new Problem(HttpStatus.NOT_ACCEPTABLE_406, "not-acceptable", detail);
    }

    private void analyze(
            Request request, Response response, Callback callback, byte[] body, boolean png) {
        if (!inFlight.tryAcquire()) {
            refuse(response, callback, AnalysisPool.busy());
            return;
        }
        Callback leaving = Callback.from(inFlight::release, callback);
        try {
            String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
            Uploads uploads = Uploads.of(type == null ? "" : type, body, limits.pictures());
            if (!uploads.single()) {
                if (png) {
                    throw notAcceptable("an annotated picture is of one picture only")
                            .asException();
                }
                analyzeNext(request, response, leaving, uploads.pictures(), new ArrayList<>());
            } else if (png) {
                draw(request, response, leaving, uploads.pictures().get(0));
            } else {
                analyzeOne(request, response, leaving, uploads.pictures().get(0));
            }
        } catch (RuntimeException | Error e) {
            // An OutOfMemoryError too: whoever waits for an answer gets one.
            Answers.problem(response, leaving, Problems.of(e));
        }
    }

    private ImageAnalysis analyze(DecodedImage image) {
        return new ImageAnalysis(
                image.width(), image.height(), recognizer.analyze(image.mat()), image.warnings());
    }

    private CompletableFuture<Timed<String>> submit(Request request, Picture picture) {
        return pool.submit(
                picture.encoded(),
                () -> ClientPresence.isGone(request),
                image -> AnalysisJson.of(picture.name(), analyze(image)));
    }

    private void analyzeOne(
            Request request, Response response, Callback callback, Picture picture) {
        submit(request, picture)
                .whenComplete(
                        (json, failure) -> {
                            if (failure != null) {
                                Answers.problem(response, callback, Problems.of(failure));
                            } else {
                                putTiming(response, json);
                                Answers.bytes(response, callback, Answers.JSON, utf8(json.value()));
                            }
                        });
    }

    private void draw(Request request, Response response, Callback callback, Picture picture) {
        pool.submit(picture.encoded(), () -> ClientPresence.isGone(request), this::draw)
                .whenComplete(
                        (png, failure) -> {
                            if (failure != null) {
                                Answers.problem(response, callback, Problems.of(failure));
                            } else {
                                putTiming(response, png);
                                Answers.bytes(response, callback, PNG, png.value());
                            }
                        });
    }

    private byte[] draw(DecodedImage image) {
        try (Mat drawn =
                AnnotationRenderer.create().render(image.mat(), recognizer.analyze(image.mat()))) {
            return ImageWriter.encode(drawn, "png");
        }
    }

    /** One after the other, so that a request of many has no more than its share. */
    private void analyzeNext(
            Request request,
            Response response,
            Callback callback,
            List<Picture> pictures,
            List<String> done) {
        if (done.size() == pictures.size()) {
            Answers.bytes(
                    response, callback, Answers.JSON, utf8("[" + String.join(",", done) + "]"));
            return;
        }
        Picture picture = pictures.get(done.size());
        submit(request, picture)
                .whenComplete(
                        (json, failure) -> {
                            done.add(
                                    failure == null
                                            ? json.value()
                                            : ofError(picture.name(), Problems.of(failure)));
                            analyzeNext(request, response, callback, pictures, done);
                        });
    }

    private static String ofError(String name, Problem problem) {
        return new String(
                Answers.json(
                        json -> {
                            json.writeStartObject();
                            json.writeStringField("file", name);
                            json.writeStringField("error", problem.detail());
                            json.writeNumberField("status", problem.status());
                            json.writeStringField("code", problem.code());
                            json.writeEndObject();
                        }),
                StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void putTiming(Response response, Timed<?> timed) {
        response.getHeaders()
                .put(
                        "Server-Timing",
                        String.format(
                                Locale.ROOT,
                                "wait;dur=%.1f, decode;dur=%.1f, analyze;dur=%.1f",
                                timed.waitMillis(),
                                timed.decodeMillis(),
                                timed.analyzeMillis()));
    }
}
