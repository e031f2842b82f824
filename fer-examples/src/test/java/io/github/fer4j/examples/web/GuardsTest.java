package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.examples.web.Served.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what browsers are told to forbid. */
@Timeout(60)
class GuardsTest {
    private static final String TOKEN = "open sesame, ööö";

    private static Served open;
    private static Served locked;

    @BeforeAll
    static void start() {
        open = Served.start(WebSettings.builder().allowedHosts(List.of("faces.example")));
        locked = Served.start(WebSettings.builder().token(TOKEN));
    }

    @AfterAll
    static void stop() {
        open.close();
        locked.close();
    }

    /** The status that a request with these header lines gets. */
    private static int status(Served served, String method, String path, String... lines)
            throws IOException {
        String answer =
                served.raw(
                        method
                                + " "
                                + path
                                + " HTTP/1.1\r\nConnection: close\r\n"
                                + String.join("\r\n", lines)
                                + "\r\n\r\n");
        return Integer.parseInt(answer.substring(9, 12));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "localhost:8080, 200",
        "LOCALHOST, 200",
        "127.0.0.1:8080, 200",
        "192.168.1.7:8080, 200",
        "[::1]:8080, 200",
        "faces.example, 200",
        "evil.example, 421",
        "localhost.evil.example, 421",
        "127.0.0.1.evil.example, 421",
        "evil.example:8080, 421"
    })
    void host_isServedIfItIsKnownOrAnAddress(String host, int expected) throws IOException {
        assertThat(status(open, "GET", "/health", "Host: " + host)).isEqualTo(expected);
        assertThat(status(open, "GET", "/assets/none.js", "Host: " + host))
                .isEqualTo(expected == 200 ? 404 : expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost:8080, 422",
        "http://LOCALHOST:8080, localhost:8080, 422",
        "http://localhost, localhost, 422",
        "http://localhost, localhost:80, 422",
        "https://faces.example, faces.example, 422",
        "http://[::1]:8080, [::1]:8080, 422",
        "http://localhost:8081, localhost:8080, 403",
        "http://not-localhost:8080, localhost:8080, 403",
        "http://localhost.evil.example:8080, localhost:8080, 403",
        "http://127.0.0.1:8080, localhost:8080, 403",
        "https://evil.example, localhost:8080, 403",
        "null, localhost:8080, 403",
        "file://, localhost:8080, 403",
        "http://localhost:8080 http://evil.example, localhost:8080, 403"
    })
    void origin_isAnsweredIfItIsOurOwn(String origin, String host, int expected)
            throws IOException {
        assertThat(
                        status(
                                open,
                                "POST",
                                Served.ANALYZE,
                                "Host: " + host,
                                "Origin: " + origin,
                                "Content-Length: 0"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin, cors, empty, /api/v1/model, 200",
        "none, navigate, document, /api/v1/model, 200",
        "cross-site, navigate, document, /health, 200",
        "cross-site, no-cors, image, /video_feed, 403",
        "same-site, cors, empty, /api/v1/model, 403",
        "cross-site, navigate, iframe, /health, 403"
    })
    void fetchMetadata_ofAnotherSite_goesForLinksAlone(
            String site, String mode, String destination, String path, int expected)
            throws IOException {
        assertThat(
                        status(
                                open,
                                "GET",
                                path,
                                "Host: localhost",
                                "Sec-Fetch-Site: " + site,
                                "Sec-Fetch-Mode: " + mode,
                                "Sec-Fetch-Dest: " + destination))
                .isEqualTo(expected);
    }

    @Test
    void webSocket_ofAnotherSite_isRefused() throws IOException {
        for (String origin : new String[] {"https://evil.example", "null"}) {
            assertThat(
                            open.raw(
                                    "GET /api/v1/live HTTP/1.1\r\nHost: localhost:8080\r\n"
                                            + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                            + "Sec-WebSocket-Version: 13\r\n"
                                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                            + "Origin: "
                                            + origin
                                            + "\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n"
                                            + "Connection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/api/v1/model", "/none", "/metrics", "/openapi.json"})
    void headers_areOnEveryAnswer(String path) {
        Answer answer = open.get(path);

        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Permissions-Policy")).contains("camera=(self)");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cache-Control")).isIn("no-store", "no-cache");
        assertThat(answer.header("Server")).isEmpty();
    }

    @Test
    void headers_areOnWhatJettyRefusesToo() throws IOException {
        assertThat(open.raw("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "nosniff", "\"code\":\"bad-request\"")
                .doesNotContain("Jetty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../pom.xml",
                "/assets/../index.html",
                "/assets/%2e%2e/index.html",
                "/assets/..%2findex.html",
                "/assets//etc/passwd",
                "/WebServer.class",
                "/assets/",
                "/assets/.hidden.js"
            })
    void page_outsideOfWhatIsShown_isNotServed(String path) throws IOException {
        assertThat(status(open, "GET", path, "Host: localhost")).isIn(400, 404);
    }

    @Test
    void page_thatTheBrowserHas_isNotSentAgain() {
        Answer first = open.get("/openapi.json");
        Answer second = open.get("/openapi.json", "If-None-Match", first.header("ETag"));

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.bytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/model", "/metrics", "/openapi.json", "/video_feed", "/api/v1/live"})
    void token_missingOrWrong_is401(String path) {
        Answer none = locked.get(path);
        Answer wrong = locked.get(path, "Authorization", "Bearer open sesame");
        Answer other = locked.get(path, "Authorization", "Basic b3Blbg==");

        for (Answer answer : List.of(none, wrong, other)) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("unauthorized");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
    }

    @Test
    void token_right_letsIn() throws IOException {
        // Header lines are bytes; what is beyond ASCII in them is UTF-8.
        String answer =
                locked.raw(
                        ("GET /api/v1/model HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                        + "Authorization: bearer "
                                        + TOKEN
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(locked.get("/health").status()).isEqualTo(200);
        try (Served ascii = Served.start(WebSettings.builder().token("abc"))) {
            byte[] picture = Served.astronaut();
            assertThat(ascii.post(Served.ANALYZE, picture).status()).isEqualTo(401);
            assertThat(ascii.post(Served.ANALYZE, picture, "Authorization", "Bearer abc").status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, X: y, /api/v1/analyze, 401",
        "localhost, Authorization: Bearer x, /api/v1/analyze, 401",
        "localhost, X: y, /none, 404",
        "localhost, X: y, /health, 405",
        "evil.example, X: y, /api/v1/analyze, 421",
        "localhost, Origin: https://evil.example, /api/v1/analyze, 403"
    })
    void refusal_ofALargeBody_reachesWhoSendsAllOfItFirst(
            String host, String line, String path, int expected) throws IOException {
        String head =
                "POST %s HTTP/1.1\r\n"
                        + "Host: %s\r\n"
                        + "Connection: close\r\n"
                        + "%s\r\n"
                        + "Content-Length: %d\r\n\r\n";
        byte[] body = new byte[9_000_000];
        byte[] first =
                head.formatted(path, host, line, body.length).getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(first, first.length + body.length);

        assertThat(locked.raw(request)).startsWith("HTTP/1.1 " + expected + " ");
    }

    @Test
    void session_rightToken_givesACookieThatLetsIn() {
        Answer wrong = locked.post("/api/v1/session", "{\"token\":\"x\"}".getBytes());
        Answer malformed = locked.post("/api/v1/session", "token=x".getBytes());
        Answer right =
                locked.post(
                        "/api/v1/session",
                        ("{\"token\":\"" + TOKEN + "\"}").getBytes(StandardCharsets.UTF_8));

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(right.status()).isEqualTo(204);
        String cookie = right.header("Set-Cookie");
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain(TOKEN);
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertThat(locked.get("/api/v1/model", "Cookie", pair).status()).isEqualTo(200);
        assertThat(locked.get("/api/v1/model", "Cookie", pair + "x").status()).isEqualTo(401);
        assertThat(locked.get("/api/v1/session", "Cookie", pair).text())
                .isEqualTo("{\"tokenRequired\":true,\"authenticated\":true}");
        assertThat(locked.get("/api/v1/session").text())
                .isEqualTo("{\"tokenRequired\":true,\"authenticated\":false}");
        assertThat(locked.ask("DELETE", "/api/v1/session", new byte[0]).header("Set-Cookie"))
                .contains("fer-session=;", "Expires=Thu, 01 Jan 1970");
        assertThat(open.get("/api/v1/session").text())
                .isEqualTo("{\"tokenRequired\":false,\"authenticated\":true}");
    }

    @Test
    void keystore_servesHttps(@TempDir Path folder) throws Exception {
        Path keystore = folder.resolve("key.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "fer",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost,ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "change it",
                                "-keystore",
                                keystore.toString())
                        .redirectErrorStream(true)
                        .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(keystore)) {
            trusted.load(in, "change it".toCharArray());
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);

        try (Served served =
                Served.start(WebSettings.builder().token("abc").keystore(keystore, "change it"))) {
            URI uri = served.uri("/api/v1/session");
            var answer =
                    HttpClient.newBuilder()
                            .sslContext(tls)
                            .build()
                            .send(
                                    HttpRequest.newBuilder(uri)
                                            .POST(
                                                    HttpRequest.BodyPublishers.ofString(
                                                            "{\"token\":\"abc\"}"))
                                            .build(),
                                    BodyHandlers.ofString());

            assertThat(uri.getScheme()).isEqualTo("https");
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("Secure");
        }
    }
}
