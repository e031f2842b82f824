package io.github.fer4j.examples.web;

import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How much the server takes on; a picocli mixin. */
final class LimitOptions {
    @Option(
            names = "--max-body",
            paramLabel = "BYTES",
            description = "The largest body of a request (else 413); default: 10485760.")
    private Long bodyBytes;

    @Option(
            names = "--max-pictures",
            paramLabel = "COUNT",
            description = "The most pictures of a request (else 413); default: 32.")
    private Integer pictures;

    @Option(
            names = "--decode-ms",
            paramLabel = "MS",
            description = "How long a picture may take to decode (else 422); default: 5000.")
    private Integer decodeMillis;

    @Option(
            names = "--analyses",
            paramLabel = "COUNT",
            description =
                    "How many pictures are analysed at once; default: as many as there are"
                            + " processors.")
    private Integer analyses;

    @Option(
            names = "--max-in-flight",
            paramLabel = "COUNT",
            description =
                    "How many requests may be analysed or wait for it (else 503); default: 256.")
    private Integer inFlight;

    @Option(
            names = "--wait-ms",
            paramLabel = "MS",
            description = "How long a request may wait for its turn (else 503); default: 30000.")
    private Integer waitMillis;

    @Option(
            names = "--max-buffered",
            paramLabel = "BYTES",
            description =
                    "The most memory for bodies (else 503); default: a quarter of the heap, at most"
                            + " 512 MiB.")
    private Long bufferedBytes;

    @Option(
            names = "--max-connections",
            paramLabel = "COUNT",
            description =
                    "How many connections there may be; more wait to be accepted; default: 1024.")
    private Integer connections;

    @Option(
            names = "--idle-ms",
            paramLabel = "MS",
            description =
                    "How long a connection may take for the head of a request, or stay silent"
                            + " within one; default: 20000.")
    private Integer idleMillis;

    @Option(
            names = "--min-rate",
            paramLabel = "BYTES",
            description =
                    "How many bytes a second a body must bring and an answer must get rid of (else"
                            + " 408, or the connection is closed); default: 1024.")
    private Integer bytesPerSecond;

    @Option(
            names = "--max-live",
            paramLabel = "COUNT",
            description = "How many live connections there may be (else 503); default: 32.")
    private Integer liveClients;

    @Option(
            names = "--max-live-frame",
            paramLabel = "BYTES",
            description = "The largest live frame (else closed with 1009); default: 2097152.")
    private Long liveFrameBytes;

    @Option(
            names = "--live-fps",
            paramLabel = "COUNT",
            description =
                    "How many frames of a live client are answered a second; who sends ten times as"
                            + " many is closed with 1008; default: 60.")
    private Integer liveFramesPerSecond;

    @Option(
            names = "--live-idle-ms",
            paramLabel = "MS",
            description = "How long a live client may stay silent; default: 60000.")
    private Integer liveIdleMillis;

    @Option(
            names = "--max-viewers",
            paramLabel = "COUNT",
            description = "How many may watch /video_feed (else 503); default: 32.")
    private Integer viewers;

    @Option(
            names = "--stop-ms",
            paramLabel = "MS",
            description = "How long requests under way have when the server stops; default: 10000.")
    private Integer stopMillis;

    /** For picocli. */
    LimitOptions() {}

    /**
     * @return the limits, but for those of pictures
     * @throws IllegalArgumentException if a number is out of its range, when it is built
     */
    Limits.Builder builder() {
        Limits.Builder builder = Limits.builder();
        set(bodyBytes, builder::bodyBytes);
        set(pictures, builder::pictures);
        set(decodeMillis, builder::decodeMillis);
        set(analyses, builder::analyses);
        set(inFlight, builder::inFlight);
        set(waitMillis, builder::waitMillis);
        set(bufferedBytes, builder::bufferedBytes);
        set(connections, builder::connections);
        set(idleMillis, builder::idleMillis);
        set(bytesPerSecond, builder::bytesPerSecond);
        set(liveClients, builder::liveClients);
        set(liveFrameBytes, builder::liveFrameBytes);
        set(liveFramesPerSecond, builder::liveFramesPerSecond);
        set(liveIdleMillis, builder::liveIdleMillis);
        set(viewers, builder::viewers);
        set(stopMillis, builder::stopMillis);
        return builder;
    }

    private static <T> void set(T value, Consumer<T> setter) {
        Optional.ofNullable(value).ifPresent(setter);
    }
}
