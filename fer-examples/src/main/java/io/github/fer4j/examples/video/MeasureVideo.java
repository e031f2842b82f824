package io.github.fer4j.examples.video;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.cli.RecognizerOptions;
import io.github.fer4j.examples.cli.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how fast, how steady and how right the analysis of videos is on this machine. */
@Command(
        name = "MeasureVideo",
        sortOptions = false,
        description = {
            "Measures the analysis of videos on this machine: speed, agreement with a detection on"
                    + " every frame, steadiness, and on clips that it makes itself, of which"
                    + " everything is known, whether persons keep their numbers and how old a"
                    + " live frame is when it is answered.",
            "With --make or --soak: only that."
        })
public final class MeasureVideo extends MainCommand {
    @Parameters(paramLabel = "CLIP", arity = "0..*", description = "Video files.")
    private List<Path> clips = new ArrayList<>();

    @Option(
            names = "--make",
            paramLabel = "FILE.mp4",
            description = "Write the clip that the project makes itself, and end.")
    private Path make;

    @Option(
            names = "--persons",
            paramLabel = "1..4",
            description = "With --make: how many persons; default: 1.")
    private int persons = 1;

    @Option(
            names = "--soak",
            paramLabel = "FRAMES",
            description =
                    "Analyse so many frames of the first CLIP, or of the made one, again and again,"
                            + " print the memory as CSV, and end.")
    private Long soak;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long the made clips are; default: 20.")
    private int seconds = 20;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often speed is measured; the median counts; default: 5.")
    private int rounds = 5;

    @Mixin private RecognizerOptions recognizer;

    /** For {@link #main} and tests. */
    public MeasureVideo() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Launcher.launch(new MeasureVideo(), args);
    }

    @Override
    public Integer call() throws IOException {
        if (persons < 1 || persons > MadeClip.MOST_PERSONS || seconds < 1 || rounds < 1) {
            throw usage("--persons is 1 to 4, --seconds and --rounds at least 1");
        }
        if (make != null) {
            try (MadeClip clip = new MadeClip(persons)) {
                clip.write(make, (int) (seconds * MadeClip.FRAME_RATE));
            }
            note(make + ": written");
            return ExitCodes.DONE;
        }
        Path folder = Files.createTempDirectory("fer-video");
        try (EmotionRecognizer faces = openRecognizer()) {
            if (soak != null) {
                Path clip = clips.isEmpty() ? made(folder, 1) : clips.get(0);
                new Soak(faces, out()).run(clip, soak);
            } else {
                measure(faces, folder);
            }
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
        return ExitCodes.DONE;
    }

    private EmotionRecognizer openRecognizer() {
        try {
            return recognizer.open();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private Path made(Path folder, int count) {
        Path file = folder.resolve(count + "-persons.mp4");
        try (MadeClip clip = new MadeClip(count)) {
            clip.write(file, (int) (seconds * MadeClip.FRAME_RATE));
        }
        return file;
    }

    private void measure(EmotionRecognizer faces, Path folder) {
        VideoMeasurements measurements = new VideoMeasurements(faces);
        if (!clips.isEmpty()) {
            TextTable table =
                    new TextTable(
                            "clip",
                            "frames",
                            "detector's faces",
                            "found",
                            "share",
                            "answered",
                            "persons",
                            "key frames",
                            "raw changes",
                            "smoothed");
            for (Path clip : clips) {
                VideoMeasurements.Agreement a = measurements.agreement(clip);
                table.row(
                        clip.getFileName(),
                        a.frames(),
                        a.detected(),
                        a.found(),
                        percent(a.found(), a.detected()),
                        a.answered(),
                        a.persons(),
                        a.keyFrames(),
                        a.rawChanges(),
                        a.smoothedChanges());
            }
            out().println("Agreement with the detector on every frame (IoU >= 0.6), label changes");
            table.print(out());
            out().println();
        }
        identity(measurements, folder);
        speed(measurements, folder);
        live(measurements, folder);
    }

    private void identity(VideoMeasurements measurements, Path folder) {
        TextTable table =
                new TextTable(
                        "made clip",
                        "faces in view",
                        "found",
                        "share",
                        "mean IoU",
                        "switches",
                        "numbers",
                        "false",
                        "raw changes",
                        "smoothed");
        for (int count : new int[] {1, 4}) {
            Path file = made(folder, count);
            try (MadeClip clip = new MadeClip(count)) {
                VideoMeasurements.Identity i = measurements.identity(clip, file);
                table.row(
                        count + " persons",
                        i.truth(),
                        i.found(),
                        percent(i.found(), i.truth()),
                        number("%.3f", i.meanIou()),
                        i.switches(),
                        i.numbers(),
                        i.falseFaces(),
                        i.rawChanges(),
                        i.smoothedChanges());
            }
        }
        out().println("Persons of the made clips, 1280x720 (found: IoU >= 0.5 with the truth)");
        table.print(out());
        out().println();
    }

    private void speed(VideoMeasurements measurements, Path folder) {
        TextTable table =
                new TextTable(
                        "clip", "frames/s", "lowest", "highest", "CPU ms a frame", "every frame");
        List<Path> all = new ArrayList<>(clips);
        all.add(folder.resolve("1-persons.mp4"));
        all.add(folder.resolve("4-persons.mp4"));
        for (Path clip : all) {
            VideoMeasurements.Speed s = measurements.speed(clip, rounds);
            table.row(
                    clip.getFileName(),
                    number("%.1f", s.median()),
                    number("%.1f", s.lowest()),
                    number("%.1f", s.highest()),
                    number("%.2f", s.cpuMillis()),
                    number("%.1f", s.everyFrame()));
        }
        out().println(
                        "Offline, decoding included, median of %d rounds; last column: the detector on every frame"
                                .formatted(rounds));
        table.print(out());
        out().println();
    }

    private void live(VideoMeasurements measurements, Path folder) {
        TextTable table =
                new TextTable(
                        "live 1280x720",
                        "comes at",
                        "answered/s",
                        "dropped",
                        "median ms",
                        "99% ms",
                        "worst ms");
        for (int count : new int[] {1, 4}) {
            for (double rate : new double[] {30, 60}) {
                VideoMeasurements.Live l =
                        measurements.live(folder.resolve(count + "-persons.mp4"), rate);
                table.row(
                        count + " persons",
                        number("%.0f", rate),
                        number("%.1f", l.answeredRate()),
                        l.dropped(),
                        number("%.0f", l.medianMillis()),
                        number("%.0f", l.slowMillis()),
                        number("%.0f", l.worstMillis()));
            }
        }
        out().println("Live: age of a frame when its result is there");
        table.print(out());
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "" : number("%.1f%%", 100.0 * part / whole);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
