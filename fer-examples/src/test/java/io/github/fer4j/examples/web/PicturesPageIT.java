package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.FaceResult;
import io.github.fer4j.ImageAnalysis;
import io.github.fer4j.detect.FaceBox;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page for pictures, as a visitor uses it. */
class PicturesPageIT {
    private static final String ALL_DONE =
            """
            const cards = [...document.querySelectorAll('article')];
            return cards.length === arguments[0] && cards.every(card => card.dataset.state) &&
                cards.every(card => [...card.querySelectorAll('img')].every(one => one.complete));
            """;

    @TempDir static Path folder;

    private static EmotionRecognizer recognizer;
    private static FerServer server;
    private static Browser browser;
    private static Path astronaut;

    @BeforeAll
    static void start() throws IOException {
        Browser.assumeInstalled();
        recognizer = EmotionRecognizer.create();
        server = FerServer.start(WebSettings.builder().port(0).build(), recognizer);
        browser = Browser.open(folder);
        astronaut = Files.write(folder.resolve("astronaut.png"), Scenes.astronautFile());
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
    void open() {
        browser.size(1280, 900);
        browser.colorScheme("light");
        browser.go(server.uri());
    }

    @AfterEach
    void nothingWentElsewhere() {
        assertThat(browser.requests())
                .isNotEmpty()
                .allMatch(address -> address.startsWith(server.uri().toString()));
    }

    private void choose(Path... files) {
        browser.find("#files")
                .sendKeys(
                        Arrays.stream(files).map(Path::toString).collect(Collectors.joining("\n")));
    }

    private void awaitCards(int count) {
        browser.await(count + " results", ALL_DONE, count);
    }

    /** The box's and its picture's corner and size as they are seen. */
    private FaceBox shownBox(String card, ImageAnalysis picture) {
        Map<?, ?> share =
                (Map<?, ?>)
                        browser.run(
                                """
                                const image = document.querySelector(arguments[0] + ' img')
                                    .getBoundingClientRect();
                                const box = document.querySelector(arguments[0] + ' .box')
                                    .getBoundingClientRect();
                                return {
                                  x: (box.x - image.x) / image.width,
                                  y: (box.y - image.y) / image.height,
                                  width: box.width / image.width,
                                  height: box.height / image.height,
                                };
                                """,
                                card);
        return new FaceBox(
                rounded(share.get("x"), picture.width()),
                rounded(share.get("y"), picture.height()),
                rounded(share.get("width"), picture.width()),
                rounded(share.get("height"), picture.height()));
    }

    private static int rounded(Object share, int length) {
        return (int) Math.round(((Number) share).doubleValue() * length);
    }

    private static void assertNear(FaceBox shown, FaceBox expected) {
        assertThat(shown.x()).isCloseTo(expected.x(), within(2));
        assertThat(shown.y()).isCloseTo(expected.y(), within(2));
        assertThat(shown.width()).isCloseTo(expected.width(), within(3));
        assertThat(shown.height()).isCloseTo(expected.height(), within(3));
    }

    @Test
    void upload_portrait_showsTheLibrarysNumbersAndItsBoxInPlace() {
        ImageAnalysis expected = recognizer.analyze(astronaut);
        FaceResult face = expected.iterator().next();
        choose(astronaut);
        awaitCards(1);
        assertThat(browser.text("article h2")).isEqualTo("astronaut.png");
        assertThat(browser.text("article header p")).isEqualTo("512 × 512, 1 face");
        assertThat(browser.text("#status")).isEqualTo("1 picture, 1 face");
        assertThat(browser.text("article .face h3")).contains("Face 1").contains("happy");
        List<String> rows =
                browser.findAll("article .scores tr").stream()
                        .map(row -> row.getText().replaceAll("[\\s\\u00a0]+", " "))
                        .toList();
        assertThat(rows)
                .isEqualTo(
                        face.emotions().asMap().entrySet().stream()
                                .map(
                                        score ->
                                                "%s %d %%"
                                                        .formatted(
                                                                score.getKey().label(),
                                                                Math.round(100 * score.getValue())))
                                .toList());
        assertNear(shownBox("article", expected), face.box());
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void upload_photoTakenSideways_hasItsBoxWhereTheBrowserShowsTheFace() throws IOException {
        Path photo = Scenes.lyingPhoto(folder.resolve("phone.jpg"));
        ImageAnalysis expected = recognizer.analyze(photo);
        assertThat(expected.width()).as("upright").isLessThan(expected.height());
        choose(photo);
        awaitCards(1);
        Map<?, ?> shown =
                (Map<?, ?>)
                        browser.run(
                                """
                                const {width, height} = document.querySelector('article img')
                                    .getBoundingClientRect();
                                return {width, height};
                                """);
        assertThat(((Number) shown.get("width")).doubleValue())
                .isLessThan(((Number) shown.get("height")).doubleValue());
        assertNear(shownBox("article", expected), expected.iterator().next().box());
    }

    @Test
    void upload_severalAndOneBroken_saysWhatIsWrongWithItInItsPlace() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jpg"), "this is no picture at all");
        Path blank = folder.resolve("blank.png");
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", blank.toFile());
        choose(astronaut, broken, blank);
        awaitCards(3);
        List<WebElement> cards = browser.findAll("article");
        assertThat(cards)
                .extracting(card -> card.getAttribute("data-state"))
                .containsExactly("done", "failed", "done");
        assertThat(cards.get(1).getText()).contains("broken.jpg").contains("No result");
        assertThat(cards.get(1).findElement(By.cssSelector(".error")).getText())
                .isNotBlank()
                .doesNotContain("status");
        assertThat(cards.get(2).getText()).contains("64 × 48, no faces").contains("No face was");
        assertThat(browser.text("#status")).isEqualTo("3 pictures, 1 face");
        // What the browser itself writes of an answer that is none.
        assertThat(browser.complaints()).singleElement().asString().contains("422");
    }

    @Test
    void upload_largerThanTheServerTakes_isMadeSmallerInTheBrowser() throws IOException {
        Limits small = Limits.builder().bodyBytes(300_000).pixels(200_000).build();
        assertThat(Files.size(astronaut)).isGreaterThan(small.bodyBytes());
        WebSettings settings = WebSettings.builder().port(0).limits(small).build();
        try (FerServer strict = FerServer.start(settings, recognizer)) {
            browser.go(strict.uri());
            choose(astronaut);
            awaitCards(1);
            assertThat(browser.text("article header p"))
                    .contains("1 face, made smaller for the server");
            assertThat(browser.text("article .face h3")).contains("happy");
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests())
                    .allMatch(
                            address ->
                                    address.startsWith(strict.uri().toString())
                                            || address.startsWith(server.uri().toString()));
        } finally {
            browser.forgetRequests();
            browser.go(server.uri());
        }
    }

