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
import java.util.ArrayList;
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
    private final int rows;
    private final List<DataProblem> problems;

    private FerPlusVotes(
            Path file, Map<Long, FaceVotes> byRow, int rows, List<DataProblem> problems) {
        this.file = file;
        this.byRow = byRow;
        this.rows = rows;
        this.problems = List.copyOf(problems);
    }

    /**
     * Reads votes. The face of a line that cannot be used has none; such lines are {@link
     * #problems()}, of which a {@link FaceReader} that joins the votes tells its listener.
     *
     * @param file the votes
     * @return them
     * @throws FerException if it cannot be read, is no such file or has no usable line; names it,
     *     the line, what was found and what is accepted
     */
    public static FerPlusVotes read(Path file) {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String header = in.readLine();
            Columns columns = Columns.of(file, header == null ? "" : header);
            Map<Long, FaceVotes> byRow = new HashMap<>();
            List<DataProblem> problems = new ArrayList<>();
            long line = 1;
            int rows = 0;
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                line++;
                if (!text.isBlank()) {
                    // A line that cannot be used is a row all the same: Microsoft's are counted.
                    Optional<String> problem = columns.add(byRow, text, rows);
                    if (problem.isPresent()) {
                        problems.add(
                                new DataProblem(file.getFileName() + ":" + line, problem.get()));
                    }
                    rows++;
                }
            }
            if (byRow.isEmpty()) {
                throw new FerException(
                        problems.isEmpty()
                                ? file + " holds no votes, only a header"
                                : "%s holds no usable votes: %d lines were left out, the first %s"
                                        .formatted(file, problems.size(), problems.get(0)));
            }
            return new FerPlusVotes(file, byRow, rows, problems);
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

    /** How many lines there are, with those that cannot be used. */
    int rows() {
        return rows;
    }

    /**
     * @return the lines that cannot be used, in order: where they are, what is wrong and what is
     *     accepted
     */
    public List<DataProblem> problems() {
        return problems;
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

        /** Adds a line's votes, or says what is wrong with them. */
        Optional<String> add(Map<Long, FaceVotes> byRow, String text, long row) {
            String[] cells = text.split(",", -1);
            if (cells.length != count) {
                return Optional.of(
                        "%d columns instead of %d, as the header has"
                                .formatted(cells.length, count));
            }
            String name = cells[image].trim();
            long key = microsoft ? row : ClassNames.row(name);
            if (key == LabeledFace.NO_ROW) {
                return Optional.of(
                        "'%s' does not name a row of FER-2013, as train/angry/00000.png does"
                                .formatted(name));
            }
            int[] columns = Arrays.copyOf(emotions, emotions.length + 2);
            columns[emotions.length] = unknown;
            columns[emotions.length + 1] = notFace;
            int[] counts = new int[columns.length];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = columns[i] < 0 ? 0 : number(cells[columns[i]].trim());
                if (counts[i] < 0) {
                    return Optional.of(
                            "a number of votes is '%s', accepted is 0..%d"
                                    .formatted(cells[columns[i]].trim(), FaceVotes.MOST));
                }
            }
            FaceVotes votes =
                    new FaceVotes(
                            Arrays.copyOf(counts, emotions.length),
                            counts[emotions.length],
                            counts[emotions.length + 1],
                            microsoft && name.isEmpty());
            return byRow.putIfAbsent(key, votes) == null
                    ? Optional.empty()
                    : Optional.of("the row %d has votes already, which are kept".formatted(key));
        }

        /** A number of votes, or −1. */
        private static int number(String cell) {
            int number = ClassNames.number(cell);
            return number <= FaceVotes.MOST ? number : -1;
        }
    }
}
