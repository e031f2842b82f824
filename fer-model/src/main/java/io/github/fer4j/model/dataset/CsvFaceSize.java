package io.github.fer4j.model.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Finds out how large the faces in a CSV file are: one broken line must not decide. */
final class CsvFaceSize {
    private static final int USUAL = 48;
    private static final int ROWS = 64;
    private static final int SMALLEST = 8;
    private static final int LARGEST = 1024;

    private CsvFaceSize() {}

    /** The side that most of the first faces have. */
    static int of(InputStream in) throws IOException {
        CsvLine line = new CsvLine(in, 0);
        if (!line.readHeader()) {
            return USUAL;
        }
        int column = CsvHeader.of(line.text()).pixels();
        Map<Integer, Integer> counts = new HashMap<>();
        counts.put(USUAL, 0);
        for (int i = 0; i < ROWS && line.readRow(column, -1, -1); i++) {
            int side = (int) Math.round(Math.sqrt(line.pixelCount()));
            if (side * side == line.pixelCount() && side >= SMALLEST && side <= LARGEST) {
                counts.merge(side, 1, Integer::sum);
            }
        }
        int best = USUAL;
        for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > counts.get(best)) {
                best = entry.getKey();
            }
        }
        return best;
    }
}
