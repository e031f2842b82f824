package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The filters of h5py, none of which ever gives more than a chunk holds. */
final class Hdf5Filters {
    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER32 = 3;
    private static final int LZF = 32000;

    /** A checksum may stand behind a chunk's values. */
    private static final int CHECKSUM_BYTES = 4;

    private Hdf5Filters() {}

    static byte[] decode(int filter, byte[] bytes, int chunkBytes, int elementSize, String path) {
        return switch (filter) {
            case DEFLATE -> inflate(bytes, chunkBytes + CHECKSUM_BYTES, path);
            case SHUFFLE -> unshuffle(bytes, elementSize);
            case FLETCHER32 -> Arrays.copyOf(bytes, Math.max(0, bytes.length - CHECKSUM_BYTES));
            // Where it would not shrink a chunk, this filter is left out for that chunk.
            case LZF ->
                    bytes.length == chunkBytes
                            ? bytes
                            : lzf(bytes, chunkBytes + CHECKSUM_BYTES, path);
            default ->
                    throw new ModelFormatException(
                            ("%s is stored through the HDF5 filter %d, only gzip, shuffle,"
                                            + " fletcher32 and lzf are read")
                                    .formatted(path, filter));
        };
    }

    private static byte[] inflate(byte[] bytes, int most, String path) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            byte[] inflated = new byte[most];
            int filled = 0;
            while (!inflater.finished()) {
                int count = inflater.inflate(inflated, filled, most - filled);
                if (count == 0 && !inflater.finished()) {
                    throw wrongLength(path);
                }
                filled += count;
            }
            return Arrays.copyOf(inflated, filled);
        } catch (DataFormatException e) {
            throw new ModelFormatException(
                    "%s has a damaged chunk: %s".formatted(path, e.getMessage()), e);
        } finally {
            inflater.end();
        }
    }

    private static ModelFormatException wrongLength(String path) {
        return new ModelFormatException(
                "%s has a damaged chunk: it holds more or less than its shape".formatted(path));
    }

    /** All first bytes, then all second bytes, … of the elements; a rest stays as it is. */
    private static byte[] unshuffle(byte[] bytes, int elementSize) {
        int count = bytes.length / elementSize;
        byte[] values = bytes.clone();
        for (int i = 0; i < count; i++) {
            for (int b = 0; b < elementSize; b++) {
                values[i * elementSize + b] = bytes[b * count + i];
            }
        }
        return values;
    }

    /** LibLZF's format: runs of literals, and references of at most 8 KB back. */
    private static byte[] lzf(byte[] in, int most, String path) {
        byte[] out = new byte[most];
        int from = 0;
        int to = 0;
        try {
            while (from < in.length) {
                int control = in[from++] & 0xFF;
                if (control < 32) {
                    System.arraycopy(in, from, out, to, control + 1);
                    from += control + 1;
                    to += control + 1;
                    continue;
                }
                int length = control >> 5;
                if (length == 7) {
                    length += in[from++] & 0xFF;
                }
                int back = to - ((control & 0x1F) << 8) - (in[from++] & 0xFF) - 1;
                for (int i = 0; i < length + 2; i++) {
                    out[to++] = out[back++];
                }
            }
        } catch (IndexOutOfBoundsException e) {
            ModelFormatException error = wrongLength(path);
            error.initCause(e);
            throw error;
        }
        return Arrays.copyOf(out, to);
    }
}
