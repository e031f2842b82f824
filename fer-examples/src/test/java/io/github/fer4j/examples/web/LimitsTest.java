package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fer4j.examples.web.Served.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each limit of a server is exceeded, and the server lives on. */
@Timeout(60)
class LimitsTest {
    private static final byte[] PICTURE = Served.astronaut();

    private static void assertLives(Served served) {
        assertThat(served.post(Served.ANALYZE, PICTURE).json().at("/faces/0/dominant").asText())
                .isEqualTo("happy");
    }

    @Test
    void bodyBytes_exceeded_is413AnnouncedOrNot() throws IOException {
        try (Served served = Served.start(limits -> limits.bodyBytes(PICTURE.length))) {
            byte[] larger = new byte[PICTURE.length + 1];
            Answer announced = served.post(Served.ANALYZE, larger);
            String chunked =
                    served.raw(
                            "POST /api/v1/analyze HTTP/1.1\r\n"
                                    + "Host: localhost\r\n"
                                    + "Connection: close\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n"
                                    + Integer.toHexString(larger.length)
                                    + "\r\n"
                                    + new String(larger, StandardCharsets.ISO_8859_1)
                                    + "\r\n0\r\n\r\n");

            assertThat(announced.status()).isEqualTo(413);
            assertThat(announced.code()).isEqualTo("body-too-large");
            assertThat(chunked).startsWith("HTTP/1.1 413 ").contains("\"code\":\"body-too-large\"");
            assertLives(served);
        }
    }

