package io.github.fer4j.examples.web;

import picocli.CommandLine.Option;

/** Where the server listens and how much it takes on; a picocli mixin. */
final class WebOptions {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where to listen; 0 for any free port; default: 8080.")
    private int port = WebSettings.DEFAULT_PORT;

    @Option(
            names = "--source",
            paramLabel = "CAMERA|FILE",
            description =
                    "What /video_feed shows: a camera's number, a video file (again and again) or a"
                            + " stream's address.")
    private String source;

    /** For picocli. */
    WebOptions() {}

    WebSettings settings() {
        WebSettings.Builder builder = WebSettings.builder().port(port);
        if (source != null) {
            builder.source(source);
        }
        return builder.build();
    }
}
