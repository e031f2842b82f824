package io.github.fer4j.image;

import io.github.fer4j.image.ImageStructure.Color;
import java.util.Optional;

/**
 * Reads the first directory of a TIFF file (TIFF 6.0): size, kind of samples, and whether the data
 * it points to are there. The decoder underneath turns the picture upright itself.
 */
final class TiffReader {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_LENGTHS = 279;
    private static final int SAMPLES = 277;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;

    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ENTRY_LENGTH = 12;

    private final ImageBytes bytes;
    private final boolean little;
    private final int directory;

    TiffReader(ImageBytes bytes) {
        this.bytes = bytes;
        this.little = bytes.u8(0) == 'I';
        long start = u32(4);
        if (start > bytes.length() - 2L) {
            throw bytes.unreadable(
                    ImageFormat.TIFF,
                    "is cut off after %d bytes: its directory must be at %d"
                            .formatted(bytes.length(), start));
        }
        this.directory = (int) start;
    }

    ImageStructure read() {
        long width = value(WIDTH, 0, 0);
        long height = value(HEIGHT, 0, 0);
        long bits = value(BITS, 0, 1);
        long sampleFormat = value(SAMPLE_FORMAT, 0, 1);
        if (bits > 16 || sampleFormat != 1) {
            throw bytes.unreadable(
                    ImageFormat.TIFF,
                    "has samples of %d bits%s; unsigned ones of 1 to 16 bits are accepted"
                            .formatted(
                                    bits,
                                    sampleFormat == 3
                                            ? ", floating point"
                                            : sampleFormat == 1 ? "" : ", signed or complex"));
        }
        if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw bytes.unreadable(
                    ImageFormat.TIFF, "is damaged: a size of " + width + "x" + height);
        }
        boolean cut =
                !hasData(STRIP_OFFSETS, STRIP_LENGTHS) || !hasData(TILE_OFFSETS, TILE_LENGTHS);
        boolean alpha = bits == 8 && value(SAMPLES, 0, 1) == 4 && entry(EXTRA_SAMPLES) >= 0;
        return new ImageStructure(
                ImageFormat.TIFF,
                (int) width,
                (int) height,
                alpha ? Color.PREMULTIPLIED_ALPHA : Color.BGR,
                Orientation.UPRIGHT,
                cut ? Optional.of("cut off after " + bytes.length() + " bytes") : Optional.empty(),
                () -> cut ? Optional.empty() : Optional.of(bytes.data()));
    }

    private boolean hasData(int offsets, int lengths) {
        long count = Math.min(count(offsets), count(lengths));
        for (int i = 0; i < count; i++) {
            if (value(offsets, i, 0) + value(lengths, i, 0) > bytes.length()) {
                return false;
            }
        }
        return true;
    }

    private long count(int tag) {
        int entry = entry(tag);
        return entry < 0 ? 0 : u32(entry + 4);
    }

    /** One of a tag's values, or another if the tag is not there. */
    private long value(int tag, int index, long otherwise) {
        int entry = entry(tag);
        if (entry < 0) {
            return otherwise;
        }
        int type = u16(entry + 2);
        int size = type == BYTE ? 1 : type == SHORT ? 2 : 4;
        if (type != BYTE && type != SHORT && type != LONG) {
            throw bytes.unreadable(
                    ImageFormat.TIFF, "is damaged: tag %d has type %d".formatted(tag, type));
        }
        boolean inside = u32(entry + 4) * size <= 4;
        long position = (inside ? entry + 8 : u32(entry + 8)) + (long) index * size;
        if (position > bytes.length() - size) {
            throw new ImageBytes.EndOfBytesException();
        }
        return switch (type) {
            case BYTE -> bytes.u8((int) position);
            case SHORT -> u16((int) position);
            default -> u32((int) position);
        };
    }

    /** Where a tag's entry is; −1 if it is not there. */
    private int entry(int tag) {
        int entries = u16(directory);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_LENGTH;
            if (u16(entry) == tag) {
                return entry;
            }
        }
        return -1;
    }

    private int u16(int offset) {
        return little ? bytes.u16le(offset) : bytes.u16be(offset);
    }

    private long u32(int offset) {
        return little ? bytes.u32le(offset) : bytes.u32be(offset);
    }
}
