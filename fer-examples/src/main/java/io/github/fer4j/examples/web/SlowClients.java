package io.github.fer4j.examples.web;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Closes connections that keep a place without using it. Jetty's own idle time begins anew with
 * every byte, so a client that sends a byte now and then would stay for ever: here the head of a
 * request has one time as a whole, and an answer is given so long as its size asks for. (Bodies are
 * watched where they are read.)
 */
final class SlowClients extends Handler.Wrapper implements Connection.Listener {
    private static final long WRITE_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long NONE = Long.MAX_VALUE;

    private final long headNanos;
    private final long bytesPerSecond;
    private final Map<Connection, State> connections = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** What a connection is about, and until when. Written by one thread after the other. */
    private static final class State {
        private volatile long due;
        private volatile boolean inRequest;
    }

    SlowClients(Limits limits, Handler handler) {
        super(handler);
        this.headNanos = TimeUnit.MILLISECONDS.toNanos(limits.idleMillis());
        this.bytesPerSecond = limits.bytesPerSecond();
    }

    int connections() {
        return connections.size();
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) {
            State state = new State();
            state.due = System.nanoTime() + headNanos;
            connections.put(connection, state);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        State state = connections.get(connection);
        if (state == null) {
            return super.handle(request, response, callback);
        }
        state.inRequest = true;
        state.due = NONE;
        Callback closing =
                Callback.from(
                        callback,
                        () -> {
                            if (stopping) {
                                connection.getEndPoint().close();
                            }
                        });
        // Before Jetty hears of the end: it then begins the connection's next request, maybe on
        // another thread.
        Callback ended =
                Callback.from(
                        () -> {
                            state.due = System.nanoTime() + headNanos;
                            state.inRequest = false;
                        },
                        closing);
        return super.handle(request, new TimedResponse(request, response, state), ended);
    }

    /** Looks at all connections; to be called now and then. */
    void check() {
        long now = System.nanoTime();
        for (Iterator<Map.Entry<Connection, State>> all = connections.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<Connection, State> entry = all.next();
            long due = entry.getValue().due;
            if (due != NONE && now - due > 0) {
                all.remove();
                entry.getKey().getEndPoint().close();
            }
        }
    }

    /** Lets everybody go after the request that is under way. */
    void stopping() {
        stopping = true;
    }

    /** Closes what has no request. */
    void closeIdle() {
        connections.forEach(
                (connection, state) -> {
                    if (!state.inRequest) {
                        connection.getEndPoint().close();
                    }
                });
    }

    private final class TimedResponse extends Response.Wrapper {
        private final State state;

        TimedResponse(Request request, Response response, State state) {
            super(request, response);
            this.state = state;
        }

        @Override
        public void write(boolean last, ByteBuffer bytes, Callback callback) {
            if (stopping && !isCommitted()) {
                getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            long size = bytes == null ? 0 : bytes.remaining();
            state.due =
                    System.nanoTime()
                            + WRITE_GRACE_NANOS
                            + TimeUnit.SECONDS.toNanos(size) / bytesPerSecond;
            super.write(last, bytes, Callback.from(() -> state.due = NONE, callback));
        }
    }
}
