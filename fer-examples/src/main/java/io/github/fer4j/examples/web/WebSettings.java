package io.github.fer4j.examples.web;

import java.nio.file.Path;
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
        private Limits limits = Limits.builder().build();

        /**
         * @param host may be an IPv6 address in the brackets that it has in a URL
         */
        Builder host(String host) {
            this.host = host.replaceFirst("^\\[(.*)]$", "$1");
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
}
