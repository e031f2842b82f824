package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.FerException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads {@code fer2013.csv}: a face a line, its pixels as numbers. 300 MB of text are read in
 * constant memory, so cells are never strings.
 */
final class CsvFaces {
    static final String ACCEPTED =
            "accepted is a header that names the columns emotion and pixels, or label and pixels,"
                    + " and Usage where there are splits";

    private final String name;
    private final FaceSink sink;
    private final CsvLine line;
    private final int pixelsColumn;
    private final int emotionColumn;
    private final int usageColumn;

    private CsvFaces(String name, FaceSink sink, CsvLine line, CsvHeader header) {
        this.name = name;
        this.sink = sink;
        this.line = line;
        this.pixelsColumn = header.pixels();
        this.emotionColumn = header.emotion();
        this.usageColumn = header.usage();
        if (!header.holdsFaces()) {
            throw new FerException(
                    "%s holds no faces: its first line is '%s'; %s"
                            .formatted(name, shortened(line.text()), ACCEPTED));
        }
    }

    /**
     * Reads all.
     *
     * @param opener opens the file, twice: the faces' size is looked up first
     */
    static void read(String name, Opener opener, FaceSink sink) throws IOException {
        int size;
        try (InputStream in = opener.open()) {
            size = CsvFaceSize.of(in);
        }
        try (InputStream in = opener.open()) {
            CsvLine line = new CsvLine(in, size * size);
            if (!line.readHeader()) {
                throw new FerException(name + " is empty; " + ACCEPTED);
            }
            new CsvFaces(name, sink, line, CsvHeader.of(line.text())).readRows(size);
        }
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private void readRows(int size) throws IOException {
        long row = 0;
        while (line.readRow(pixelsColumn, emotionColumn, usageColumn)) {
            if (line.isBlank()) {
                continue;
            }
            readRow(size, row);
            row++;
        }
    }

    private void readRow(int size, long row) {
        String origin = name + ":" + line.number();
        String label = line.emotion();
        int number = ClassNames.number(label);
        Optional<Emotion> emotion =
                number >= 0 ? sink.classes().numbered(number) : ClassNames.named(label);
        if (emotion.isEmpty() || !sink.classes().accepts(emotion.get())) {
            sink.problem(origin, "emotion is '%s', accepted are %s".formatted(label, accepted()));
            return;
        }
        Optional<Split> split = usageColumn < 0 ? Optional.of(Split.UNSPLIT) : split();
        if (split.isEmpty()) {
            sink.problem(
                    origin,
                    "Usage is '%s', accepted are Training, PublicTest and PrivateTest"
                            .formatted(line.usage()));
            return;
        }
        if (line.badPixel().isPresent()) {
            sink.problem(
                    origin, "a pixel is '%s', accepted is 0..255".formatted(line.badPixel().get()));
            return;
        }
        if (line.pixelCount() != size * size) {
            sink.problem(
                    origin,
                    "%d pixels instead of %d (%dx%d)"
                            .formatted(line.pixelCount(), size * size, size, size));
            return;
        }
        Pixels pixels = new Pixels(line.pixels(), size, size, 1);
        sink.face(new RawFace(pixels, emotion.get(), split.get(), origin, row));
    }

    private Optional<Split> split() {
        return Split.named(line.usage());
    }

    private String accepted() {
        return sink.classes().accepted();
    }

    /** Opens a file anew. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }
}
