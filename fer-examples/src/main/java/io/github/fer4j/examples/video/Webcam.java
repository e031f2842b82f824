package io.github.fer4j.examples.video;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.cli.RecognizerOptions;
import io.github.fer4j.model.FerException;
import io.github.fer4j.video.FrameResults;
import io.github.fer4j.video.FrameSource;
import io.github.fer4j.video.VideoReadException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows live what the faces before a camera express. */
@Command(
        name = "Webcam",
        sortOptions = false,
        description = "Shows live what the faces before a camera express.",
        footer = {
            "",
            "Keys: q or Escape ends, s writes a snapshot, r begins and ends a recording, m"
                    + " mirrors.",
            "Ends with 0, or with 1 if there is no such camera or stream, or no display, or it"
                    + " broke; 2 for wrong usage."
        })
public final class Webcam extends MainCommand {
    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description =
                    "A camera's number, a video file (played at its own speed) or a stream's"
                            + " address (rtsp:, http:); default: camera 0.")
    private String source = "0";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where snapshots and recordings go; default: the working directory.")
    private Path directory = Path.of("");

    @Option(
            names = "--mirror",
            negatable = true,
            description = "Whether it begins mirrored; default: cameras are.")
    private Boolean mirror;

    @Option(names = "--record", description = "Begin with a recording.")
    private boolean record;

    @Mixin private VideoOptions video;
    @Mixin private RecognizerOptions recognizer;

    /** For {@link #main} and tests. */
    public Webcam() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Launcher.launch(new Webcam(), args);
    }

    @Override
    public Integer call() throws IOException {
        FrameSource frames = open(source);
        boolean mirrored = mirror == null ? frames.info().name().startsWith("camera ") : mirror;
        if (GraphicsEnvironment.isHeadless()) {
            frames.close();
            throw new FerException(
                    "no display: looked for one by the environment variable DISPLAY, which is "
                            + (System.getenv("DISPLAY") == null
                                    ? "not set"
                                    : System.getenv("DISPLAY"))
                            + ", and for a Java runtime that is not headless");
        }
        if (!Files.isDirectory(directory.toAbsolutePath())) {
            frames.close();
            throw usage("--out " + directory + " is not a folder");
        }
        try (EmotionRecognizer faces = Recognizers.open(recognizer, frames, this::usage);
                FrameResults results = video.builder(faces).build().analyze(frames)) {
            return show(results, mirrored);
        }
    }

    /** A number is a camera, an existing file is a file, the rest is an address. */
    private FrameSource open(String text) {
        if (text.matches("[0-9]{1,4}")) {
            return FrameSource.camera(Integer.parseInt(text));
        }
        if (text.contains("://")) {
            try {
                return FrameSource.address(URI.create(text));
            } catch (IllegalArgumentException e) {
                throw usage("--source " + text + ": " + e.getMessage());
            }
        }
        return FrameSource.live(FrameSource.file(Path.of(text)));
    }

    private int show(FrameResults results, boolean mirrored) throws IOException {
        LiveStatistics statistics = new LiveStatistics();
        int code = ExitCodes.DONE;
        try (LiveRecorder recorder = new LiveRecorder(directory, this::note);
                LiveWindow window = new LiveWindow("fer: " + results.info().name(), results::stop);
                StopOnSignal signal = new StopOnSignal(results::stop)) {
            LiveView view = new LiveView(window, recorder, statistics, mirrored);
            if (record) {
                recorder.toggle();
            }
            while (!window.ended() && !signal.stopped() && results.hasNext()) {
                view.show(results, results.next());
            }
        } catch (VideoReadException e) {
            note("error: " + e.getMessage());
            code = ExitCodes.FAILED;
        }
        note(
                String.format(
                        Locale.ROOT,
                        "%d frames shown, %.1f a second, %d dropped; from the source to the window"
                                + " %.0f ms at the median, %.0f ms for the slowest of a hundred",
                        statistics.frames(),
                        statistics.meanRate(),
                        results.droppedFrames(),
                        statistics.latencyMillis(0.5),
                        statistics.latencyMillis(0.99)));
        return code;
    }
}
