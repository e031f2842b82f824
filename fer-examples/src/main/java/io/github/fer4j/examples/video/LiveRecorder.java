package io.github.fer4j.examples.video;

import io.github.fer4j.image.ImageWriter;
import io.github.fer4j.video.VideoFileWriter;
import io.github.fer4j.video.VideoWriteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Writes what is shown: as a picture when asked once, as a video between two times. */
final class LiveRecorder implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final Path directory;
    private final Consumer<String> note;
    private Optional<Path> file = Optional.empty();
    private VideoFileWriter writer;
    private Duration start;
    private boolean snapshot;

    /**
     * @param directory where to
     * @param note is told what was written
     */
    LiveRecorder(Path directory, Consumer<String> note) {
        this.directory = directory;
        this.note = note;
    }

    /** Begins or ends a recording. */
    void toggle() {
        if (writer != null) {
            end();
        } else {
            file = Optional.of(next("fer", "mp4"));
            writer = VideoFileWriter.builder(file.get()).build();
            start = null;
        }
    }

    /** The next frame is also written as a picture. */
    void wantSnapshot() {
        snapshot = true;
    }

    /** The file that is being written. */
    Optional<Path> recording() {
        return file;
    }

    void write(Mat picture, Duration timestamp) {
        if (snapshot) {
            snapshot = false;
            Path target = next("fer", "png");
            try {
                ImageWriter.write(picture, target);
                note.accept("snapshot: " + target);
            } catch (IOException e) {
                note.accept("error: " + target + ": " + e.getMessage());
            }
        }
        if (writer != null) {
            if (start == null) {
                start = timestamp;
            }
            try {
                writer.write(picture, timestamp.minus(start));
            } catch (VideoWriteException | IllegalArgumentException e) {
                note.accept("error: " + e.getMessage());
                end();
            }
        }
    }

    private void end() {
        VideoFileWriter ended = writer;
        Path written = file.orElseThrow();
        writer = null;
        file = Optional.empty();
        try {
            ended.close();
            if (Files.exists(written)) {
                note.accept("recording: " + written);
            }
        } catch (VideoWriteException e) {
            note.accept("error: " + e.getMessage());
        }
    }

    private Path next(String name, String ending) {
        String time = name + "-" + LocalDateTime.now().format(TIME);
        Path target = directory.resolve(time + "." + ending);
        for (int i = 2; Files.exists(target); i++) {
            target = directory.resolve(time + "-" + i + "." + ending);
        }
        return target;
    }

    @Override
    public void close() {
        if (writer != null) {
            end();
        }
    }
}
