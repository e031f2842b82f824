package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fer4j.EmotionRecognizer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WebElement;

/** The stream, the interface's description, and what holds for every page. */
class OtherPagesIT {
    private static final String TOKEN = "open sesame";
    private static final String READY =
            """
            const message = document.getElementById('message');
            return document.readyState === 'complete' &&
                !(message && /Reading|Connecting/.test(message.textContent));
            """;

    @TempDir static Path folder;

    private static EmotionRecognizer recognizer;
    private static FerServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        Browser.assumeInstalled();
        recognizer = EmotionRecognizer.create();
        Path film = Scenes.film(folder.resolve("source.mjpeg"));
        server =
                FerServer.start(
                        WebSettings.builder().port(0).source(film.toString()).build(), recognizer);
        browser = Browser.open(folder);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
        if (recognizer != null) {
            recognizer.close();
        }
    }

    @BeforeEach
    void forgetComplaints() {
        browser.complaints();
        browser.forgetRequests();
    }

    private static void open(String page) {
        browser.go(server.uri().resolve(page));
        browser.await("the page", READY);
    }

    @Test
    void stream_film_movesUntilItIsPaused() {
        open("/stream");
        browser.await("a frame", "return document.getElementById('stream').naturalWidth > 0;");
        String first = frame("stream");
        browser.await(
                "another frame",
                """
                const image = document.getElementById('stream');
                const canvas = document.createElement('canvas');
                canvas.width = image.naturalWidth;
                canvas.height = image.naturalHeight;
                canvas.getContext('2d').drawImage(image, 0, 0);
                return canvas.toDataURL() !== arguments[0];
                """,
                first);
        assertThat(browser.text("#message")).isEmpty();
        browser.find("#toggle").click();
        assertThat(browser.find("#still").isDisplayed()).isTrue();
        assertThat(browser.find("#stream").isDisplayed()).isFalse();
        assertThat(browser.find("#stream").getAttribute("src")).isNullOrEmpty();
        browser.find("#toggle").click();
        browser.await("a frame", "return document.getElementById('stream').naturalWidth > 0;");
        assertThat(browser.complaints()).isEmpty();
    }

    private static String frame(String id) {
        return (String)
                browser.run(
                        """
                        const image = document.getElementById(arguments[0]);
                        const canvas = document.createElement('canvas');
                        canvas.width = image.naturalWidth;
                        canvas.height = image.naturalHeight;
                        canvas.getContext('2d').drawImage(image, 0, 0);
                        return canvas.toDataURL();
                        """,
                        id);
    }

    @Test
    void stream_serverWithoutSource_saysSo() throws IOException {
        try (FerServer bare = FerServer.start(WebSettings.builder().port(0).build(), recognizer)) {
            browser.go(bare.uri().resolve("/stream"));
            browser.await("the page", READY);
            assertThat(browser.text("#message")).contains("no source").contains("--source");
            assertThat(browser.find("#toggle").isDisplayed()).isFalse();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void api_description_isShownWhole() throws IOException {
        open("/api");
        Map<?, ?> description;
        try (InputStream in = server.uri().resolve("/openapi.json").toURL().openStream()) {
            description = new ObjectMapper().readValue(in, Map.class);
        }
        Map<?, ?> paths = (Map<?, ?>) description.get("paths");
        assertThat(paths).isNotEmpty();
        List<String> shown =
                browser.findAll("article h2").stream().map(WebElement::getText).toList();
        for (Map.Entry<?, ?> path : paths.entrySet()) {
            for (Object verb : ((Map<?, ?>) path.getValue()).keySet()) {
                assertThat(shown)
                        .anyMatch(
                                heading ->
                                        heading.startsWith(verb.toString().toUpperCase())
                                                && heading.endsWith(path.getKey().toString()));
            }
        }
        assertThat(browser.find("main").getText())
                .contains(
                        "curl -H 'Content-Type: image/jpeg' --data-binary @photo.jpg "
                                + server.uri().resolve("/api/v1/analyze"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void modelCard_ofEveryPage_isReadInTheBrowser() {
        open("/");
        browser.find("footer a").click();
        assertThat(browser.text("body")).contains("Model card").contains("must not be used for");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void token_askedFor_letsInWhoKnowsIt() throws IOException {
        WebSettings settings = WebSettings.builder().port(0).token(TOKEN).build();
        try (FerServer closed = FerServer.start(settings, recognizer)) {
            browser.go(closed.uri());
            browser.await("the question", "return document.querySelector('dialog') !== null;");
            browser.find("#token").sendKeys("guess");
            browser.find("dialog button").click();
            browser.await(
                    "the refusal",
                    "return document.querySelector('dialog .error').textContent !== '';");
            assertThat(browser.text("dialog .error")).contains("not the server’s token");
            browser.find("#token").clear();
            browser.find("#token").sendKeys(TOKEN);
            browser.find("dialog button").click();
            browser.await("to be let in", "return document.querySelector('dialog') === null;");
            Path picture = Files.write(folder.resolve("in.png"), Scenes.astronautFile());
            browser.find("#files").sendKeys(picture.toString());
            browser.await("the result", "return document.querySelector('article .face') !== null;");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/live", "/stream", "/api"})
    void page_narrowAndWide_hasNothingToScrollSideways(String page) {
        for (int width : new int[] {320, 360, 768, 1280}) {
            browser.size(width, 800);
            open(page);
            assertThat(
                            browser.run(
                                    """
                                    const page = document.documentElement;
                                    return page.scrollWidth - page.clientWidth;
                                    """))
                    .as("hidden at %d pixels", width)
                    .isEqualTo(0L);
        }
        browser.size(1280, 900);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/live", "/stream", "/api"})
    void page_lightAndDark_isAccessible(String page) throws IOException {
        String axe;
        try (InputStream in =
                getClass()
                        .getResourceAsStream(
                                "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        open(page);
        if (page.equals("/")) {
            Path picture = Files.write(folder.resolve("axe.png"), Scenes.astronautFile());
            browser.find("#files").sendKeys(picture.toString());
            browser.await("a box", "return document.querySelector('article .box') !== null;");
        }
        browser.run(axe);
        for (String scheme : List.of("light", "dark")) {
            browser.colorScheme(scheme);
            List<?> violations =
                    (List<?>)
                            browser.driver()
                                    .executeAsyncScript(
                                            """
                                            const done = arguments[arguments.length - 1];
                                            axe.run().then(found => done(found.violations.map(one =>
                                                one.id + ': ' + one.nodes.map(node => node.html
                                                    + node.failureSummary).join('; '))));
                                            """);
            assertThat(new ArrayList<>(violations)).as(scheme).isEmpty();
        }
        browser.colorScheme("light");
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests())
                .allMatch(address -> URI.create(address).getHost().equals("127.0.0.1"));
    }
}
