package io.github.fer4j.model.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the columns of a CSV file are called.
 *
 * @param names in order, in lower case
 */
record CsvHeader(List<String> names) {
    static CsvHeader of(String line) {
        return new CsvHeader(
                Arrays.stream(line.split(",", -1))
                        .map(cell -> cell.replace("\"", "").trim().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** Beside the faces there may be tables of votes and the like. */
    boolean holdsFaces() {
        return pixels() >= 0 && emotion() >= 0;
    }

    int pixels() {
        return names.indexOf("pixels");
    }

    int emotion() {
        return names.contains("emotion") ? names.indexOf("emotion") : names.indexOf("label");
    }

    int usage() {
        return names.indexOf("usage");
    }
}
