package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real Chromium without a window. Tests that need one are skipped, and say so, where it or its
 * driver is missing.
 */
final class Browser implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** No sandbox: root has none, and containers seldom. Nothing is to go out by itself. */
    private static final List<String> SWITCHES =
            List.of(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--window-size=1280,900");

    /** It warns that it does not know the newest DevTools, of which this needs nothing new. */
    private static final Logger DEV_TOOLS = Logger.getLogger("org.openqa.selenium.devtools");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChromeDriver driver;
    private final List<String> requests = new ArrayList<>();

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test where there is no browser to run it in. */
    static void assumeInstalled() {
        assumeTrue(
                program("chromium").isPresent() && program("chromedriver").isPresent(),
                "no chromium and chromedriver on the PATH: tests in a browser are skipped");
    }

    /**
     * @param downloads where downloads go
     * @param more switches of this browser's own
     */
    static Browser open(Path downloads, String... more) {
        DEV_TOOLS.setLevel(Level.OFF);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium").orElseThrow().toFile());
        options.addArguments(SWITCHES);
        options.addArguments(more);
        options.setExperimentalOption(
                "prefs", Map.of("download.default_directory", downloads.toString()));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
                        .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return new Browser(driver);
    }

    private static Optional<Path> program(String name) {
        return Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH"))
                                .orElse("")
                                .split(File.pathSeparator))
                .filter(Predicate.not(String::isEmpty))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    ChromeDriver driver() {
        return driver;
    }

    void go(URI page) {
        driver.get(page.toString());
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> findAll(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** At once, for pages that change all the time; empty where there is no such thing. */
    String text(String css) {
        return (String) run("return document.querySelector(arguments[0])?.innerText ?? '';", css);
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Waits until a script that returns a boolean does so with true. */
    void await(String what, String script, Object... arguments) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Boolean.TRUE.equals(run(script, arguments))) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(end);
            pause(Duration.ofMillis(50));
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void size(int width, int height) {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void colorScheme(String scheme) {
        devTools(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void devTools(String command, Map<String, Object> parameters) {
        driver.executeCdpCommand(command, parameters);
    }

    /**
     * The console's errors, breaches of the content security policy among them, since last asked.
     */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().equals(Level.SEVERE))
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The addresses of all that was asked for over a network. */
    List<String> requests() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            try {
                JsonNode message = JSON.readTree(entry.getMessage()).path("message");
                JsonNode parameters = message.path("params");
                switch (message.path("method").asText()) {
                    case "Network.requestWillBeSent" ->
                            requests.add(parameters.path("request").path("url").asText());
                    case "Network.webSocketCreated" ->
                            requests.add(parameters.path("url").asText());
                    default -> {
                        // says nothing of addresses
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return requests.stream()
                .filter(address -> address.matches("(https?|wss?|ftp):.*"))
                .toList();
    }

    /** What was asked for so far is no longer of interest. */
    void forgetRequests() {
        requests();
        requests.clear();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
