package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live frames, by the WebSocket of the JDK. */
@Timeout(60)
class LiveClientTest {
    private static final byte[] FRAME = Served.astronaut();

    /** One who sends frames and keeps what comes back. */
    private static final class Client implements WebSocket.Listener {
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private final WebSocket socket;

        Client(Served served) throws InterruptedException, ExecutionException {
            String address = served.uri("/api/v1/live").toString().replaceFirst("^http", "ws");
            socket =
                    served.client()
                            .newWebSocketBuilder()
                            .buildAsync(java.net.URI.create(address), this)
                            .get();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                answers.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            closed.completeExceptionally(failure);
        }

        void send(byte[] frame) {
            socket.sendBinary(ByteBuffer.wrap(frame), true).join();
        }

        JsonNode answer() throws InterruptedException {
            String answer = answers.poll(20, TimeUnit.SECONDS);
            assertThat(answer).isNotNull();
            return Served.json(answer);
        }

        int closeStatus() throws Exception {
            return closed.get(20, TimeUnit.SECONDS);
        }

        void leave() {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }

    @Test
    void frames_oneByOne_areAnsweredWithTheSameTrack() throws Exception {
        try (Served served = Served.start()) {
            Client client = new Client(served);
            double before = -1;
            for (int i = 1; i <= 5; i++) {
                client.send(FRAME);
                JsonNode answer = client.answer();
                assertThat(answer.get("type").asText()).isEqualTo("result");
                assertThat(answer.get("seq").asInt()).isEqualTo(i);
                assertThat(answer.get("skipped").asInt()).isZero();
                assertThat(answer.get("width").asInt()).isEqualTo(512);
                assertThat(answer.get("timeSeconds").asDouble()).isGreaterThan(before);
                assertThat(answer.get("faces")).hasSize(1);
                JsonNode face = answer.at("/faces/0");
                assertThat(face.get("track").asInt()).isEqualTo(1);
                assertThat(face.get("dominant").asText()).isEqualTo("happy");
                assertThat(face.get("smoothedDominant").asText()).isEqualTo("happy");
                assertThat(face.at("/smoothed/happy").asDouble()).isGreaterThan(0.8);
                assertThat(face.at("/box/width").asInt()).isBetween(80, 120);
                assertThat(answer.at("/millis/analyze").asDouble()).isPositive();
                before = answer.get("timeSeconds").asDouble();
            }
            client.leave();
            assertThat(client.closeStatus()).isEqualTo(WebSocket.NORMAL_CLOSURE);
        }
    }

    @Test
    void frames_withoutWaiting_areAnsweredUpToTheNewest() throws Exception {
        try (Served served = Served.start()) {
            Client client = new Client(served);
            for (int i = 0; i < 20; i++) {
                client.send(FRAME);
            }
            int answered = 0;
            int skipped = 0;
            int last = 0;
            while (last < 20) {
                JsonNode answer = client.answer();
                assertThat(answer.get("seq").asInt()).isGreaterThan(last);
                last = answer.get("seq").asInt();
                skipped += answer.get("skipped").asInt();
                answered++;
            }
            assertThat(answered + skipped).isEqualTo(20);
            assertThat(skipped).isPositive();
            client.leave();
        }
    }

    @Test
    void frame_noPicture_isAnErrorAndTheNextIsAnswered() throws Exception {
        try (Served served = Served.start()) {
            Client client = new Client(served);
            client.send("no picture".getBytes(StandardCharsets.UTF_8));
            JsonNode error = client.answer();
            client.send(FRAME);

            assertThat(error.get("type").asText()).isEqualTo("error");
            assertThat(error.get("seq").asInt()).isEqualTo(1);
            assertThat(error.get("status").asInt()).isEqualTo(422);
            assertThat(error.get("code").asText()).isEqualTo("unreadable-picture");
            assertThat(client.answer().get("seq").asInt()).isEqualTo(2);
            client.leave();
        }
    }

    @Test
    void frame_tooLarge_closesWith1009() throws Exception {
        try (Served served = Served.start(limits -> limits.liveFrameBytes(FRAME.length - 1))) {
            Client client = new Client(served);
            try {
                client.send(FRAME);
            } catch (CompletionException closed) {
                // The server may close before it has the whole frame.
            }

            assertThat(client.closeStatus()).isEqualTo(1009);
        }
    }

    @Test
    void text_closesWith1003() throws Exception {
        try (Served served = Served.start()) {
            Client client = new Client(served);
            client.socket.sendText("hello", true);

            assertThat(client.closeStatus()).isEqualTo(1003);
        }
    }

    @Test
    void framesPerSecond_exceededTenfold_closesWith1008() throws Exception {
        try (Served served = Served.start(limits -> limits.liveFramesPerSecond(2))) {
            Client client = new Client(served);
            byte[] small = {1};
            try {
                for (int i = 0; i < 200; i++) {
                    client.send(small);
                }
            } catch (CompletionException closed) {
                // as it must be
            }

            assertThat(client.closeStatus()).isEqualTo(1008);
        }
    }

    @Test
    void framesPerSecond_paceTheAnswers() throws Exception {
        try (Served served = Served.start(limits -> limits.liveFramesPerSecond(4))) {
            Client client = new Client(served);
            long begun = System.nanoTime();
            for (int i = 0; i < 4; i++) {
                client.send(FRAME);
                client.answer();
            }

            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(700));
            client.leave();
        }
    }

    @Test
    void clients_tooMany_are503UntilOneLeaves() throws Exception {
        try (Served served = Served.start(limits -> limits.liveClients(1))) {
            Client first = new Client(served);

            assertThatThrownBy(() -> new Client(served))
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            refused ->
                                    assertThat(refused.getResponse().statusCode()).isEqualTo(503));
            first.leave();
            first.closeStatus();
            Client second = new Client(served);
            second.send(FRAME);
            assertThat(second.answer().get("faces")).hasSize(1);
            second.leave();
        }
    }

    @Test
    void idleMillis_exceeded_closes() throws Exception {
        try (Served served = Served.start(limits -> limits.liveIdleMillis(300))) {
            Client client = new Client(served);

            assertThat(client.closeStatus()).isEqualTo(1001);
        }
    }

    @Test
    void server_stops_saysGoodbye() throws Exception {
        Served served = Served.start();
        Client client = new Client(served);
        client.send(FRAME);
        client.answer();
        served.close();

        assertThat(client.closeStatus()).isEqualTo(1001);
    }

    @Test
    void request_withoutUpgrade_is426() {
        try (Served served = Served.start()) {
            assertThat(served.get("/api/v1/live").status()).isEqualTo(426);
            assertThat(served.get("/api/v1/live").code()).isEqualTo("upgrade-required");
        }
    }
}