    @Test
    void paste_picture_isAnalysed() throws IOException {
        give("paste");
        awaitCards(1);
        assertThat(browser.text("article .face h3")).contains("happy");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void drop_pictureBesideTheField_isAnalysed() throws IOException {
        give("drop");
        awaitCards(1);
        assertThat(browser.text("article .face h3")).contains("happy");
    }

    /** Gives the page a picture as a browser does that has one in its clipboard, or dragged. */
    private void give(String event) throws IOException {
        browser.run(
                """
                const bytes = Uint8Array.from(atob(arguments[0]), c => c.charCodeAt(0));
                const data = new DataTransfer();
                data.items.add(new File([bytes], 'image.png', {type: 'image/png'}));
                const options = {bubbles: true, cancelable: true};
                document.body.dispatchEvent(arguments[1] === 'paste'
                    ? new ClipboardEvent('paste', {...options, clipboardData: data})
                    : new DragEvent('drop', {...options, dataTransfer: data}));
                """,
                Base64.getEncoder().encodeToString(Scenes.astronautFile()),
                event);
    }

    @Test
    void download_annotatedPicture_isAPngOfTheSameSize() throws IOException {
        choose(astronaut);
        awaitCards(1);
        browser.find("article .controls button").click();
        Path file = folder.resolve("astronaut-annotated.png");
        for (int i = 0; i < 200 && !Files.exists(file); i++) {
            Browser.pause(Duration.ofMillis(50));
        }
        BufferedImage annotated = ImageIO.read(file.toFile());
        BufferedImage plain = ImageIO.read(astronaut.toFile());
        assertThat(annotated.getWidth()).isEqualTo(512);
        assertThat(annotated.getHeight()).isEqualTo(512);
        assertThat(annotated.getRGB(174, 100))
                .as("on the box")
                .isNotEqualTo(plain.getRGB(174, 100));
        assertThat(annotated.getRGB(20, 500)).as("elsewhere").isEqualTo(plain.getRGB(20, 500));
    }

    @Test
    void keyboard_alone_picksReadsDownloadsAndClears() {
        press(Keys.TAB);
        assertThat(focused()).isEqualTo("Skip to content");
        press(Keys.ENTER);
        press(Keys.TAB);
        assertThat(focused()).isEqualTo("files");
        // The file dialog belongs to the system: that a key asks for it is what a page can do.
        browser.run(
                """
                const input = document.getElementById('files');
                input.addEventListener('click', event => {
                  event.preventDefault();
                  input.dataset.asked = 'yes';
                }, {once: true});
                """);
        press(Keys.SPACE);
        assertThat(browser.find("#files").getAttribute("data-asked")).isEqualTo("yes");
        choose(astronaut);
        awaitCards(1);
        press(Keys.TAB);
        assertThat(focused()).isEqualTo("clear");
        press(Keys.TAB);
        assertThat(focused()).isEqualTo("Download annotated PNG");
        new Actions(browser.driver())
                .keyDown(Keys.SHIFT)
                .sendKeys(Keys.TAB)
                .keyUp(Keys.SHIFT)
                .perform();
        press(Keys.ENTER);
        assertThat(browser.findAll("article")).isEmpty();
        assertThat(focused()).isEqualTo("files");
    }

    private static void press(CharSequence key) {
        new Actions(browser.driver()).sendKeys(key).perform();
    }

    private static String focused() {
        WebElement element = browser.driver().switchTo().activeElement();
        String id = element.getAttribute("id");
        return id == null || id.isEmpty() ? element.getText() : id;
    }

    @Test
    void status_announcesResultsToScreenReaders() {
        choose(astronaut);
        awaitCards(1);
        WebElement status = browser.find("#status");
        assertThat(status.getAriaRole()).isEqualTo("status");
        assertThat(browser.find("article").getAccessibleName()).isEqualTo("astronaut.png");
        assertThat(browser.find("article .face table").getAccessibleName())
                .isEqualTo("Face 1, probability of each expression");
        assertThat(browser.find("#files").getAccessibleName()).isEqualTo("Choose pictures");
    }
}
