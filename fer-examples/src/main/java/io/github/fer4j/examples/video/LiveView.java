package io.github.fer4j.examples.video;

import io.github.fer4j.video.FrameResult;
import io.github.fer4j.video.FrameResults;
import io.github.fer4j.video.TrackedFace;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.bytedeco.opencv.opencv_core.Mat;

/** Draws a frame, shows it, records it, and does what the keys ask for. */
final class LiveView {
    private static final int WHITE = 0xffffff;
    private static final int RED = 0xff5040;
    private static final double LETTER_SHARE = 0.026;

    private final LiveWindow window;
    private final LiveRecorder recorder;
    private final LiveStatistics statistics;
    private final FrameArtist artist = new FrameArtist();
    private boolean mirrored;

    LiveView(
            LiveWindow window, LiveRecorder recorder, LiveStatistics statistics, boolean mirrored) {
        this.window = window;
        this.recorder = recorder;
        this.statistics = statistics;
        this.mirrored = mirrored;
    }

    void show(FrameResults results, FrameResult frame) throws IOException {
        Mat picture = results.image();
        for (LiveWindow.Request request : window.requests()) {
            switch (request) {
                case MIRROR -> mirrored = !mirrored;
                case RECORD -> recorder.toggle();
                case SNAPSHOT -> recorder.wantSnapshot();
                default -> throw new IllegalStateException("unknown request " + request);
            }
        }
        List<TrackedFace> faces = frame.faces();
        if (mirrored) {
            FrameArtist.mirror(picture);
            faces = FrameArtist.mirrored(faces, picture.cols());
        }
        artist.draw(picture, faces);
        recorder.write(picture, frame.timestamp());
        drawStatus(picture, results);
        window.show(picture);
        statistics.add(results.latency(), System.nanoTime());
    }

    private void drawStatus(Mat picture, FrameResults results) {
        double letter = Math.max(11, LETTER_SHARE * picture.rows());
        int line = (int) (letter * 1.6);
        FrameArtist.write(
                picture,
                String.format(
                        Locale.ROOT,
                        "%.0f fps  %d ms  %d dropped",
                        statistics.rate(),
                        results.latency().toMillis(),
                        results.droppedFrames()),
                (int) letter,
                line,
                letter,
                WHITE);
        FrameArtist.write(
                picture,
                "q quit  s snapshot  r record  m mirror",
                (int) letter,
                picture.rows() - (int) (letter * 0.8),
                letter * 0.85,
                WHITE);
        recorder.recording()
                .ifPresent(
                        file ->
                                FrameArtist.write(
                                        picture,
                                        "REC " + file.getFileName(),
                                        (int) letter,
                                        2 * line,
                                        letter,
                                        RED));
    }
}
