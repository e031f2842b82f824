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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The stream, the interface's description, and what holds for every page. */
class OtherPagesIT {
    private static final String TOKEN = "open sesame";
    private static final String NO_QUESTION = "return document.querySelector('dialog') === null;";
    private static final String READY =
            """
            const message = document.getElementById('message');
            return document.readyState === 'complete' &&
                !(message && /Reading|Connecting/.test(message.textContent));
            """;

    @TempDir static Path folder;

    private static EmotionRecognizer recognizer;
    private static Path film;
    private static FerServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        Browser.assumeInstalled();
        recognizer = EmotionRecognizer.create();
        film = Scenes.film(folder.resolve("source.mjpeg"));
        server = withSource(0);
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
        awaitAnotherFrame();
        assertThat(browser.text("#message")).isEmpty();
        browser.find("#toggle").click();
        assertThat(browser.find("#stream").isDisplayed()).as("the last frame").isTrue();
        assertThat(browser.text("#toggle")).isEqualTo("Play");
        browser.await(
                "nobody to watch",
                """
                return fetch('/metrics').then(answer => answer.text())
                    .then(text => /^fer_feed_viewers 0/m.test(text));
                """);
        browser.find("#toggle").click();
        awaitAnotherFrame();
        assertThat(browser.complaints()).isEmpty();
    }

    private static void awaitAnotherFrame() {
        browser.await("a frame", "return document.getElementById('stream').checkVisibility();");
        browser.await(
                "another frame",
                "return document.getElementById('stream').toDataURL() !== arguments[0];",
                browser.run("return document.getElementById('stream').toDataURL();"));
    }

    @Test
    void stream_endedOrBroken_isSaidAndStartsAnew() throws IOException {
        URI page;
        try (FerServer first = withSource(0)) {
            page = first.uri().resolve("/stream");
            browser.go(page);
            awaitAnotherFrame();
        }
        awaitError("The stream has ended");
        assertThat(browser.find("#stream").isDisplayed()).isFalse();
        browser.complaints();
        try (FerServer second = withSource(page.getPort())) {
            assertThat(second.uri().getPort()).isEqualTo(page.getPort());
            tryAgain();
            awaitAnotherFrame();
            assertThat(browser.text("#message")).isEmpty();
            assertThat(focused()).isEqualTo("toggle");
            press(Keys.ENTER);
            assertThat(browser.text("#toggle")).isEqualTo("Play");
            browser.run(
                    """
                    const ask = window.fetch;
                    window.fetch = async (path, options) => path === '/video_feed'
                        ? new Response(new ReadableStream({
                            pull: controller => controller.error(new TypeError('network error')),
                          }))
                        : ask(path, options);
                    """);
            press(Keys.ENTER);
            awaitError("The stream broke off");
            assertThat(browser.text("#toggle")).isEqualTo("Try again");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static FerServer withSource(int port) throws IOException {
        return FerServer.start(
                WebSettings.builder().port(port).source(film.toString()).build(), recognizer);
    }

    private static void tryAgain() {
        assertThat(browser.text("#toggle")).isEqualTo("Try again");
        browser.run("document.getElementById('toggle').focus();");
        press(Keys.ENTER);
    }

    private static void awaitError(String text) {
        browser.await(
                text,
                """
                const message = document.getElementById('message');
                return message.classList.contains('error') &&
                    message.textContent.includes(arguments[0]);
                """,
                text);
    }

    private static void press(CharSequence key) {
        new Actions(browser.driver()).sendKeys(key).perform();
    }

    private static String focused() {
        return (String) browser.run("return document.activeElement.id;");
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
            awaitQuestion();
            browser.find("#token").sendKeys("guess");
            browser.find("dialog button").click();
            browser.await(
                    "the refusal",
                    "return document.querySelector('dialog .error').textContent !== '';");
            assertThat(browser.text("dialog .error")).contains("not the server’s token");
            signIn();
            Path picture = Files.write(folder.resolve("in.png"), Scenes.astronautFile());
            browser.find("#files").sendKeys(picture.toString());
            browser.await("the result", "return document.querySelector('article .face') !== null;");
        }
    }

    private static void awaitQuestion() {
        browser.await(
                "one question for the token",
                """
                return document.querySelectorAll('dialog').length === 1 &&
                    document.activeElement.id === 'token';
                """);
    }

    private static void signIn() {
        browser.find("#token").clear();
        browser.find("#token").sendKeys(TOKEN);
        browser.find("dialog button").click();
        browser.await("to be let in", NO_QUESTION);
    }

    @Test
    void token_notGiven_isSaidAndAskedForAgain() throws IOException {
        WebSettings settings =
                WebSettings.builder().port(0).token(TOKEN).source(film.toString()).build();
        try (FerServer closed = FerServer.start(settings, recognizer)) {
            browser.driver().manage().deleteAllCookies();
            browser.go(closed.uri());
            awaitQuestion();
            Path picture = Files.write(folder.resolve("later.png"), Scenes.astronautFile());
            String three = String.join("\n", Collections.nCopies(3, picture.toString()));
            browser.find("#files").sendKeys(three);
            press(Keys.ESCAPE);
            browser.await(
                    "what became of each picture",
                    "return document.querySelectorAll('article .error').length === 3;");
            assertThat(browser.findAll("dialog")).isEmpty();
            assertThat(browser.text("article .error")).contains("access token");
            browser.find("#files").sendKeys(picture.toString());
            awaitQuestion();
            press(Keys.ESCAPE);
            browser.await("no question", NO_QUESTION);
            browser.find("#files").sendKeys(picture.toString());
            awaitQuestion();
            signIn();
            browser.await("the result", "return document.querySelector('article .face') !== null;");

            browser.driver().manage().deleteAllCookies();
            for (String page : List.of("/live", "/stream")) {
                browser.go(closed.uri().resolve(page));
                if (page.equals("/live")) {
                    browser.find("#toggle").click();
                }
                awaitQuestion();
                browser.find("dialog button[type=button]").click();
                awaitError("access token");
                browser.run("document.getElementById('toggle').focus();");
                press(Keys.ENTER);
                awaitQuestion();
                press(Keys.ESCAPE);
                awaitError("access token");
                assertThat(focused()).isEqualTo("toggle");
            }
            browser.find("#toggle").click();
            awaitQuestion();
            signIn();
            awaitAnotherFrame();
        }
    }

    @Test
    void token_severalWantToBeLetIn_isAskedForOnce() throws IOException {
        WebSettings settings = WebSettings.builder().port(0).token(TOKEN).build();
        try (FerServer closed = FerServer.start(settings, recognizer)) {
            browser.driver().manage().deleteAllCookies();
            browser.go(closed.uri());
            awaitQuestion();
            browser.run(
                    """
                    const {admitted} = await import('/assets/server.js');
                    const session = () => performance.getEntriesByName(
                        new URL('/api/v1/session', location).href).length;
                    const before = session();
                    Promise.all([admitted(), admitted()]).then(() => { window.letIn = true; });
                    while (session() < before + 2) {
                      await new Promise(resolve => setTimeout(resolve, 20));
                    }
                    """);
            assertThat(browser.findAll("#token")).hasSize(1);
            signIn();
            browser.await("all to be let in", "return window.letIn === true;");
            assertThat(browser.findAll("dialog")).isEmpty();
        }
    }

    @Test
    void token_sessionEndsBetweenPictures_isAskedForAndThePictureSentAgain() throws IOException {
        WebSettings settings = WebSettings.builder().port(0).token(TOKEN).build();
        try (FerServer closed = FerServer.start(settings, recognizer)) {
            browser.driver().manage().deleteAllCookies();
            browser.go(closed.uri());
            awaitQuestion();
            signIn();
            browser.driver().manage().deleteAllCookies();
            Path picture = folder.resolve("again.png");
            Files.write(picture, Arrays.copyOf(Scenes.astronautFile(), 9_000_000));
            browser.find("#files").sendKeys(picture.toString());
            awaitQuestion();
            signIn();
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
