package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.examples.web.Served.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever comes, the server answers the next good request as before. */
@Timeout(120)
class HostileInputTest {
    private static final byte[] PICTURE = Served.astronaut();
    private static final long SEED = 8;

    private static Served served;
    private static String good;

    @BeforeAll
    static void start() {
        served = Served.start(limits -> limits.idleMillis(2_000));
        good = served.post(Served.ANALYZE, PICTURE).text();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @AfterEach
    void answersTheNextGoodRequest() {
        assertThat(served.post(Served.ANALYZE, PICTURE).text()).isEqualTo(good);
    }

    @Test
    void bodies_ofRandomBytes_areRefusedOrAnswered() {
        Random random = new Random(SEED);
        String[] types = {
            "image/png",
            "application/json",
            "multipart/form-data; boundary=b0",
            "multipart/form-data; boundary=\"\u0001\"",
            "text/html;;;"
        };
        for (int i = 0; i < 1000; i++) {
            byte[] body = new byte[random.nextInt(3000)];
            random.nextBytes(body);
            byte[] magic = magic(random.nextInt(8));
            System.arraycopy(magic, 0, body, 0, Math.min(magic.length, body.length));

            String type = types[random.nextInt(types.length)].replace("\u0001", "x y");
            Answer answer = served.post(Served.ANALYZE, body, "Content-Type", type);

            assertThat(answer.status()).as("body %d as %s", i, type).isIn(200, 400, 413, 422);
            if (answer.status() != 200) {
                assertThat(answer.code()).isNotEqualTo("internal");
            }
        }
    }

    private static byte[] magic(int kind) {
        return switch (kind) {
            case 0 -> Arrays.copyOf(PICTURE, 60);
            case 1 -> new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0};
            case 2 -> "GIF89a".getBytes(StandardCharsets.US_ASCII);
            case 3 -> "RIFF\0\0\0\0WEBPVP8 ".getBytes(StandardCharsets.US_ASCII);
            case 4 ->
                    "--b0\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII);
            case 5 -> "{\"image\":\"".getBytes(StandardCharsets.US_ASCII);
            case 6 -> "BM".getBytes(StandardCharsets.US_ASCII);
            default -> new byte[0];
        };
    }

    @Test
    void picture_thatIsABomb_isRefusedBeforeItIsUnpacked() {
        Answer honest = served.post(Served.ANALYZE, Pictures.png(50_000, 50_000, 400));
        // The header says less than the data hold.
        byte[] lying = Pictures.png(500, 500, 40_000);
        Answer cheating = served.post(Served.ANALYZE, lying);

        assertThat(honest.status()).isEqualTo(413);
        assertThat(honest.code()).isEqualTo("picture-too-large");
        assertThat(cheating.status()).isIn(200, 422);
    }

    @Test
    void picture_changedAtRandom_isRefusedOrAnswered() {
        Random random = new Random(SEED);
        for (int i = 0; i < 60; i++) {
            byte[] body = PICTURE.clone();
            for (int j = 0; j <= i % 7; j++) {
                body[random.nextInt(i % 2 == 0 ? 200 : body.length)] = (byte) random.nextInt(256);
            }
            assertThat(served.post(Served.ANALYZE, body).status()).isIn(200, 413, 422);
        }
    }

    @Test
    void requests_thatAreNoHttp_areRefused() throws IOException {
        Random random = new Random(SEED);
        byte[] noise = new byte[4000];
        random.nextBytes(noise);
        List<String> requests =
                List.of(
                        "\r\n\r\n\r\n",
                        "GET\r\n\r\n",
                        "GET / HTTP/9.9\r\n\r\n",
                        "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET / HTTP/1.1\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: localhost\r\nX: "
                                + "x".repeat(20_000)
                                + "\r\n\r\n",
                        "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "POST /api/v1/analyze HTTP/1.1\r\n"
                                + "Host: localhost\r\n"
                                + "Content-Length: -5\r\n\r\n",
                        "POST /api/v1/analyze HTTP/1.1\r\n"
                                + "Host: localhost\r\n"
                                + "Content-Length: x\r\n\r\n",
                        "POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Length: 99999999999999999999\r\n\r\n",
                        "POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                        "POST /api/v1/analyze HTTP/1.1\r\n"
                                + "Host: localhost\r\n"
                                + "Content-Length: 3\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "0\r\n\r\n",
                        "POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
                        "POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\nffffffffffff\r\nabc",
                        new String(noise, StandardCharsets.ISO_8859_1));
        for (String request : requests) {
            String answer;
            try {
                answer = served.raw(request);
            } catch (IOException closed) {
                answer = "";
            }
            assertThat(answer)
                    .satisfiesAnyOf(
                            text -> assertThat(text).isEmpty(),
                            text -> assertThat(text).startsWith("HTTP/1.1 4"),
                            text -> assertThat(text).startsWith("HTTP/1.1 505"));
        }
    }

    @Test
    void body_shorterThanItSays_isGivenUp() throws IOException {
        try (Socket socket = served.socket()) {
            socket.getOutputStream()
                    .write(
                            "POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nabc"
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer)
                    .satisfiesAnyOf(
                            text -> assertThat(text).isEmpty(),
                            text -> assertThat(text).startsWith("HTTP/1.1 4"));
        }
    }

    @Test
    void clients_thatNeverFinish_doNotKeepOthersOut() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (Served patient = Served.start(limits -> limits.idleMillis(60_000))) {
            for (int i = 0; i < 300; i++) {
                Socket socket = patient.socket();
                String head =
                        i % 2 == 0
                                ? "GET / HTTP/1.1\r\nHost: loc"
                                : "POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Content-Length: 9000000\r\n\r\nabc";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }

            // Long before any of them is closed for it; a request here waits 30 seconds.
            assertThat(patient.post(Served.ANALYZE, Served.astronaut()).status()).isEqualTo(200);
            assertThat(patient.metric("fer_connections")).isGreaterThan(300);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void clients_thatVanish_leaveNothingBehind() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (Socket socket = served.socket()) {
                socket.getOutputStream()
                        .write(
                                ("POST /api/v1/analyze HTTP/1.1\r\n"
                                                + "Host: localhost\r\n"
                                                + "Content-Length: "
                                                + PICTURE.length
                                                + "\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(PICTURE, 0, i % 2 == 0 ? PICTURE.length : 1000);
                socket.setSoLinger(true, 0);
            }
        }
        answersTheNextGoodRequest();
        assertThat(served.get("/metrics").text()).contains("fer_requests_in_flight 0.0");
    }
}
