package io.github.fer4j.examples.video;

import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.video.FrameResult;
import io.github.fer4j.video.TrackedFace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A table with a row for each face and frame. Numbers and labels need no quotes. A frame's rows are
 * written whole, at once.
 */
final class CsvRows implements RowWriter {
    private final OutputStream out;
    private final List<Emotion> emotions;

    /**
     * Writes the head.
     *
     * @param out where to; closed with this
     * @param emotions those that the network knows
     */
    CsvRows(OutputStream out, List<Emotion> emotions) throws IOException {
        this.out = out;
        this.emotions = List.copyOf(emotions);
        StringBuilder head =
                new StringBuilder("frame,timeSeconds,track,x,y,width,height,confidence,dominant");
        emotions.forEach(emotion -> head.append(',').append(emotion.label()));
        head.append(",smoothedDominant");
        emotions.forEach(emotion -> head.append(",smoothed_").append(emotion.label()));
        write(head.append('\n'));
    }

    @Override
    public void write(FrameResult frame) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (TrackedFace face : frame.faces()) {
            FaceBox box = face.face().box();
            rows.append(frame.index()).append(',').append(Rounded.of(frame.seconds()));
            rows.append(',').append(face.trackId());
            rows.append(',').append(box.x()).append(',').append(box.y());
            rows.append(',').append(box.width()).append(',').append(box.height());
            rows.append(',').append(Rounded.of(face.face().confidence()));
            rows.append(',').append(face.face().emotions().dominant().label());
            for (Emotion emotion : emotions) {
                rows.append(',').append(Rounded.of(face.face().emotions().of(emotion)));
            }
            rows.append(',').append(face.smoothed().dominant().label());
            for (Emotion emotion : emotions) {
                rows.append(',').append(Rounded.of(face.smoothed().of(emotion)));
            }
            rows.append('\n');
        }
        if (rows.length() > 0) {
            write(rows);
        }
    }

    private void write(StringBuilder text) throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
