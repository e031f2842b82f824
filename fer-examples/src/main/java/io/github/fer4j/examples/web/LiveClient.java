package io.github.fer4j.examples.web;

import io.github.fer4j.examples.web.AnalysisPool.Timed;
import io.github.fer4j.video.FrameResult;
import io.github.fer4j.video.FrameSession;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * One client's live frames. One is with the analysis, at most one more waits, the newest; what
 * comes in between is skipped and counted. An answer that the client does not take keeps the next
 * frame waiting, so nothing piles up for anybody.
 *
 * <p>Public because Jetty must be able to call it; made by {@link LiveRoute} alone.
 */
public final class LiveClient implements Session.Listener {
    /** Who sends so many more frames than are answered is not listening. */
    private static final int FLOOD = 10;

    /**
     * A message that is not taken is read up to this many times what is, and frames that are too
     * many for so long: a connection that is closed on unread bytes is reset, and whoever still
     * sends on it does not learn why.
     */
    private static final int READ_TO_SAY_NO = 4;

    private static final int MILLIS_TO_SAY_NO = 500;

    private final FrameSession faces;
    private final AnalysisPool pool;
    private final Consumer<LiveClient> leaving;
    private final long framesPerSecond;
    private final long frameBytes;
    private final ByteArrayOutputStream incoming = new ByteArrayOutputStream();
    private final long begun = System.nanoTime();
    private final AtomicBoolean left = new AtomicBoolean();
    private long incomingBytes;
    private boolean flooded;
    private Session session;
    private Frame waiting;
    private boolean busy;
    private long received;
    private long skipped;
    private long dueNanos = begun;
    private long secondNanos = begun;
    private int inSecond;
    private long lastNanos = -1;

    /** A frame and which of this client's it is. */
    private record Frame(long number, byte[] encoded) {}

    LiveClient(FrameSession faces, AnalysisPool pool, Limits limits, Consumer<LiveClient> leaving) {
        this.faces = faces;
        this.pool = pool;
        this.framesPerSecond = limits.liveFramesPerSecond();
        this.frameBytes = limits.liveFrameBytes();
        this.leaving = leaving;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        synchronized (this) {
            session = opened;
        }
        opened.demand();
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
        incomingBytes += payload.remaining();
        if (incomingBytes <= frameBytes && !flooded) {
            byte[] part = new byte[payload.remaining()];
            payload.get(part);
            incoming.writeBytes(part);
        }
        callback.succeed();
        if (incomingBytes > frameBytes && isReadEnough(last)) {
            close(
                    StatusCode.MESSAGE_TOO_LARGE,
                    "a frame has at most " + frameBytes + " bytes here");
            return;
        }
        if (last) {
            byte[] encoded = incoming.toByteArray();
            incoming.reset();
            incomingBytes = 0;
            received(encoded);
        }
        session().demand();
    }

    @Override
    public void onWebSocketPartialText(String payload, boolean last) {
        incomingBytes += payload.length();
        if (isReadEnough(last)) {
            close(StatusCode.BAD_DATA, "frames are binary messages");
        } else {
            session().demand();
        }
    }

    private boolean isReadEnough(boolean last) {
        return last || incomingBytes > READ_TO_SAY_NO * frameBytes;
    }

    private void received(byte[] encoded) {
        if (flooded) {
            return;
        }
        flooded = isFlood();
        if (flooded) {
            pool.later(
                    MILLIS_TO_SAY_NO, () -> close(StatusCode.POLICY_VIOLATION, "too many frames"));
        } else {
            take(encoded);
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        leave();
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        leave();
        callback.succeed();
    }

    private synchronized Session session() {
        return session;
    }

    void close(int status, String reason) {
        Session open = session();
        if (open == null) {
            leave();
        } else {
            open.close(status, reason, Callback.from(this::leave, failed -> leave()));
        }
    }

    /** Gives the place free, once; the faces are forgotten when no analysis needs them. */
    void leave() {
        if (left.compareAndSet(false, true)) {
            synchronized (this) {
                waiting = null;
            }
            leaving.accept(this);
            pool.execute(faces::close);
        }
    }

    private synchronized boolean isFlood() {
        long now = System.nanoTime();
        if (now - secondNanos > TimeUnit.SECONDS.toNanos(1)) {
            secondNanos = now;
            inSecond = 0;
        }
        return ++inSecond > FLOOD * framesPerSecond;
    }

    private void take(byte[] encoded) {
        Frame next;
        synchronized (this) {
            Frame frame = new Frame(++received, encoded);
            if (busy) {
                skipped += waiting == null ? 0 : 1;
                waiting = frame;
                return;
            }
            busy = true;
            next = frame;
        }
        begin(next);
    }

    /** Frames are answered at a steady pace at most. */
    private void begin(Frame frame) {
        long millis;
        synchronized (this) {
            long now = System.nanoTime();
            millis = TimeUnit.NANOSECONDS.toMillis(dueNanos - now);
            dueNanos = Math.max(now, dueNanos) + TimeUnit.SECONDS.toNanos(1) / framesPerSecond;
        }
        if (millis > 0) {
            pool.later(millis, () -> analyze(frame));
        } else {
            analyze(frame);
        }
    }

    private void analyze(Frame frame) {
        if (left.get()) {
            return;
        }
        pool.submit(
                        frame.encoded(),
                        image -> {
                            FrameResult result = faces.analyze(image.mat(), timestamp());
                            return new LiveJson.Picture(image.width(), image.height(), result);
                        })
                .whenComplete((result, failure) -> send(frame, result, failure));
    }

    private synchronized Duration timestamp() {
        lastNanos = Math.max(lastNanos + 1, System.nanoTime() - begun);
        return Duration.ofNanos(lastNanos);
    }

    private void send(Frame frame, Timed<LiveJson.Picture> result, Throwable failure) {
        if (left.get()) {
            return;
        }
        byte[] json =
                failure == null
                        ? LiveJson.result(frame.number(), takeSkipped(), result)
                        : LiveJson.error(frame.number(), takeSkipped(), Problems.of(failure));
        session()
                .sendText(
                        new String(json, StandardCharsets.UTF_8),
                        Callback.from(this::sent, failed -> leave()));
    }

    private synchronized long takeSkipped() {
        long count = skipped;
        skipped = 0;
        return count;
    }

    private void sent() {
        Frame next;
        synchronized (this) {
            next = waiting;
            waiting = null;
            busy = next != null;
        }
        if (next != null) {
            begin(next);
        }
    }
}
