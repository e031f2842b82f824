package io.github.fer4j.examples.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.Launcher;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be tested of it without a display; the window is tried by hand under Xvfb. */
class WebcamTest {
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Launcher.run(
                new Webcam(),
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true),
                args);
    }

    @Test
    void call_cameraThatIsNotThere_saysWhatWasLookedFor() {
        assertThat(run("--source", "97")).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).contains("camera 97: looked for");
    }

    @Test
    void call_fileThatIsNotThere_namesIt(@TempDir Path folder) {
        Path missing = folder.resolve("missing.mp4");
        assertThat(run("--source", missing.toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).contains("missing.mp4: no such file");
    }

    @Test
    void call_noDisplay_saysSo(@TempDir Path folder) {
        Path clip = folder.resolve("clip.mp4");
        try (MadeClip made = new MadeClip(1)) {
            made.write(clip, 2);
        }
        assertThat(run("--source", clip.toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).contains("no display");
    }

    @Test
    void recorder_snapshotAndRecording_areWritten(@TempDir Path folder) throws Exception {
        try (LiveRecorder recorder = new LiveRecorder(folder, note -> {});
                Mat picture = new Mat(48, 64, opencv_core.CV_8UC3)) {
            recorder.toggle();
            recorder.wantSnapshot();
            for (int i = 0; i < 5; i++) {
                recorder.write(picture, java.time.Duration.ofMillis(1000 + 33L * i));
            }
            assertThat(recorder.recording()).isPresent();
            recorder.toggle();
            assertThat(recorder.recording()).isEmpty();
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(2)
                    .anyMatch(name -> name.endsWith(".png"))
                    .anyMatch(name -> name.endsWith(".mp4"));
        }
    }

    @Test
    void statistics_steadyFrames_giveRateAndLatency() {
        LiveStatistics statistics = new LiveStatistics();
        for (int i = 0; i < 200; i++) {
            statistics.add(java.time.Duration.ofMillis(i % 100), i * 40_000_000L);
        }
        assertThat(statistics.rate()).isBetween(24.9, 25.1);
        assertThat(statistics.meanRate()).isBetween(24.9, 25.1);
        assertThat(statistics.latencyMillis(0.5)).isBetween(48.0, 51.0);
        assertThat(statistics.latencyMillis(0.99)).isBetween(97.0, 99.0);
    }
}
