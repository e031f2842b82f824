package io.github.fer4j.examples.video;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.cli.RecognizerOptions;
import io.github.fer4j.image.ImageWriter;
import io.github.fer4j.video.FrameResults;
import io.github.fer4j.video.FrameSource;
import io.github.fer4j.video.VideoEmotionRecognizer;
import io.github.fer4j.video.VideoReadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what the faces of a video express, frame by frame. */
@Command(
        name = "AnalyzeVideo",
        sortOptions = false,
        description = {
            "Says what the faces of a video express, frame by frame, and which belong together.",
            "Without an option that names a file: as with --summary."
        },
        footer = {
            "",
            "A row or line is written for each face and frame. Stopped by Ctrl-C, all files are"
                    + " valid up to there.",
            "Ends with 0 if the whole video was analysed, 1 if it could not be read or is damaged"
                    + " (what can be read is written), 2 for wrong usage."
        })
public final class AnalyzeVideo extends MainCommand {
    @Parameters(paramLabel = "CLIP", description = "A video file.")
    private Path clip;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write a table.")
    private Path csv;

    @Option(names = "--jsonl", paramLabel = "FILE", description = "Write JSON, an object a line.")
    private Path jsonl;

    @Option(
            names = "--annotated",
            paramLabel = "FILE.mp4",
            description = "Write the video with its faces drawn in, with its sound.")
    private Path annotated;

    @Option(
            names = "--timeline",
            paramLabel = "FILE.png",
            description = "Write a picture of each person's emotions over time.")
    private Path timeline;

    @Option(
            names = "--summary",
            description = "Print the share of time of each emotion, for each person.")
    private boolean summary;

    @Option(names = "--every", paramLabel = "N", description = "Analyse only every Nth frame.")
    private Integer every;

    @Option(
            names = "--fps",
            paramLabel = "X",
            description = "Analyse at most X frames of each second.")
    private Double fps;

    @Mixin private VideoOptions video;
    @Mixin private RecognizerOptions recognizer;

    /** For {@link #main} and tests. */
    public AnalyzeVideo() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Launcher.launch(new AnalyzeVideo(), args);
    }

    @Override
    public Integer call() throws IOException {
        requireOtherFiles();
        if (timeline != null) {
            try {
                ImageWriter.checkFile(timeline);
            } catch (IllegalArgumentException e) {
                throw usage(e.getMessage());
            }
        }
        FrameSource source = FrameSource.file(clip);
        try (EmotionRecognizer faces = Recognizers.open(recognizer, source, this::usage);
                FrameResults frames = options(faces, source).analyze(source)) {
            return analyze(faces, frames);
        }
    }

    private void requireOtherFiles() {
        List<Path> outputs = new ArrayList<>();
        for (Path file : new Path[] {csv, jsonl, annotated, timeline}) {
            if (file == null) {
                continue;
            }
            Path absolute = file.toAbsolutePath().normalize();
            if (absolute.equals(clip.toAbsolutePath().normalize()) || outputs.contains(absolute)) {
                throw usage(file + ": named for two different things");
            }
            if (!Files.isDirectory(absolute.getParent())) {
                throw usage(file + ": its folder does not exist");
            }
            outputs.add(absolute);
        }
    }

    private VideoEmotionRecognizer options(EmotionRecognizer faces, FrameSource source) {
        try {
            VideoEmotionRecognizer.Builder builder = video.builder(faces);
            if (every != null) {
                builder.every(every);
            }
            if (fps != null) {
                builder.fps(fps);
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            source.close();
            throw usage(e.getMessage());
        }
    }

    private int analyze(EmotionRecognizer faces, FrameResults frames) throws IOException {
        long start = System.nanoTime();
        boolean printSummary =
                summary
                        || !isJson()
                                && csv == null
                                && jsonl == null
                                && annotated == null
                                && timeline == null;
        int code;
        long count = 0;
        try (StopOnSignal signal = new StopOnSignal(frames::stop);
                VideoOutputs outputs =
                        new VideoOutputs(
                                clip,
                                frames.info(),
                                faces.spec().labels().emotions(),
                                Optional.ofNullable(csv),
                                Optional.ofNullable(jsonl),
                                isJson() ? Optional.of(out()) : Optional.empty(),
                                Optional.ofNullable(annotated),
                                Optional.ofNullable(timeline),
                                printSummary)) {
            code = pass(frames, outputs);
            count = outputs.frames();
            outputs.finish(code == ExitCodes.DONE && !signal.stopped());
            if (printSummary) {
                // Standard output holds JSON alone when that was asked for.
                outputs.printSummary(isJson() ? err() : out());
            }
            outputs.problem().ifPresent(problem -> note("warning: " + problem));
            if (signal.stopped()) {
                note("stopped; the files hold what was analysed so far");
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        note(
                String.format(
                        Locale.ROOT,
                        "%s: %d frames in %.1f s, %.0f frames/s",
                        clip,
                        count,
                        seconds,
                        count / seconds));
        return code;
    }

    private int pass(FrameResults frames, VideoOutputs outputs) throws IOException {
        try (ProgressLine progress =
                new ProgressLine(err(), frames.info().frameCount(), ProgressLine.isTerminal())) {
            while (frames.hasNext()) {
                var frame = frames.next();
                outputs.add(frame, frames.image());
                progress.step(frame.index() + 1);
            }
            return ExitCodes.DONE;
        } catch (VideoReadException e) {
            note("error: " + e.getMessage());
            return ExitCodes.FAILED;
        }
    }
}
