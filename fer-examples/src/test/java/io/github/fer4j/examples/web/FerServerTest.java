package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.fer4j.examples.Run;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.web.Served.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(90)
class FerServerTest {
    private static final byte[] PICTURE = Served.astronaut();

    @Test
    void close_withRequestsUnderWay_answersThem() throws Exception {
        Served served =
                Served.start(
                        WebSettings.builder().limits(Limits.builder().analyses(1).build()),
                        new SlowRecognizer(Served.recognizer(), 100));
        String good = served.post(Served.ANALYZE, PICTURE).text();
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            asked.add(served.postLater(Served.ANALYZE, PICTURE));
        }
        while (served.metric("fer_requests_in_flight") < 10) {
            assertThat(asked).anyMatch(each -> !each.isDone());
        }
        served.close();
        for (CompletableFuture<HttpResponse<String>> each : asked) {
            HttpResponse<String> answer = each.get(20, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(good);
        }

        assertThatThrownBy(() -> new Socket("127.0.0.1", served.server().uri().getPort()))
                .isInstanceOf(ConnectException.class);
        served.close();
    }

    @Test
    void analyze_ofThoseWhoHaveLeft_isNotDone() throws Exception {
        try (Served served =
                Served.start(
                        WebSettings.builder().limits(Limits.builder().analyses(1).build()),
                        new SlowRecognizer(Served.recognizer(), 200))) {
            List<Socket> leaving = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Socket socket = served.socket();
                socket.getOutputStream()
                        .write(
                                ("POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\n"
                                                + "Content-Length: "
                                                + PICTURE.length
                                                + "\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(PICTURE);
                leaving.add(socket);
            }
            CompletableFuture<HttpResponse<String>> staying =
                    served.postLater(Served.ANALYZE, PICTURE);
            while (served.metric("fer_requests_in_flight") < 25) {
                assertThat(staying).isNotDone();
            }
            for (Socket socket : leaving) {
                socket.close();
            }

            assertThat(staying.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(served.metric("fer_analysis_seconds_count{step=\"analyze\"}"))
                    .isLessThan(20);
        }
    }

    @Test
    void close_withNothingToDo_doesNotTakeTheTimeItMay() {
        Served served = Served.start(limits -> limits.stopMillis(60_000));
        served.get("/health");
        long begun = System.nanoTime();
        served.close();

        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(30);
    }

    @Test
    void close_withWhatTakesTooLong_cutsItOff() throws Exception {
        Served served =
                Served.start(
                        WebSettings.builder().limits(Limits.builder().stopMillis(300).build()),
                        new SlowRecognizer(Served.recognizer(), 5_000));
        CompletableFuture<HttpResponse<String>> asked = served.postLater(Served.ANALYZE, PICTURE);
        while (served.metric("fer_requests_in_flight") < 1) {
            assertThat(asked).isNotDone();
        }
        served.close();

        assertThat(asked).failsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void start_portInUse_fails() throws IOException {
        try (ServerSocket taken =
                new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            Run run = Run.of(new WebServer(), "--port", taken.getLocalPort());

            assertThat(run.exitCode()).isEqualTo(ExitCodes.FAILED);
            assertThat(run.err()).contains("error: ", String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void options_thatDoNotFit_areWrongUsage(@TempDir Path folder) {
        for (Object[] args :
                new Object[][] {
                    {"--port", "70000"},
                    {"--max-in-flight", "0"},
                    {"--max-in-flight", "2147483647"},
                    {"--max-buffered", "1000"},
                    {"--token", " "},
                    {"--token", "a", "--token-file", "b"},
                    {"--tls-password-file", "b"},
                    {"--tls-keystore", "b"},
                    {"--nonsense"}
                }) {
            Run run = Run.of(new WebServer(), args);

            assertThat(run.exitCode()).as(String.join(" ", List.of(args).toString())).isEqualTo(2);
        }
        for (String option : new String[] {"--token-file", "--source"}) {
            Run missing = Run.of(new WebServer(), option, folder.resolve("none"));
            assertThat(missing.exitCode()).isEqualTo(ExitCodes.FAILED);
            assertThat(missing.err()).contains("none: no such file");
        }
    }

    @Test
    void main_startsAnswersAndEndsOnASignal() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                WebServer.class.getName(),
                                "--port",
                                "0",
                                "--host",
                                "0.0.0.0",
                                "--json")
                        .start();
        try (BufferedReader out =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8));
                BufferedReader err =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getErrorStream(), StandardCharsets.UTF_8))) {
            URI uri = URI.create(Served.json(out.readLine()).get("url").asText());
            assertThat(uri.getHost()).isEqualTo("localhost");
            assertThat(err.readLine()).contains("no authentication");
            HttpResponse<String> answer =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(uri.resolve(Served.ANALYZE))
                                            .POST(BodyPublishers.ofByteArray(PICTURE))
                                            .build(),
                                    BodyHandlers.ofString());
            assertThat(answer.body()).contains("\"dominant\":\"happy\"");
            process.toHandle().destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(err.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void metrics_countWhatHappened() {
        try (Served served = Served.start()) {
            served.post(Served.ANALYZE, PICTURE);
            served.post(Served.ANALYZE, new byte[3]);
            served.get("/no/such/page-1");
            served.get("/no/such/page-2");
            Answer answer = served.get("/metrics");

            assertThat(answer.header("Content-Type")).startsWith("text/plain");
            assertThat(answer.text())
                    .contains(
                            "fer_analysis_seconds_count{step=\"decode\"} 1\n",
                            "fer_pictures_refused_total 1.0\n",
                            "http_server_requests_seconds_count{method=\"POST\",status=\"200\",uri=\"/api/v1/analyze\"}"
                                + " 1\n",
                            "http_server_requests_seconds_count{method=\"POST\",status=\"422\",uri=\"/api/v1/analyze\"}"
                                + " 1\n",
                            "http_server_requests_seconds_count{method=\"other\",status=\"404\",uri=\"other\"}"
                                + " 2\n",
                            "jvm_memory_used_bytes")
                    .doesNotContain("page-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/metrics", "/api/v1/model", "/api/v1/session"})
    void head_ofWhatCanBeGot_isTheSameWithoutBody(String path) {
        try (Served served = Served.start()) {
            Answer head = served.ask("HEAD", path, new byte[0]);

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.bytes()).isEmpty();
            assertThat(head.header("Content-Type"))
                    .isEqualTo(served.get(path).header("Content-Type"));
        }
    }

    @Test
    void host_inBrackets_isAnIpv6Address() {
        try (Served served = Served.start(WebSettings.builder().host("[::1]"))) {
            assertThat(served.server().uri().getHost()).isEqualTo("[::1]");
            assertThat(served.server().isLocal()).isTrue();
            assertThat(served.get("/health").status()).isEqualTo(200);
        } catch (UncheckedIOException e) {
            assumeThat(e).as("this machine has no IPv6").isNull();
        }
    }

    @Test
    void model_saysWhatTheLibrarySays() {
        try (Served served = Served.start(limits -> limits.pictures(7))) {
            JsonNode model = served.get("/api/v1/model").json();

            assertThat(model.get("labels")).hasSize(7);
            assertThat(model.at("/labels/0").asText()).isEqualTo("angry");
            assertThat(model.at("/input/width").asInt()).isEqualTo(48);
            assertThat(model.at("/limits/pictures").asInt()).isEqualTo(7);
            assertThat(model.get("stream").asBoolean()).isFalse();
        }
    }

    @Test
    void openapi_describesWhatIsThere() {
        try (Served served = Served.start()) {
            JsonNode document = served.get("/openapi.json").json();
            Set<String> described = new TreeSet<>();
            document.get("paths")
                    .properties()
                    .forEach(
                            path ->
                                    path.getValue()
                                            .fieldNames()
                                            .forEachRemaining(
                                                    method ->
                                                            described.add(
                                                                    method.toUpperCase(
                                                                                    java.util.Locale
                                                                                            .ROOT)
                                                                            + " "
                                                                            + path.getKey())));
            Set<String> there = new TreeSet<>(served.server().routes());
            there.removeIf(route -> route.startsWith("HEAD "));

            assertThat(described).isEqualTo(there);
            assertThat(document.findValuesAsText("$ref"))
                    .isNotEmpty()
                    .allSatisfy(
                            ref ->
                                    assertThat(document.at(ref.substring(1)).isMissingNode())
                                            .as(ref)
                                            .isFalse());
            JsonNode schemas = document.at("/components/schemas");
            JsonNode answer = served.post(Served.ANALYZE, PICTURE).json();
            assertDescribed(answer, schemas.get("Analysis"));
            assertDescribed(answer.at("/faces/0"), schemas.get("Face"));
            assertDescribed(served.get("/api/v1/model").json(), schemas.get("Model"));
            assertDescribed(served.get("/api/v1/session").json(), schemas.get("Session"));
            assertDescribed(served.get("/none").json(), schemas.get("Problem"));
        }
    }

    /** All that is required is there, and nothing that is not described. */
    private static void assertDescribed(JsonNode answer, JsonNode schema) {
        Set<String> fields = new TreeSet<>();
        answer.fieldNames().forEachRemaining(fields::add);
        Set<String> properties = new TreeSet<>();
        schema.get("properties").fieldNames().forEachRemaining(properties::add);
        List<String> required = new ArrayList<>();
        schema.get("required").forEach(name -> required.add(name.asText()));

        assertThat(fields).containsAll(required).isSubsetOf(properties);
    }
}
