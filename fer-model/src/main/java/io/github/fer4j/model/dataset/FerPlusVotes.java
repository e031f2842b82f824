package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * FER+: FER-2013's faces labelled anew by ten annotators each (Barsoum et al., 2016). Immutable.
 *
 * <p>Two files are read: Microsoft's {@code fer2013new.csv}, whose n-th row is about the n-th of
 * {@code fer2013.csv}, and a table whose first column {@code image} names pictures by that row
 * ({@code train/angry/00000.png}). In Microsoft's, a row without an image's name is one that FER+
 * leaves out because it shows no face.
 */
public final class FerPlusVotes {
    private static final String UNKNOWN = "unknown";
    private static final String NOT_FACE = "nf";

    private final Path file;
    private final Map<Long, FaceVotes> byRow;

    private FerPlusVotes(Path file, Map<Long, FaceVotes> byRow) {
        this.file = file;
        this.byRow = byRow;
    }

    /**
     * @param file the votes
     * @return them
     * @throws FerException if it cannot be read or is no such file; names it, the line, what was
     *     found and what is accepted
     */
    public static FerPlusVotes read(Path file) {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String header = in.readLine();
            Columns columns = Columns.of(file, header == null ? "" : header);
            Map<Long, FaceVotes> byRow = new HashMap<>();
            long line = 1;
            long row = 0;
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                line++;
                if (!text.isBlank()) {
                    columns.add(byRow, text, row, file + ":" + line);
                    row++;
                }
            }
            if (byRow.isEmpty()) {
                throw new FerException(file + " holds no votes, only a header");
            }
            return new FerPlusVotes(file, byRow);
        } catch (MalformedInputException e) {
            throw new FerException(file + " is no text in UTF-8; " + Columns.ACCEPTED, e);
        } catch (IOException e) {
            throw new FerException(
                    "cannot read "
                            + file
                            + (Files.exists(file) ? ": " + e.getMessage() : ": no such file"),
                    e);
        }
    }

    /**
     * @return where they come from
     */
    public Path file() {
        return file;
    }

    /**
     * @return for how many faces there are votes
     */
    public int size() {
        return byRow.size();
    }

    /**
     * @param row a row of FER-2013's original file, from 0
     * @return what was said of it, if anything
     */
    public Optional<FaceVotes> forRow(long row) {
        return Optional.ofNullable(byRow.get(row));
    }

    /** Where what stands. */
    private static final class Columns {
        static final String ACCEPTED =
                "accepted are FER+'s fer2013new.csv (Usage,Image name,neutral,happiness,…) and a"
                        + " table with the columns image,neutral,happiness,surprise,sadness,anger,"
                        + "disgust,fear,contempt,unknown";

        private final int image;
        private final boolean microsoft;
        private final int[] emotions = new int[LabelOrder.FER_PLUS.size()];
        private final int unknown;
        private final int notFace;
        private final int count;

        private Columns(Path file, List<String> names) {
            count = names.size();
            microsoft = names.contains("image name");
            image = names.indexOf(microsoft ? "image name" : "image");
            unknown = names.indexOf(UNKNOWN);
            notFace = names.indexOf(NOT_FACE);
            Arrays.fill(emotions, -1);
            for (int i = 0; i < count; i++) {
                Optional<Emotion> emotion = ClassNames.named(names.get(i));
                if (emotion.isPresent()) {
                    emotions[LabelOrder.FER_PLUS.emotions().indexOf(emotion.get())] = i;
                }
            }
            boolean complete = image >= 0 && Arrays.stream(emotions).allMatch(i -> i >= 0);
            if (!complete) {
                throw new FerException(
                        file + " holds no FER+ votes: its columns are " + names + "; " + ACCEPTED);
            }
        }

        static Columns of(Path file, String header) {
            String plain = header.startsWith("\ufeff") ? header.substring(1) : header;
            return new Columns(
                    file,
                    Arrays.stream(plain.split(",", -1))
                            .map(name -> name.trim().toLowerCase(Locale.ROOT))
                            .toList());
        }

        void add(Map<Long, FaceVotes> byRow, String text, long row, String origin) {
            String[] cells = text.split(",", -1);
            if (cells.length != count) {
                throw new FerException(
                        "%s has %d columns, the header %d".formatted(origin, cells.length, count));
            }
            int[] counts = new int[emotions.length];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = number(cells, emotions[i], origin);
            }
            String name = cells[image].trim();
            long key = microsoft ? row : ClassNames.row(name);
            if (key == LabeledFace.NO_ROW) {
                throw new FerException(
                        "%s: '%s' does not name a row of FER-2013, as train/angry/00000.png does"
                                .formatted(origin, name));
            }
            FaceVotes votes =
                    new FaceVotes(
                            counts,
                            unknown < 0 ? 0 : number(cells, unknown, origin),
                            notFace < 0 ? 0 : number(cells, notFace, origin),
                            microsoft && name.isEmpty());
            if (byRow.put(key, votes) != null) {
                throw new FerException(origin + " has votes for a face that has some already");
            }
        }

        private static int number(String[] cells, int column, String origin) {
            String cell = cells[column].trim();
            try {
                int value = Integer.parseInt(cell);
                if (value >= 0 && value <= FaceVotes.MOST) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Said below, with the place.
            }
            throw new FerException(
                    "%s: a number of votes must be in 0..%d, was '%s'"
                            .formatted(origin, FaceVotes.MOST, cell));
        }
    }
}
