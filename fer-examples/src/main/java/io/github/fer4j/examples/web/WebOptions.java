package io.github.fer4j.examples.web;

import io.github.fer4j.examples.cli.RecognizerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the server listens, and to whom; a picocli mixin. */
final class WebOptions {
    private static final String PASSWORD_VARIABLE = "FER_TLS_PASSWORD";

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
                            + " stream's address; opened while somebody watches; default: camera 0,"
                            + " and none if --host lets others in.")
    private String source;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "The address to listen on, 0.0.0.0 for all; default: 127.0.0.1, which only this"
                            + " machine reaches.")
    private String host = WebSettings.LOOPBACK;

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            description =
                    "A name by which browsers may ask for this server, besides localhost, --host"
                            + " and any address; may be repeated.")
    private List<String> allowedHosts = new ArrayList<>();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Answer only who knows this, as \"Authorization: Bearer TOKEN\".")
    private String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The same from a file, where the list of processes does not show it.")
    private Path tokenFile;

    @Option(
            names = "--tls-keystore",
            paramLabel = "FILE",
            description =
                    "Speak HTTPS with the key in this PKCS #12 or JKS file. Its password is in the"
                            + " environment variable "
                            + PASSWORD_VARIABLE
                            + " or in --tls-password-file.")
    private Path keystore;

    @Option(
            names = "--tls-password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password of --tls-keystore.")
    private Path passwordFile;

    @Mixin private LimitOptions limits;

    /** For picocli. */
    WebOptions() {}

    /**
     * @param pictures how pictures are read
     * @return all settings
     * @throws IOException if a file with a secret cannot be read
     * @throws IllegalArgumentException if an option is out of its range or does not fit another
     */
    WebSettings settings(RecognizerOptions pictures) throws IOException {
        Limits.Builder taken = limits.builder().truncated(pictures.truncatedImages());
        pictures.maxPixels().ifPresent(taken::pixels);
        WebSettings.Builder builder =
                WebSettings.builder()
                        .host(host)
                        .port(port)
                        .allowedHosts(allowedHosts)
                        .limits(taken.build());
        source().ifPresent(builder::source);
        if (token != null && tokenFile != null) {
            throw new IllegalArgumentException("--token and --token-file are the same: name one");
        }
        if (token != null) {
            builder.token(token);
        }
        if (tokenFile != null) {
            builder.token(firstLine(tokenFile));
        }
        if (keystore != null) {
            builder.keystore(keystore, password());
        } else if (passwordFile != null) {
            throw new IllegalArgumentException("--tls-password-file needs --tls-keystore");
        }
        return builder.build();
    }

    /** Who lets others in says first that they may look through the camera. */
    private Optional<String> source() throws IOException {
        if (source != null) {
            if (VideoFeed.isFile(source) && !Files.exists(Path.of(source))) {
                throw new NoSuchFileException(source);
            }
            return Optional.of(source);
        }
        return InetAddress.getByName(host).isLoopbackAddress()
                ? Optional.of("0")
                : Optional.empty();
    }

    private String password() throws IOException {
        if (passwordFile != null) {
            return firstLine(passwordFile);
        }
        String password = System.getenv(PASSWORD_VARIABLE);
        if (password == null) {
            throw new IllegalArgumentException(
                    "--tls-keystore needs its password, in the environment variable "
                            + PASSWORD_VARIABLE
                            + " or in --tls-password-file");
        }
        return password;
    }

    private static String firstLine(Path file) throws IOException {
        return Files.readString(file).lines().findFirst().orElse("").strip();
    }
}
