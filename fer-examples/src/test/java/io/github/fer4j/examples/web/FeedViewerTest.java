package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** A viewer whose network is as slow as the test wants it to be. */
class FeedViewerTest {
    private final List<String> written = new ArrayList<>();
    private final List<Callback> pending = new ArrayList<>();
    private final List<FeedViewer> gone = new ArrayList<>();
    private final List<Object> ended = new ArrayList<>();
    private final FeedViewer viewer =
            new FeedViewer(
                    response(),
                    Callback.from(() -> ended.add("well"), failure -> ended.add(failure)),
                    gone::add);

    private Response response() {
        return (Response)
                Proxy.newProxyInstance(
                        Response.class.getClassLoader(),
                        new Class<?>[] {Response.class},
                        (proxy, method, args) -> {
                            assertThat(method.getName()).isEqualTo("write");
                            assertThat(pending).as("one write at a time").isEmpty();
                            ByteBuffer bytes = (ByteBuffer) args[1];
                            written.add(
                                    bytes == null
                                            ? "end"
                                            : StandardCharsets.US_ASCII.decode(bytes).toString());
                            pending.add((Callback) args[2]);
                            return null;
                        });
    }

    private void offer(String frame) {
        viewer.offer(frame.getBytes(StandardCharsets.US_ASCII));
    }

    /** What was written is on its way. */
    private void flush() {
        pending.remove(0).succeeded();
    }

    private static String part(String frame) {
        return "Content-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n--frame\r\n"
                .formatted(frame.length(), frame);
    }

    @Test
    void offer_whileAFrameIsOnItsWay_keepsTheNewestAlone() {
        offer("before");
        viewer.begin();
        offer("first");
        offer("second");
        assertThat(written).containsExactly("--frame\r\n");
        flush();
        offer("third");
        offer("fourth");
        flush();
        flush();
        offer("fifth");

        assertThat(written)
                .containsExactly("--frame\r\n", part("second"), part("fourth"), part("fifth"));
    }

    @Test
    void end_whileAFrameIsOnItsWay_comesAfterIt() {
        viewer.begin();
        offer("first");
        viewer.end();
        offer("second");
        assertThat(written).hasSize(1);
        flush();
        offer("third");
        flush();

        assertThat(written).containsExactly("--frame\r\n", "end");
        assertThat(ended).containsExactly("well");
        assertThat(gone).isEmpty();
    }

    @Test
    void write_fails_leavesOnce() {
        viewer.begin();
        RuntimeException failure = new IllegalStateException("reset");
        pending.remove(0).failed(failure);
        offer("first");
        viewer.end();

        assertThat(written).hasSize(1);
        assertThat(gone).containsExactly(viewer);
        assertThat(ended).containsExactly(failure);
    }
}
