package io.github.fer4j.examples.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One who watches. While a frame is on its way, the newest of those that come waits and the others
 * are left out, so a slow viewer sees fewer of them and costs nobody anything.
 */
final class FeedViewer {
    static final String CONTENT_TYPE = "multipart/x-mixed-replace; boundary=frame";

    /** Browsers show a part when they see where it ends, so that is sent with it. */
    private static final String BOUNDARY = "--frame\r\n";

    private final Response response;
    private final Callback callback;
    private final Consumer<FeedViewer> leaving;
    private byte[] next;
    private boolean begun;
    private boolean writing;
    private boolean ending;
    private boolean done;

    FeedViewer(Response response, Callback callback, Consumer<FeedViewer> leaving) {
        this.response = response;
        this.callback = callback;
        this.leaving = leaving;
    }

    /** The answer may be written from now on. */
    void begin() {
        write(BOUNDARY.getBytes(StandardCharsets.US_ASCII));
    }

    /** A new frame is there. */
    void offer(byte[] jpeg) {
        synchronized (this) {
            if (!begun || writing || done) {
                next = jpeg;
                return;
            }
            writing = true;
        }
        write(part(jpeg));
    }

    /** No frame comes any more. */
    void end() {
        synchronized (this) {
            ending = true;
            if (writing || !begun || done) {
                return;
            }
            done = true;
        }
        response.write(true, null, callback);
    }

    private static byte[] part(byte[] jpeg) {
        byte[] head =
                ("Content-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] tail = ("\r\n" + BOUNDARY).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + jpeg.length + tail.length)
                .put(head)
                .put(jpeg)
                .put(tail)
                .array();
    }

    private void write(byte[] bytes) {
        synchronized (this) {
            begun = true;
            writing = true;
        }
        response.write(false, ByteBuffer.wrap(bytes), Callback.from(this::written, this::failed));
    }

    private void written() {
        byte[] newest;
        boolean last;
        synchronized (this) {
            newest = next;
            next = null;
            last = ending && !done;
            done = done || ending;
            writing = newest != null && !last;
        }
        if (last) {
            response.write(true, null, callback);
        } else if (newest != null) {
            write(part(newest));
        }
    }

    private void failed(Throwable failure) {
        synchronized (this) {
            if (done) {
                return;
            }
            done = true;
        }
        leaving.accept(this);
        callback.failed(failure);
    }
}
