package io.github.fer4j.examples.training.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fer4j.examples.training.loop.TrainingListener.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivePageTest {
    private static String get(URI address, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) address.resolve(path).toURL().openConnection();
        assertThat(connection.getResponseCode()).as(path).isEqualTo(200);
        assertThat(connection.getHeaderField("Content-Security-Policy"))
                .contains("default-src 'none'");
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static History history() {
        return new History(
                List.of(
                        new EpochResult(
                                1,
                                0.1,
                                1.5,
                                0.4,
                                List.of(new EpochResult.HeadResult("a", 1.2, 0.5)),
                                10,
                                100)));
    }

    @Test
    void progress_hasStepAndHistory() throws Exception {
        try (LivePage page = LivePage.open(0, "a <network>", 3)) {
            page.history(history(), false);
            page.step(new StepResult(2, 5, 10, 1.4, 0.45, 99), 61.4);

            JsonNode json = new ObjectMapper().readTree(get(page.address(), "progress.json"));

            assertThat(json.path("title").asText()).isEqualTo("a <network>");
            assertThat(json.path("epochs").asInt()).isEqualTo(3);
            assertThat(json.path("secondsLeft").asInt()).isEqualTo(61);
            assertThat(json.path("step").path("loss").asDouble()).isEqualTo(1.4);
            assertThat(json.path("history").get(0).path("heads").get(0).path("accuracy").asDouble())
                    .isEqualTo(0.5);
        }
    }

    @Test
    void page_asksNoOtherPlaceForAnything() throws Exception {
        try (LivePage page = LivePage.open(0, "network", 3)) {
            for (String path : List.of("/", "live.js", "live.css")) {
                assertThat(get(page.address(), path).replace("http://www.w3.org/2000/svg", ""))
                        .doesNotContain("http:", "https:", "//cdn", "@import");
            }
        }
    }

    @Test
    void request_ofAnotherHostOrPath_isRefused() throws Exception {
        try (LivePage page = LivePage.open(0, "network", 3)) {
            int port = page.address().getPort();
            assertThat(status(port, "GET /progress.json", "evil.example:" + port)).isEqualTo(403);
            assertThat(status(port, "GET /../live.html", "127.0.0.1:" + port)).isEqualTo(404);
            assertThat(status(port, "POST /", "127.0.0.1:" + port)).isEqualTo(405);
            assertThat(status(port, "GET /", "localhost:" + port)).isEqualTo(200);
        }
    }

    private static int status(int port, String request, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    (request
                                    + " HTTP/1.1\r\nHost: "
                                    + host
                                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(12);
            return Integer.parseInt(new String(answer, StandardCharsets.US_ASCII).substring(9));
        }
    }

    @Test
    void toCsv_hasARowForEachEpoch() {
        assertThat(history().toCsv())
                .isEqualTo(
                        """
                        epoch,learning_rate,loss,accuracy,val_loss,val_accuracy,seconds,faces_per_second
                        1,0.100000,1.500000,0.400000,1.200000,0.500000,10.00,100.0
                        """);
    }
}
