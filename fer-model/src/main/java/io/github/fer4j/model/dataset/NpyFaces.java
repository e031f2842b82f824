package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.NpyRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads two arrays of NumPy: faces and labels. */
final class NpyFaces {
    private static final Pattern WORDS =
            Pattern.compile("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    /** A word without what is written onto it: {@code xtrain}, {@code testimages}. */
    private static final Pattern WORD =
            Pattern.compile("[xy]?(.+?)(?:x|y|data|faces|images|imgs|pixels|labels)?");

    private NpyFaces() {}

    static boolean isArray(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    }

    /** Reads all pairs among these files: one, or one for each split. */
    static void readFolder(List<Path> arrays, FaceSink sink) {
        List<Path> faces = arrays.stream().filter(file -> !NpyLabels.looksLike(file)).toList();
        if (faces.isEmpty()) {
            throw new FerException(
                    "none of %s holds faces; accepted is an array of the shape N×48×48, N×48×48×1, N×48×48×3 or N×1×48×48"
                            .formatted(arrays));
        }
        for (Path file : faces) {
            read(file, partner(file, arrays), split(file), sink);
        }
    }

    /** Reads a file of faces and the labels beside it. */
    static void readPair(Path faces, FaceSink sink) throws IOException {
        try (Stream<Path> beside = Files.list(faces.toAbsolutePath().getParent())) {
            List<Path> arrays =
                    beside.filter(NpyFaces::isArray)
                            .filter(file -> !Litter.is(file.getFileName().toString()))
                            .sorted()
                            .toList();
            read(faces, partner(faces, arrays), split(faces), sink);
        }
    }

    private static Path partner(Path faces, List<Path> arrays) {
        int rows = rows(faces);
        List<Path> labels =
                arrays.stream()
                        .filter(file -> !file.getFileName().equals(faces.getFileName()))
                        .filter(NpyLabels::looksLike)
                        .filter(file -> rows(file) == rows)
                        .toList();
        List<Path> sameSplit = labels.stream().filter(file -> split(file) == split(faces)).toList();
        List<Path> fitting = sameSplit.isEmpty() ? labels : sameSplit;
        if (fitting.size() != 1) {
            throw new FerException(
                    (fitting.isEmpty()
                                    ? "%s has no labels beside it: no .npy there has %d numbers or"
                                            + " one-hot rows"
                                    : "%s has several arrays beside it that may be its %d labels: "
                                            + fitting
                                            + "; name both files")
                            .formatted(faces, rows));
        }
        return fitting.get(0);
    }

    private static int rows(Path file) {
        try (NpyRows rows = NpyRows.open(file)) {
            return rows.rows();
        }
    }

    /**
     * By a word of the file's name: {@code x_train} and {@code valFaces}, not {@code evaluation}.
     */
    private static Split split(Path file) {
        Set<Split> said = EnumSet.noneOf(Split.class);
        for (String word : WORDS.split(file.getFileName().toString())) {
            Matcher matcher = WORD.matcher(word.toLowerCase(Locale.ROOT));
            if (matcher.matches()) {
                String plain = matcher.group(1);
                (plain.equals("public") ? Optional.of(Split.VALIDATION) : Split.named(plain))
                        .ifPresent(said::add);
            }
        }
        // In this order, because public_test is FER-2013's validation split.
        return Stream.of(Split.TRAIN, Split.VALIDATION, Split.TEST)
                .filter(said::contains)
                .findFirst()
                .orElse(Split.UNSPLIT);
    }

    static void read(Path faces, Path labels, Split split, FaceSink sink) {
        NpyPictures pictures = NpyPictures.of(faces);
        List<Optional<Emotion>> emotions = NpyLabels.read(labels, sink.classes());
        if (emotions.size() != pictures.count()) {
            throw new FerException(
                    "%s holds %d faces, %s %d labels"
                            .formatted(faces, pictures.count(), labels, emotions.size()));
        }
        boolean rowsKnown = sink.knownRows() == pictures.count();
        pictures.forEach(
                (index, pixels) -> {
                    String origin = "%s[%d]".formatted(faces.getFileName(), index);
                    Optional<Emotion> emotion = emotions.get(index);
                    if (emotion.isEmpty()) {
                        sink.problem(
                                origin,
                                "its label in %s is none of %s"
                                        .formatted(
                                                labels.getFileName(), sink.classes().accepted()));
                    } else if (pixels.isEmpty()) {
                        sink.problem(origin, "its values are not " + pictures.range());
                    } else {
                        long row = rowsKnown ? index : LabeledFace.NO_ROW;
                        sink.face(new RawFace(pixels.get(), emotion.get(), split, origin, row));
                    }
                });
    }
}
