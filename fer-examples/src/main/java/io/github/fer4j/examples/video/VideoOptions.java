package io.github.fer4j.examples.video;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.video.VideoEmotionRecognizer;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How faces are followed; a picocli mixin. What is not named is the library's default. */
final class VideoOptions {
    @Option(
            names = "--smoothing-ms",
            paramLabel = "MS",
            description =
                    "Over which time a steady expression is averaged; 0 for none; default: 500.")
    private Integer smoothingMillis;

    @Option(
            names = "--key-frame-ms",
            paramLabel = "MS",
            description =
                    "How much time lies between two runs of the detector while all faces are in"
                            + " view; 0 runs it on every frame; default: 330.")
    private Integer keyFrameMillis;

    /** For picocli. */
    VideoOptions() {}

    /**
     * @param recognizer finds and classifies the faces
     * @return options of a recognizer of videos
     * @throws IllegalArgumentException if an option is out of its range
     */
    VideoEmotionRecognizer.Builder builder(EmotionRecognizer recognizer) {
        VideoEmotionRecognizer.Builder builder = VideoEmotionRecognizer.builder(recognizer);
        if (smoothingMillis != null) {
            builder.smoothing(Duration.ofMillis(smoothingMillis));
        }
        if (keyFrameMillis != null) {
            builder.keyFrameInterval(Duration.ofMillis(keyFrameMillis));
        }
        return builder;
    }
}
