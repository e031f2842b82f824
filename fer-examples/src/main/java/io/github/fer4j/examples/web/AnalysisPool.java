package io.github.fer4j.examples.web;

import io.github.fer4j.image.DecodedImage;
import io.github.fer4j.image.ImageDecoder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;

/**
 * As many threads as pictures are to be analysed at once, and before them a queue that is first
 * come, first served, and bounded. Decoding cannot be interrupted: a picture that takes too long is
 * answered with a problem in time, but keeps its thread until OpenCV is done with it.
 */
final class AnalysisPool implements AutoCloseable {
    /** Who waited longer may have given up. */
    private static final long LATE_NANOS = 100_000_000;

    private final ImageDecoder decoder;
    private final Limits limits;
    private final ServerMetrics metrics;
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService clock;

    /**
     * What was found and how long it took.
     *
     * @param value what was found
     * @param waitMillis until its turn came
     * @param decodeMillis to decode
     * @param analyzeMillis for all that came after
     */
    record Timed<T>(T value, double waitMillis, double decodeMillis, double analyzeMillis) {}

    AnalysisPool(Limits limits, ServerMetrics metrics) {
        this.metrics = metrics;
        this.limits = limits;
        this.decoder =
                ImageDecoder.builder()
                        .truncatedImages(limits.truncated())
                        .maxPixels(limits.pixels())
                        .maxBytes(Math.max(limits.bodyBytes(), limits.liveFrameBytes()))
                        .build();
        AtomicInteger number = new AtomicInteger();
        threads =
                new ThreadPoolExecutor(
                        limits.analyses(),
                        limits.analyses(),
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(limits.inFlight() + limits.liveClients()),
                        task ->
                                daemon(
                                        forgetting(task),
                                        "fer-web-analysis-" + number.incrementAndGet()));
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, task -> daemon(task, "fer-web-clock"));
        timer.setRemoveOnCancelPolicy(true);
        clock = timer;
    }

    private static Runnable forgetting(Runnable task) {
        return () -> {
            try {
                task.run();
            } finally {
                ClientPresence.forget();
            }
        };
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * @param encoded a picture's file
     * @param work what is done with the picture
     * @return its result; or an {@code ImageReadException}, a {@link Problem.ProblemException}, or
     *     what the work threw
     */
    <T> CompletableFuture<Timed<T>> submit(byte[] encoded, Function<DecodedImage, T> work) {
        return submit(encoded, () -> false, work);
    }

    /**
     * @param encoded a picture's file
     * @param gone whether nobody waits for the result any more; asked when its turn comes late
     * @param work what is done with the picture
     * @return as above
     */
    <T> CompletableFuture<Timed<T>> submit(
            byte[] encoded, BooleanSupplier gone, Function<DecodedImage, T> work) {
        CompletableFuture<Timed<T>> result = new CompletableFuture<>();
        long submitted = System.nanoTime();
        try {
            // Its turn may not come in time: a picture that takes too long keeps its thread.
            ScheduledFuture<?> alarm =
                    clock.schedule(
                            () -> result.completeExceptionally(busy().asException()),
                            limits.waitMillis(),
                            TimeUnit.MILLISECONDS);
            threads.execute(
                    () -> {
                        alarm.cancel(false);
                        run(encoded, gone, work, submitted, result);
                    });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(busy().asException());
        }
        return result;
    }

    /**
     * @param delayMillis how long to wait
     * @param task must be quick; runs here and now when the server stops
     */
    void later(long delayMillis, Runnable task) {
        try {
            clock.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /**
     * @param millis how often
     * @param task must be quick
     */
    void every(long millis, Runnable task) {
        clock.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * @return how many pictures wait for their turn
     */
    int waiting() {
        return threads.getQueue().size();
    }

    static Problem busy() {
        return Problem.busy("busy", "too many requests are under way; try again in a second");
    }

    private <T> void run(
            byte[] encoded,
            BooleanSupplier gone,
            Function<DecodedImage, T> work,
            long submitted,
            CompletableFuture<Timed<T>> result) {
        long begun = System.nanoTime();
        long waited = begun - submitted;
        if (result.isDone() || waited > LATE_NANOS && gone.getAsBoolean()) {
            result.completeExceptionally(busy().asException());
            return;
        }
        try (DecodedImage image = decodeInTime(encoded, result)) {
            long decoded = System.nanoTime();
            if (!result.isDone()) {
                T value = work.apply(image);
                Timed<T> timed =
                        new Timed<>(
                                value,
                                (begun - submitted) / 1e6,
                                (decoded - begun) / 1e6,
                                (System.nanoTime() - decoded) / 1e6);
                metrics.answered(timed);
                result.complete(timed);
            }
        } catch (RuntimeException | Error e) {
            // An OutOfMemoryError too: it is this picture's, and others are smaller.
            metrics.refused();
            result.completeExceptionally(e);
        }
    }

    private DecodedImage decodeInTime(byte[] encoded, CompletableFuture<?> result) {
        long millis = limits.decodeMillis();
        ScheduledFuture<?> alarm =
                clock.schedule(
                        () -> result.completeExceptionally(tooSlow(millis).asException()),
                        millis,
                        TimeUnit.MILLISECONDS);
        try {
            return decoder.decode(encoded);
        } finally {
            alarm.cancel(false);
        }
    }

    private static Problem tooSlow(long millis) {
        return new Problem(
                HttpStatus.UNPROCESSABLE_ENTITY_422,
                "decode-timeout",
                "the picture could not be decoded within " + millis + " ms");
    }

    /** Runs something between two analyses, or here if that is too late. */
    void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** Waits for the analyses under way: their natives are not to be freed before. */
    @Override
    public void close() {
        threads.shutdown();
        clock.shutdownNow();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
