package io.github.fer4j.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.examples.web.Served.Answer;
import io.github.fer4j.image.DecodedImage;
import io.github.fer4j.image.ImageDecoder;
import io.github.fer4j.video.VideoFileWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VideoFeedTest {
    private static final int FRAMES = 12;

    @TempDir private static Path folder;
    private static Path clip;

    /** A face that is there for half a second. */
    @BeforeAll
    static void makeClip() {
        clip = folder.resolve("clip.mp4");
        try (VideoFileWriter writer = VideoFileWriter.builder(clip).build();
                DecodedImage image = ImageDecoder.create().decode(Served.astronaut())) {
            Mat frame = image.mat();
            for (int i = 0; i < FRAMES; i++) {
                writer.write(frame, Duration.ofNanos(Math.round(i * 1e9 / 24)));
            }
        }
    }

    /** One who watches, by hand. */
    private static final class Viewer implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;

        Viewer(Served served) throws IOException {
            socket = new Socket();
            socket.setReceiveBufferSize(1 << 14);
            socket.setSoTimeout(30_000);
            socket.connect(new InetSocketAddress("127.0.0.1", served.uri("/").getPort()));
            socket.getOutputStream()
                    .write(
                            "GET /video_feed HTTP/1.0\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            in = new DataInputStream(socket.getInputStream());
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("the end after " + line);
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        /** The next picture; head lines may stand before. */
        BufferedImage next() throws IOException {
            String line = line();
            while (!line.startsWith("Content-Length: ")) {
                line = line();
            }
            byte[] jpeg = new byte[Integer.parseInt(line.substring(16))];
            assertThat(line()).isEmpty();
            in.readFully(jpeg);
            return ImageIO.read(new ByteArrayInputStream(jpeg));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Served start(String source) {
        return Served.start(WebSettings.builder().source(source));
    }

    private static boolean eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return false;
    }

    private static boolean isReading() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("fer-web-feed"));
    }

    @Test
    void feed_ofAFile_showsItAgainAndAgainWithTheFaceDrawnIn() throws IOException {
        try (Served served = start(clip.toString());
                Viewer viewer = new Viewer(served)) {
            assertThat(viewer.line()).isEqualTo("HTTP/1.1 200 OK");
            String head = viewer.line();
            StringBuilder lines = new StringBuilder();
            for (; !head.isEmpty(); head = viewer.line()) {
                lines.append(head).append('\n');
            }
            assertThat(lines)
                    .contains(
                            "Content-Type: multipart/x-mixed-replace; boundary=frame", "no-store");
            BufferedImage plain = ImageIO.read(new ByteArrayInputStream(Served.astronaut()));
            for (int i = 0; i < 2 * FRAMES; i++) {
                BufferedImage frame = viewer.next();
                assertThat(frame.getWidth()).isEqualTo(512);
                // The left side of the box around the face.
                assertThat(difference(frame, plain, 174, 130)).isGreaterThan(60);
                assertThat(difference(frame, plain, 20, 500)).isLessThan(60);
            }
        }
    }

    private static int difference(BufferedImage a, BufferedImage b, int x, int y) {
        int sum = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            sum += Math.abs((a.getRGB(x, y) >> shift & 0xff) - (b.getRGB(x, y) >> shift & 0xff));
        }
        return sum;
    }

    @Test
    void feed_ofTwo_isReadOnceAndNotAtAllWhenTheyAreGone() throws IOException {
        try (Served served = start(clip.toString())) {
            assertThat(isReading()).isFalse();
            try (Viewer first = new Viewer(served);
                    Viewer second = new Viewer(served)) {
                first.next();
                second.next();
                assertThat(
                                Thread.getAllStackTraces().keySet().stream()
                                        .filter(t -> t.getName().equals("fer-web-feed")))
                        .hasSize(1);
                assertThat(served.get("/metrics").text()).contains("fer_feed_viewers 2.0");
            }
            assertThat(eventually(() -> !isReading())).isTrue();
            try (Viewer again = new Viewer(served)) {
                assertThat(again.next().getWidth()).isEqualTo(512);
            }
        }
        assertThat(eventually(() -> !isReading())).isTrue();
    }

    @Test
    void feed_ofOneWhoDoesNotRead_goesOnForTheOther() throws IOException {
        try (Served served = start(clip.toString());
                Viewer lazy = new Viewer(served);
                Viewer eager = new Viewer(served)) {
            lazy.next();
            for (int i = 0; i < 40; i++) {
                eager.next();
            }
            lazy.next();
        }
    }

    @Test
    void viewers_tooMany_are503() throws IOException {
        try (Served served =
                        Served.start(
                                WebSettings.builder()
                                        .source(clip.toString())
                                        .limits(Limits.builder().viewers(1).build()));
                Viewer viewer = new Viewer(served)) {
            viewer.next();
            Answer refused = served.get("/video_feed");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("too-many-viewers");
            viewer.next();
        }
    }

    @Test
    void feed_withoutCameraOrFile_is503AndSaysWhy() {
        for (String source : new String[] {"97", folder.resolve("none.mp4").toString()}) {
            try (Served served = start(source)) {
                for (int i = 0; i < 2; i++) {
                    Answer answer = served.get("/video_feed");
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.code()).isEqualTo("no-source");
                    assertThat(answer.json().get("detail").asText())
                            .contains(source.equals("97") ? "camera 97" : "none.mp4");
                }
            }
        }
        try (Served served = Served.start()) {
            assertThat(served.get("/video_feed").code()).isEqualTo("no-source");
        }
    }

    @Test
    void server_stops_endsTheStream() throws Exception {
        try (EmotionRecognizer own = EmotionRecognizer.create()) {
            Served served = Served.start(WebSettings.builder().source(clip.toString()), own);
            try (Viewer viewer = new Viewer(served)) {
                viewer.next();
                served.close();
                assertThat(isReading()).isFalse();
                viewer.in.readAllBytes();
            }
        }
    }
}
