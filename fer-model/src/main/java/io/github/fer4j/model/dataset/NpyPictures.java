package io.github.fer4j.model.dataset;

import io.github.fer4j.model.FerException;
import io.github.fer4j.model.NpyRows;
import io.github.fer4j.model.Shape;
import java.nio.file.Path;
import java.util.Optional;

/** An array of faces: how its rows are laid out and what range its values have. */
final class NpyPictures {
    private static final int LARGEST = 4096;
    private static final float SLACK = 1e-3f;

    private final Path file;
    private final int count;
    private final int height;
    private final int width;
    private final int channels;
    private final boolean channelsFirst;
    private final Range range;

    private NpyPictures(Path file, NpyRows rows, int[] layout, boolean channelsFirst) {
        this.file = file;
        this.count = rows.rows();
        this.height = layout[0];
        this.width = layout[1];
        this.channels = layout[2];
        this.channelsFirst = channelsFirst;
        this.range = rows.isWhole() ? Range.BYTES : Range.of(rows);
    }

    static NpyPictures of(Path file) {
        try (NpyRows rows = NpyRows.open(file)) {
            Shape shape = rows.shape();
            int[] sizes = shape.toArray();
            int side = (int) Math.round(Math.sqrt(rows.rowLength()));
            boolean last = sizes.length == 4 && (sizes[3] == 1 || sizes[3] == 3);
            boolean first = sizes.length == 4 && !last && (sizes[1] == 1 || sizes[1] == 3);
            int[] layout;
            if (last) {
                layout = new int[] {sizes[1], sizes[2], sizes[3]};
            } else if (first) {
                layout = new int[] {sizes[2], sizes[3], sizes[1]};
            } else if (sizes.length == 3) {
                layout = new int[] {sizes[1], sizes[2], 1};
            } else if (sizes.length == 2 && side * side == rows.rowLength()) {
                layout = new int[] {side, side, 1};
            } else {
                layout = new int[3];
            }
            if (layout[0] < 1 || layout[1] < 1 || layout[0] > LARGEST || layout[1] > LARGEST) {
                throw new FerException(
                        file
                                + " holds no faces: its shape is "
                                + shape
                                + "; accepted are N×48×48, N×48×48×1, N×48×48×3, N×1×48×48 and"
                                + " N×2304, and other sizes likewise");
            }
            return new NpyPictures(file, rows, layout, first);
        }
    }

    int count() {
        return count;
    }

    /** What values are accepted, for messages. */
    String range() {
        return range.text;
    }

    /** Is handed each face, or nothing where its values are out of range. */
    @FunctionalInterface
    interface Consumer {
        void accept(int index, Optional<Pixels> pixels);
    }

    void forEach(Consumer consumer) {
        try (NpyRows rows = NpyRows.open(file)) {
            float[] row = new float[rows.rowLength()];
            for (int index = 0; rows.next(row); index++) {
                consumer.accept(index, pixels(row));
            }
        }
    }

    private Optional<Pixels> pixels(float[] row) {
        byte[] values = new byte[row.length];
        int pixels = height * width;
        for (int i = 0; i < row.length; i++) {
            float level = range.level(row[i]);
            // Not the other way round: NaN fulfils nothing.
            if (!(level >= -0.5f && level < 255.5f)) {
                return Optional.empty();
            }
            int target = channelsFirst ? i % pixels * channels + i / pixels : i;
            values[target] = (byte) Math.round(level);
        }
        return Optional.of(new Pixels(values, height, width, channels));
    }

    /** What the values of an array mean. */
    private enum Range {
        BYTES("0..255", 1, 0),
        UNIT("0..1", 255, 0),
        SIGNED("-1..1", 127.5f, 127.5f);

        final String text;
        final float factor;
        final float added;

        Range(String text, float factor, float added) {
            this.text = text;
            this.factor = factor;
            this.added = added;
        }

        float level(float value) {
            return value * factor + added;
        }

        /** By what most rows have, so that one broken face does not decide. */
        static Range of(NpyRows rows) {
            float[] row = new float[rows.rowLength()];
            int small = 0;
            int signed = 0;
            while (rows.next(row)) {
                float least = Float.POSITIVE_INFINITY;
                float most = Float.NEGATIVE_INFINITY;
                for (float value : row) {
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
                if (least >= -1 - SLACK && most <= 1 + SLACK) {
                    small++;
                    signed += least < -SLACK ? 1 : 0;
                }
            }
            if (2 * small <= rows.rows()) {
                return BYTES;
            }
            return 2 * signed > small ? SIGNED : UNIT;
        }
    }
}
