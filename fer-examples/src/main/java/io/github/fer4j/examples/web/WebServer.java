package io.github.fer4j.examples.web;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.detect.DetectorModelException;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.FastStart;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.cli.RecognizerOptions;
import io.github.fer4j.model.FerException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what faces express in a browser, and to programs over HTTP. */
@Command(
        name = "WebServer",
        sortOptions = false,
        description = {
            "Shows what faces express in a browser, and to programs over HTTP.",
            "Nothing of a picture is stored, logged or sent on. Ends on Ctrl-C, once requests under"
                    + " way are answered."
        },
        footer = {
            "",
            "Ends with 1 if it cannot listen or its files cannot be used, 2 for wrong usage; when"
                    + " it is stopped by Ctrl-C with 130, by SIGTERM with 143, as the JVM does."
        })
public final class WebServer extends MainCommand {
    @Mixin private WebOptions options;
    @Mixin private RecognizerOptions recognizer;

    /** For {@link #main} and tests. */
    public WebServer() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        FastStart.begin(args);
        Launcher.launch(new WebServer(), args);
    }

    @Override
    public Integer call() throws IOException {
        WebSettings settings;
        try {
            settings = options.settings(recognizer);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (EmotionRecognizer faces = openRecognizer();
                FerServer server = FerServer.start(settings, faces, this::note)) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        stopping.countDown();
                                        await(stopped);
                                    },
                                    "fer-web-stop"));
            announce(server, settings);
            await(stopping);
        } finally {
            stopped.countDown();
        }
        return ExitCodes.DONE;
    }

    private EmotionRecognizer openRecognizer() {
        try {
            return recognizer.open();
        } catch (DetectorModelException e) {
            throw new FerException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private void announce(FerServer server, WebSettings settings) {
        if (isJson()) {
            jsonLines().write(json -> json.writeStringField("url", server.uri().toString()));
        } else {
            out().println("fer listens on " + server.uri());
            out().flush();
        }
        if (!server.isLocal() && settings.token().isEmpty()) {
            note(
                    "warning: everybody who reaches this machine may use it: there is no"
                            + " authentication; --token asks for one");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
