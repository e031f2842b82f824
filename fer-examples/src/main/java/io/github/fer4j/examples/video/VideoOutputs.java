package io.github.fer4j.examples.video;

import io.github.fer4j.image.BufferedImages;
import io.github.fer4j.image.ImageWriter;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.video.FrameResult;
import io.github.fer4j.video.SourceInfo;
import io.github.fer4j.video.VideoFileWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/** All that is written of a video while it is analysed. */
final class VideoOutputs implements Closeable {
    private final Path clip;
    private final List<RowWriter> rows = new ArrayList<>();
    private final FrameArtist artist = new FrameArtist();
    private final Optional<VideoFileWriter> annotated;
    private final Optional<Path> timelineFile;
    private final Timeline timeline;
    private final EmotionShares shares;
    private Optional<String> problem = Optional.empty();
    private long frames;

    VideoOutputs(
            Path clip,
            SourceInfo info,
            List<Emotion> emotions,
            Optional<Path> csv,
            Optional<Path> jsonl,
            Optional<Writer> json,
            Optional<Path> annotated,
            Optional<Path> timelineFile,
            boolean summary)
            throws IOException {
        this.clip = clip;
        this.timelineFile = timelineFile;
        this.timeline = new Timeline(emotions);
        this.shares = new EmotionShares(emotions);
        try {
            if (csv.isPresent()) {
                rows.add(new CsvRows(Files.newOutputStream(csv.get()), emotions));
            }
            if (jsonl.isPresent()) {
                rows.add(new JsonRows(Files.newBufferedWriter(jsonl.get()), true));
            }
            json.ifPresent(out -> rows.add(new JsonRows(out, false)));
        } catch (IOException | RuntimeException e) {
            close(rows);
            throw e;
        }
        this.annotated =
                annotated.map(
                        file ->
                                VideoFileWriter.builder(file)
                                        .frameRate(info.frameRate() > 0 ? info.frameRate() : 30)
                                        .soundOf(clip)
                                        .build());
    }

    void add(FrameResult frame, Mat picture) throws IOException {
        frames++;
        for (RowWriter writer : rows) {
            writer.write(frame);
        }
        shares.add(frame);
        if (timelineFile.isPresent()) {
            timeline.add(frame, picture);
        }
        if (annotated.isPresent()) {
            artist.draw(picture, frame.faces());
            annotated.get().write(picture, frame.timestamp());
        }
    }

    long frames() {
        return frames;
    }

    /**
     * @param whole whether the video was analysed to its end
     */
    void finish(boolean whole) throws IOException {
        if (timelineFile.isPresent()) {
            try (Mat chart = BufferedImages.toMat(timeline.draw(clip.getFileName().toString()))) {
                ImageWriter.write(chart, timelineFile.get());
            }
        }
        if (annotated.isPresent()) {
            problem = annotated.get().soundProblem();
            if (whole) {
                annotated.get().finish();
            }
        }
    }

    Optional<String> problem() {
        return problem;
    }

    void printSummary(PrintWriter out) {
        shares.print(out);
    }

    @Override
    public void close() throws IOException {
        try {
            close(rows);
        } finally {
            annotated.ifPresent(VideoFileWriter::close);
        }
    }

    private static void close(List<RowWriter> writers) throws IOException {
        for (RowWriter writer : writers) {
            writer.close();
        }
    }
}