    @Test
    void bodyBytes_exceededByOneWhoAsksFirst_is413BeforeAByteIsSent() throws IOException {
        try (Served served = Served.start()) {
            assertThat(
                            served.raw(
                                    "POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Connection: close\r\nExpect: 100-continue\r\n"
                                            + "Content-Length: 99999999\r\n\r\n"))
                    .startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void pixels_exceeded_is413() {
        try (Served served = Served.start(limits -> limits.pixels(512 * 512 - 1))) {
            Answer answer = served.post(Served.ANALYZE, PICTURE);

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.code()).isEqualTo("picture-too-large");
            assertThat(answer.json().get("detail").asText()).contains("512x512", "262143");
        }
    }

    @Test
    void decodeMillis_exceeded_is422InTime() {
        byte[] large = Pictures.png(9000, 4400, 4400);
        try (Served served = Served.start(limits -> limits.decodeMillis(1))) {
            Answer answer = served.post(Served.ANALYZE, large);

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("decode-timeout");
        }
        try (Served served = Served.start()) {
            assertThat(served.post(Served.ANALYZE, large).status()).isEqualTo(200);
        }
    }

    @Test
    void inFlight_exceeded_is503AndTheNextIsAnswered() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try (Served served = Served.start(limits -> limits.inFlight(2).analyses(1))) {
            String good = served.post(Served.ANALYZE, PICTURE).text();
            List<CompletableFuture<Answer>> asked = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                asked.add(
                        CompletableFuture.supplyAsync(
                                () -> served.post(Served.ANALYZE, PICTURE), clients));
            }
            int refused = 0;
            for (CompletableFuture<Answer> each : asked) {
                Answer answer = each.get(30, TimeUnit.SECONDS);
                if (answer.status() == 503) {
                    refused++;
                    assertThat(answer.code()).isEqualTo("busy");
                    assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
                } else {
                    assertThat(answer.text()).isEqualTo(good);
                }
            }
            assertThat(refused).isBetween(1, 63);
            assertThat(served.post(Served.ANALYZE, PICTURE).text()).isEqualTo(good);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void waitMillis_exceeded_is503() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(24);
        try (Served served = Served.start(limits -> limits.waitMillis(40).analyses(1))) {
            served.post(Served.ANALYZE, PICTURE);
            List<CompletableFuture<Answer>> asked = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                asked.add(
                        CompletableFuture.supplyAsync(
                                () -> served.post(Served.ANALYZE, PICTURE), clients));
            }
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<Answer> each : asked) {
                statuses.add(each.get(30, TimeUnit.SECONDS).status());
            }
            assertThat(statuses).contains(200, 503).containsOnly(200, 503);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void waitMillis_exceededWhileAllThreadsAreTaken_is503BeforeTheyAreFree() throws Exception {
        try (Served served =
                Served.start(
                        WebSettings.builder()
                                .limits(Limits.builder().waitMillis(50).analyses(1).build()),
                        new SlowRecognizer(Served.recognizer(), 4_000))) {
            CompletableFuture<Answer> first =
                    CompletableFuture.supplyAsync(() -> served.post(Served.ANALYZE, PICTURE));
            while (served.metric("fer_requests_in_flight") < 1) {
                assertThat(first).isNotDone();
            }
            Answer second = served.post(Served.ANALYZE, PICTURE);

            assertThat(first).isNotDone();
            assertThat(second.status()).isEqualTo(503);
            assertThat(first.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    @Test
    void analyses_areNeverMoreAtOnce() throws Exception {
        SlowRecognizer slow = new SlowRecognizer(Served.recognizer(), 50);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try (Served served =
                Served.start(
                        WebSettings.builder().limits(Limits.builder().analyses(2).build()), slow)) {
            List<CompletableFuture<Answer>> asked = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                asked.add(
                        CompletableFuture.supplyAsync(
                                () -> served.post(Served.ANALYZE, PICTURE), clients));
            }
            for (CompletableFuture<Answer> each : asked) {
                assertThat(each.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
            }

            assertThat(slow.mostAtOnce()).isEqualTo(2);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void pictures_exceeded_is413HoweverManyThereAre() {
        try (Served served = Served.start(limits -> limits.pictures(2))) {
            for (int count : new int[] {3, 70, 1_000}) {
                StringBuilder form = new StringBuilder();
                for (int i = 0; i < count; i++) {
                    form.append("--x\r\nContent-Disposition: form-data; name=image\r\n\r\n1\r\n");
                }
                Answer answer =
                        served.post(
                                Served.ANALYZE,
                                (form + "--x--\r\n").getBytes(StandardCharsets.US_ASCII),
                                "Content-Type",
                                "multipart/form-data; boundary=x");

                assertThat(answer.status()).as(count + " pictures").isEqualTo(413);
                assertThat(answer.code()).isEqualTo("too-many-pictures");
            }
        }
    }

    @Test
    void bufferedBytes_exceeded_is503() throws IOException {
        try (Served served =
                Served.start(
                        limits ->
                                limits.bodyBytes(PICTURE.length)
                                        .bufferedBytes(PICTURE.length + 200_000L))) {
            try (Socket half = served.socket()) {
                sendHalf(half);
                assertThat(eventually(() -> served.post(Served.ANALYZE, PICTURE).status() == 503))
                        .isTrue();
            }
            assertThat(eventually(() -> served.post(Served.ANALYZE, PICTURE).status() == 200))
                    .isTrue();
        }
    }

    private static void sendHalf(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(
                ("POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                + PICTURE.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.write(PICTURE, 0, PICTURE.length / 2);
        out.flush();
    }

    private static boolean eventually(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        return false;
    }

    @Test
    void connections_exceeded_wait() throws IOException {
        List<Socket> open = new ArrayList<>();
        try (Served served = Served.start(limits -> limits.connections(4).idleMillis(1_500))) {
            for (int i = 0; i < 4; i++) {
                open.add(served.socket());
            }
            // The fifth is answered once the others were closed for saying nothing.
            assertLives(served);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void idleMillis_withoutARequest_closesTheConnection() throws IOException {
        try (Served served = Served.start(limits -> limits.idleMillis(300));
                Socket socket = served.socket()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertLives(served);
        }
    }

    @Test
    void idleMillis_headByteByByte_closesTheConnection() throws Exception {
        try (Served served = Served.start(limits -> limits.idleMillis(800));
                Socket socket = served.socket()) {
            OutputStream out = socket.getOutputStream();
            boolean closed = false;
            try {
                out.write(
                        "GET /health HTTP/1.1\r\nHost: localhost\r\nX: "
                                .getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < 200; i++) {
                    out.write('x');
                    Thread.sleep(50);
                }
            } catch (IOException e) {
                closed = true;
            }
            assertThat(closed).isTrue();
        }
    }

    @Test
    void bytesPerSecond_bodyByteByByte_is408() throws Exception {
        try (Served served = Served.start(limits -> limits.bytesPerSecond(50));
                Socket socket = served.socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    "POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            Thread drip =
                    new Thread(
                            () -> {
                                try {
                                    while (true) {
                                        out.write('x');
                                        Thread.sleep(100);
                                    }
                                } catch (IOException | InterruptedException e) {
                                    // closed, as it must be
                                }
                            });
            drip.start();
            String answer = firstLine(socket);
            drip.interrupt();

            assertThat(answer).startsWith("HTTP/1.1 408 ");
            assertLives(served);
        }
    }

    @Test
    void idleMillis_bodyThatNeverComes_is408() throws IOException {
        try (Served served = Served.start(limits -> limits.idleMillis(500))) {
            assertThat(
                            served.raw(
                                    "POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Content-Length: 100000\r\n\r\nabc"))
                    .startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void idleMillis_whileThePictureIsAnalysed_doesNotCount() {
        try (Served served =
                Served.start(
                        WebSettings.builder().limits(Limits.builder().idleMillis(300).build()),
                        new SlowRecognizer(Served.recognizer(), 1_500))) {
            assertLives(served);
        }
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read(); c > '\r'; c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Test
    void builder_outOfRange_namesTheOption() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.builder().inFlight(0).build())
                .withMessage("--max-in-flight must be >= 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.builder().bodyBytes(1L << 40).build())
                .withMessageContaining("--max-body must be <= ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.builder().bufferedBytes(1_000).build())
                .withMessage("--max-buffered must be at least --max-body, 10485760, was 1000");
    }
}
