package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

        void sendInParts(byte[] frame, int parts) {
            int size = (frame.length + parts - 1) / parts;
            for (int from = 0; from < frame.length; from += size) {
                int to = Math.min(from + size, frame.length);
                ByteBuffer part = ByteBuffer.wrap(frame, from, to - from);
                socket.sendBinary(part, to == frame.length).join();
            }
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
    void frame_tooLarge_isReadAndClosesWith1009() throws Exception {
        try (Served served = Served.start(limits -> limits.liveFrameBytes(FRAME.length / 3))) {
            Client client = new Client(served);
            client.send(FRAME);

            assertThat(client.closeStatus()).isEqualTo(1009);
        }
    }

    @Test
    void frame_inParts_countsAsOne() throws Exception {
        try (Served served = Served.start(limits -> limits.liveFrameBytes(FRAME.length))) {
            Client client = new Client(served);
            for (int i = 0; i < 2; i++) {
                client.sendInParts(FRAME, 5);
                assertThat(client.answer().get("faces")).hasSize(1);
            }
            client.sendInParts(Arrays.copyOf(FRAME, FRAME.length + 1), 5);

            assertThat(client.closeStatus()).isEqualTo(1009);
        }
    }

    @Test
    void frame_withoutEnd_isNotReadForEver() throws Exception {
        try (Served served = Served.start(limits -> limits.liveFrameBytes(1000).liveClients(1))) {
            Client client = new Client(served);
            byte[] part = new byte[500];
            while (!client.closed.isDone()) {
                try {
                    client.socket.sendBinary(ByteBuffer.wrap(part), false).join();
                } catch (CompletionException closed) {
                    break;
                }
            }

            assertThat(client.answers).isEmpty();
            assertThat(afterOthersLeft(served).answer().get("seq").asInt()).isEqualTo(1);
        }
    }

    /** A client that has sent a picture that is none, when its place is free. */
    private static Client afterOthersLeft(Served served) throws Exception {
        for (int i = 0; i < 200; i++) {
            try {
                Client client = new Client(served);
                client.send("none".getBytes(StandardCharsets.UTF_8));
                return client;
            } catch (ExecutionException full) {
                Thread.sleep(50);
            }
        }
        throw new AssertionError("the place stays taken");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3000})
    void text_closesWith1003(int length) throws Exception {
        try (Served served = Served.start()) {
            Client client = new Client(served);
            client.socket.sendText("x".repeat(length), true).join();

            assertThat(client.closeStatus()).isEqualTo(1003);
        }
    }

    @Test
    void framesPerSecond_exceededTenfold_closesWith1008() throws Exception {
        try (Served served = Served.start(limits -> limits.liveFramesPerSecond(2))) {
            Client client = new Client(served);
            byte[] small = {1};
            for (int i = 0; i < 45; i++) {
                client.send(small);
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
