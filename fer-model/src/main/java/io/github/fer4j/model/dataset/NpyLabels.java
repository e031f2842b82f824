package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.NpyRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads an array of labels: numbers, or one-hot rows. */
final class NpyLabels {
    private static final int MOST_CLASSES = 63;

    private NpyLabels() {}

    /** Whether an array's shape is that of labels. */
    static boolean looksLike(Path file) {
        try (NpyRows rows = NpyRows.open(file)) {
            int rank = rows.shape().rank();
            return rank == 1 || rank == 2 && rows.rowLength() <= MOST_CLASSES;
        }
    }

    /** A class for each row, or nothing where a row stands for none. */
    static List<Optional<Emotion>> read(Path file, ClassReader classes) {
        try (NpyRows rows = NpyRows.open(file)) {
            int rank = rows.shape().rank();
            if (rank < 1 || rank > 2) {
                throw new FerException(
                        "%s has the shape %s; accepted are N labels as numbers, or N×%d one-hot"
                                .formatted(file, rows.shape(), classes.numbers().size()));
            }
            ClassReader known = classes;
            if (rows.rowLength() > 1 && rows.rowLength() != classes.numbers().size()) {
                if (classes.onlyThese() || rows.rowLength() != LabelOrder.FER_PLUS.size()) {
                    throw new FerException(
                            "%s is one-hot for %d classes; accepted are %d: %s"
                                    .formatted(
                                            file,
                                            rows.rowLength(),
                                            classes.numbers().size(),
                                            classes.numbers().labels()));
                }
                known = new ClassReader(LabelOrder.FER_PLUS, false);
            }
            List<Optional<Emotion>> emotions = new ArrayList<>();
            float[] row = new float[rows.rowLength()];
            while (rows.next(row)) {
                emotions.add(known.numbered(row.length == 1 ? number(row[0]) : hot(row)));
            }
            return emotions;
        }
    }

    private static int number(float value) {
        return value == (int) value ? (int) value : -1;
    }

    private static int hot(float[] row) {
        int hot = -1;
        for (int i = 0; i < row.length; i++) {
            if (row[i] == 1 && hot < 0) {
                hot = i;
            } else if (row[i] != 0) {
                return -1;
            }
        }
        return hot;
    }
}
