package io.github.fer4j.examples.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads a request's body as it comes, with no thread waiting for it. A body that is too large, or
 * that nobody wants any more, is read to its end all the same, as far as that is bearable: a client
 * that still writes does not listen to the answer.
 */
final class BodyReader implements Runnable {
    private static final long MOST_DISCARDED = 64L << 20;
    private static final long LONGEST_DISCARDING_MILLIS = 10_000;
    private static final long GRACE_MILLIS = 3_000;
    private static final int KIBI = 1024;

    private final Request request;
    private final long most;
    private final int bytesPerSecond;
    private final Semaphore budget;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final long begun = System.nanoTime();
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Optional<Problem> problem;
    private int reservedKibi;
    private long received;

    private BodyReader(
            Request request,
            long most,
            Limits limits,
            Semaphore budget,
            Optional<Problem> problem) {
        this.request = request;
        this.most = most;
        this.bytesPerSecond = limits.bytesPerSecond();
        this.budget = budget;
        this.problem = problem;
    }

    /**
     * @param request whose body
     * @param most how many bytes it may have
     * @param limits how slow it may be
     * @param budget KiB of bodies that there is room for; what is taken is given back with {@link
     *     #release}
     * @return the body, or a {@link Problem.ProblemException}
     */
    static CompletableFuture<byte[]> read(
            Request request, long most, Limits limits, Semaphore budget) {
        long announced = request.getLength();
        return new BodyReader(
                        request,
                        most,
                        limits,
                        budget,
                        announced > most
                                ? Optional.of(Problem.bodyTooLarge(most))
                                : Optional.empty())
                .start();
    }

    /**
     * Reads a body that nobody wants.
     *
     * @return never a body, but this problem when it is time to say so
     */
    static CompletableFuture<byte[]> refuse(Request request, Limits limits, Problem problem) {
        return new BodyReader(request, 0, limits, new Semaphore(0), Optional.of(problem)).start();
    }

    /** Answers with a problem when the body, which nobody wants, has been read. */
    static void refuse(
            Request request, Response response, Callback callback, Limits limits, Problem problem) {
        refuse(request, limits, problem)
                .whenComplete(
                        (never, failure) ->
                                Answers.problem(response, callback, Problems.of(failure)));
    }

    /**
     * @param bytes of all bodies together
     * @return room for so many
     */
    static Semaphore budget(long bytes) {
        return new Semaphore((int) Math.min(1 << 30, (bytes + KIBI - 1) / KIBI));
    }

    /** Gives back the room that a body took. */
    static void release(byte[] body, Semaphore budget) {
        budget.release(kibi(body.length));
    }

    private static int kibi(long bytes) {
        return Math.toIntExact((bytes + KIBI - 1) / KIBI);
    }

    private CompletableFuture<byte[]> start() {
        boolean asksFirst = request.getHeaders().contains(HttpHeader.EXPECT, "100-continue");
        if (problem.isPresent() && (asksFirst || request.getLength() > MOST_DISCARDED)) {
            fail(problem.get());
        } else {
            run();
        }
        return result;
    }

    @Override
    public void run() {
        try {
            readOn();
        } catch (RuntimeException | Error e) {
            // An OutOfMemoryError too: the room is given back and the sender told.
            kept = new ByteArrayOutputStream(0);
            fail(problem.orElseGet(() -> Problems.of(e)));
        }
    }

    private void readOn() {
        while (!result.isDone()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                chunk.release();
                fail(problem.orElseGet(Problem::slowSender));
                return;
            }
            take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (last) {
                finish();
                return;
            }
            if (problem.isPresent() && received > MOST_DISCARDED) {
                fail(problem.get());
            } else if (isTooSlow()) {
                fail(problem.orElseGet(Problem::slowSender));
            }
        }
    }

    private void take(ByteBuffer bytes) {
        received += bytes.remaining();
        if (problem.isEmpty() && received > most) {
            refuse(Problem.bodyTooLarge(most));
        }
        int needed = kibi(received) - reservedKibi;
        if (problem.isEmpty() && needed > 0) {
            if (budget.tryAcquire(needed)) {
                reservedKibi += needed;
            } else {
                refuse(Problem.busy("busy", "there is no room for more bodies just now"));
            }
        }
        if (problem.isEmpty()) {
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            kept.write(array, 0, array.length);
        }
    }

    private void refuse(Problem reason) {
        problem = Optional.of(reason);
        kept = new ByteArrayOutputStream(0);
    }

    /** Who sends nothing at all is caught by the connection's idle time. */
    private boolean isTooSlow() {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        long least = bytesPerSecond * Math.max(0, millis - GRACE_MILLIS) / 1000;
        return received < least || problem.isPresent() && millis > LONGEST_DISCARDING_MILLIS;
    }

    private void finish() {
        if (problem.isPresent()) {
            fail(problem.get());
        } else {
            result.complete(kept.toByteArray());
        }
    }

    private void fail(Problem reason) {
        budget.release(reservedKibi);
        reservedKibi = 0;
        result.completeExceptionally(reason.asException());
    }
}
