package io.github.fer4j.examples.video;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.video.FrameSource;
import io.github.fer4j.video.VideoFileWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeVideoTest {
    private static final int FRAMES = 40;

    @TempDir static Path shared;
    private static Path clip;
    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** The first frames of the made clip, small, backwards: the face comes out from the pillar. */
    @BeforeAll
    static void makeClip() {
        clip = shared.resolve("clip.mp4");
        try (MadeClip made = new MadeClip(1);
                VideoFileWriter writer = VideoFileWriter.builder(clip).build();
                Mat image = new Mat();
                Mat small = new Mat();
                Size size = new Size(480, 270)) {
            for (int i = 0; i < FRAMES; i++) {
                made.draw(i + 30, image);
                opencv_imgproc.resize(image, small, size);
                writer.write(small, Duration.ofNanos(Math.round(i * 1e9 / 30)));
            }
        }
    }

    private int run(Object... args) {
        return Launcher.run(
                new AnalyzeVideo(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    }

    @Test
    void call_everyOutput_isWrittenForEachFaceAndFrame() throws IOException {
        Path csv = folder.resolve("rows.csv");
        Path jsonl = folder.resolve("rows.jsonl");
        Path annotated = folder.resolve("annotated.mp4");
        Path timeline = folder.resolve("timeline.png");
        int code =
                run(
                        clip,
                        "--csv",
                        csv,
                        "--jsonl",
                        jsonl,
                        "--annotated",
                        annotated,
                        "--timeline",
                        timeline,
                        "--summary");
        assertThat(code).as(err.toString()).isEqualTo(ExitCodes.DONE);

        List<String> rows = Files.readAllLines(csv);
        assertThat(rows.get(0))
                .startsWith("frame,timeSeconds,track,x,y,width,height,confidence,dominant,angry");
        assertThat(rows).hasSizeGreaterThan(30);
        int columns = rows.get(0).split(",").length;
        assertThat(rows).allMatch(row -> row.split(",").length == columns);
        assertThat(rows.subList(1, rows.size())).allMatch(row -> row.split(",")[2].equals("1"));

        List<String> lines = Files.readAllLines(jsonl);
        assertThat(lines).hasSize(rows.size() - 1);
        for (String line : lines) {
            try (JsonParser parser = new JsonFactory().createParser(line)) {
                while (parser.nextToken() != null) {
                    // Valid to its end.
                }
            }
        }
        assertThat(lines.get(5))
                .contains("\"frame\":", "\"timeSeconds\":", "\"track\":1", "\"box\":{\"x\":")
                .contains("\"confidence\":", "\"dominant\":\"happy\"", "\"emotions\":{\"angry\":")
                .contains("\"smoothed\":{\"angry\":");

        try (FrameSource source = FrameSource.file(annotated)) {
            assertThat(source.info().frameCount()).hasValue(FRAMES);
            assertThat(source.info().width()).isEqualTo(480);
        }
        BufferedImage chart = ImageIO.read(timeline.toFile());
        assertThat(chart.getWidth()).isEqualTo(1400);
        assertThat(yellowPixels(chart)).as("a happy face").isGreaterThan(20_000);
        assertThat(out.toString()).contains("person", "#1", "all", "happy");
    }

    private static int yellowPixels(BufferedImage image) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xffffff) == 0xf0e442) {
                    count++;
                }
            }
        }
        return count;
    }

    @Test
    void call_json_printsLinesAndNothingElse() {
        assertThat(run(clip, "--json", "--every", "4")).isEqualTo(ExitCodes.DONE);
        assertThat(out.toString().lines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{\"frame\":") && line.endsWith("}"));
        assertThat(out.toString().lines().count()).isLessThanOrEqualTo(FRAMES / 4);
    }

    @Test
    void call_damagedClip_writesWhatCanBeReadAndFails() throws IOException {
        byte[] bytes = Files.readAllBytes(clip);
        Path damaged = folder.resolve("damaged.mp4");
        for (int i = bytes.length / 2; i < bytes.length * 3 / 4; i += 2) {
            bytes[i] ^= 0x3c;
        }
        Files.write(damaged, bytes);
        Path csv = folder.resolve("rows.csv");
        assertThat(run(damaged, "--csv", csv)).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).contains("damaged.mp4").contains("damaged at");
        assertThat(Files.readAllLines(csv)).hasSizeGreaterThan(10);
    }

    @Test
    void call_nothingToRead_failsAndNamesTheFile() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        assertThat(run(empty)).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).contains("empty.mp4").contains("0 bytes");
        assertThat(run(folder.resolve("missing.mp4"))).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).contains("missing.mp4: no such file");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void call_wrongUsage_saysWhatIsAccepted() {
        assertThat(run()).isEqualTo(ExitCodes.USAGE);
        assertThat(run(clip, "--every", "0")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("every must be >= 1");
        assertThat(run(clip, "--annotated", clip)).isEqualTo(ExitCodes.USAGE);
        assertThat(run(clip, "--timeline", folder.resolve("chart.doc"))).isEqualTo(ExitCodes.USAGE);
        assertThat(run(clip, "--csv", folder.resolve("no/rows.csv"))).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("its folder does not exist");
    }
}
