package io.github.fer4j.examples.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a server listens, what it shows and to whom. Immutable.
 *
 * @param host the address or name it is bound to
 * @param port the port, 0 for any that is free
 * @param source a camera's number, a video file or a stream's address for {@code /video_feed}
 * @param allowedHosts names under which browsers reach it besides its own
 * @param token what who asks must know
 * @param keystore the key of HTTPS
 * @param limits how much it takes on
 */
record WebSettings(
        String host,
        int port,
        Optional<String> source,
        List<String> allowedHosts,
        Optional<String> token,
        Optional<Keystore> keystore,
        Limits limits) {
    static final String LOOPBACK = "127.0.0.1";
    static final int DEFAULT_PORT = 8080;

    WebSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(keystore, "keystore");
        Objects.requireNonNull(limits, "limits");
        allowedHosts = List.copyOf(allowedHosts);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
        }
        if (token.isPresent() && token.get().isBlank()) {
            throw new IllegalArgumentException("the token is empty");
        }
    }

    static Builder builder() {
        return new Builder();
    }

    /**
     * A file with a key and its certificate.
     *
     * @param file PKCS #12 or JKS
     * @param password opens it
     */
    record Keystore(Path file, String password) {
        Keystore {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(password, "password");
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** The token is nobody's to read. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    /** Collects settings; what is not named is as {@code WebServer} without an option has it. */
    static final class Builder {
        private String host = LOOPBACK;
        private int port = DEFAULT_PORT;
        private Optional<String> source = Optional.empty();
        private List<String> allowedHosts = List.of();
        private Optional<String> token = Optional.empty();
        private Optional<Keystore> keystore = Optional.empty();
        private Limits limits = Limits.defaults();

        Builder host(String host) {
            this.host = host;
            return this;
        }

        Builder port(int port) {
            this.port = port;
            return this;
        }

        Builder source(String source) {
            this.source = Optional.of(source);
            return this;
        }

        Builder allowedHosts(List<String> names) {
            this.allowedHosts = names;
            return this;
        }

        Builder token(String token) {
            this.token = Optional.of(token);
            return this;
        }

        Builder keystore(Path file, String password) {
            this.keystore = Optional.of(new Keystore(file, password));
            return this;
        }

        Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        WebSettings build() {
            return new WebSettings(host, port, source, allowedHosts, token, keystore, limits);
        }
    }

    /**
     * How much a server takes on before it says no.
     *
     * @param bodyBytes of a request's body
     * @param pixels of a picture
     * @param pictures of a request
     * @param decode how long a picture may take to decode
     * @param analyses how many pictures are analysed at once
     * @param inFlight how many requests are analysed or wait for it
     * @param longestWait how long a request may wait for its turn
     * @param bufferedBytes of all bodies together
     * @param connections how many there may be
     * @param idle how long a connection may stay without a request, or a request without a byte
     * @param bytesPerSecond how fast a body must come and an answer must go
     * @param live the limits of a live connection
     * @param viewers how many may watch {@code /video_feed}
     * @param stop how long requests under way have when the server stops
     */
    record Limits(
            long bodyBytes,
            long pixels,
            int pictures,
            Duration decode,
            int analyses,
            int inFlight,
            Duration longestWait,
            long bufferedBytes,
            int connections,
            Duration idle,
            int bytesPerSecond,
            Live live,
            int viewers,
            Duration stop) {
        Limits {
            requireAtLeast(1, bodyBytes, "--max-body");
            requireAtLeast(1, pixels, "--max-pixels");
            requireAtLeast(1, pictures, "--max-pictures");
            requireAtLeast(1, decode.toMillis(), "--decode-ms");
            requireAtLeast(1, analyses, "--analyses");
            requireAtLeast(1, inFlight, "--max-in-flight");
            requireAtLeast(1, longestWait.toMillis(), "--wait-ms");
            requireAtLeast(1, bufferedBytes, "--max-buffered");
            requireAtLeast(1, connections, "--max-connections");
            requireAtLeast(1, idle.toMillis(), "--idle-ms");
            requireAtLeast(1, bytesPerSecond, "--min-rate");
            requireAtLeast(1, viewers, "--max-viewers");
            requireAtLeast(0, stop.toMillis(), "--stop-ms");
            if (bodyBytes > Integer.MAX_VALUE - 1024) {
                throw new IllegalArgumentException("--max-body must be < 2 GiB, was " + bodyBytes);
            }
        }

        static Limits defaults() {
            long mebi = 1L << 20;
            return new Limits(
                    10 * mebi,
                    40_000_000,
                    32,
                    Duration.ofSeconds(5),
                    Runtime.getRuntime().availableProcessors(),
                    256,
                    Duration.ofSeconds(30),
                    Math.max(64 * mebi, Math.min(512 * mebi, Runtime.getRuntime().maxMemory() / 4)),
                    1024,
                    Duration.ofSeconds(20),
                    1024,
                    new Live(32, 2 * mebi, 60, Duration.ofSeconds(60)),
                    32,
                    Duration.ofSeconds(10));
        }
    }

    /**
     * The limits of the WebSocket.
     *
     * @param clients how many there may be
     * @param frameBytes of a frame
     * @param framesPerSecond how many of a client are answered
     * @param idle how long a client may stay silent
     */
    record Live(int clients, long frameBytes, int framesPerSecond, Duration idle) {
        Live {
            requireAtLeast(1, clients, "--max-live");
            requireAtLeast(1, frameBytes, "--max-live-frame");
            requireAtLeast(1, framesPerSecond, "--live-fps");
            requireAtLeast(1, idle.toMillis(), "--live-idle-ms");
            if (frameBytes > Integer.MAX_VALUE - 1024) {
                throw new IllegalArgumentException(
                        "--max-live-frame must be < 2 GiB, was " + frameBytes);
            }
        }
    }

    private static void requireAtLeast(long least, long value, String option) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s must be >= %d, was %d".formatted(option, least, value));
        }
    }
}
