package io.github.fer4j.examples.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;

/**
 * Says whether who asked is still there. Jetty does not read a connection while its request is
 * answered, so it learns of the end too late: after an overload the server would go on to analyse
 * what nobody waits for any more. Here the system is asked, and nothing is read.
 */
final class ClientPresence {
    private static final ThreadLocal<Selector> SELECTORS = new ThreadLocal<>();

    private ClientPresence() {}

    /**
     * @return whether the client has closed its side; false also if that cannot be known, as with
     *     TLS, whose farewell looks like data
     */
    static boolean isGone(Request request) {
        if (!(request.getConnectionMetaData().getConnection().getEndPoint()
                instanceof SocketChannelEndPoint end)) {
            return false;
        }
        SocketChannel channel = end.getChannel();
        try {
            return isReadable(channel) && channel.socket().getInputStream().available() == 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** A channel may be known to several selectors: Jetty's is not disturbed. */
    private static boolean isReadable(SocketChannel channel) throws IOException {
        Selector selector = SELECTORS.get();
        if (selector == null) {
            selector = Selector.open();
            SELECTORS.set(selector);
        }
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        try {
            selector.selectNow();
            return key.isReadable();
        } finally {
            key.cancel();
            selector.selectNow();
            selector.selectedKeys().clear();
        }
    }

    /** For a thread that asks no more. */
    static void forget() {
        Selector selector = SELECTORS.get();
        if (selector != null) {
            SELECTORS.remove();
            try {
                selector.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
