package io.github.fer4j.image;

import io.github.fer4j.image.ImageStructure.Color;
import java.util.List;
import java.util.Optional;

/** Reads a BMP file's header and whether all of its rows are there. */
final class BmpReader {
    private static final int CORE_HEADER = 12;
    private static final int INFO_HEADER = 40;
    private static final int MAX_HEADER = 1024;
    private static final int UNCOMPRESSED = 0;
    private static final int BIT_FIELDS = 3;
    private static final List<Integer> BITS = List.of(1, 2, 4, 8, 16, 24, 32);

    private final ImageBytes bytes;

    BmpReader(ImageBytes bytes) {
        this.bytes = bytes;
    }

    ImageStructure read() {
        long headerLength = bytes.u32le(14);
        boolean core = headerLength == CORE_HEADER;
        if (!core && (headerLength < INFO_HEADER || headerLength > MAX_HEADER)) {
            throw bytes.unreadable(
                    ImageFormat.BMP, "is damaged: a header of " + headerLength + " bytes");
        }
        int width = core ? bytes.u16le(18) : (int) bytes.u32le(18);
        int height = core ? bytes.u16le(20) : (int) bytes.u32le(22);
        int bits = bytes.u16le(core ? 24 : 28);
        long compression = core ? UNCOMPRESSED : bytes.u32le(30);
        if (width < 0 || height == Integer.MIN_VALUE) {
            throw bytes.unreadable(
                    ImageFormat.BMP, "is damaged: a size of " + width + "x" + height);
        }
        if (!BITS.contains(bits)) {
            throw bytes.unreadable(
                    ImageFormat.BMP, "has " + bits + " bits a pixel; accepted are " + BITS);
        }
        long start = bytes.u32le(10);
        if (start >= bytes.length()) {
            throw new ImageBytes.EndOfBytesException();
        }
        int rows = Math.abs(height); // negative: the top row comes first
        boolean packed = compression != UNCOMPRESSED && compression != BIT_FIELDS;
        long needed =
                start + (packed ? bytes.u32le(34) : ((long) width * bits + 31) / 32 * 4 * rows);
        // A packed row may end at once, which takes two bytes
        long filled = packed ? bytes.length() + 2L * rows + 2 : needed;
        boolean cut = needed > bytes.length();
        return new ImageStructure(
                ImageFormat.BMP,
                width,
                rows,
                Color.BGR,
                Orientation.UPRIGHT,
                cut
                        ? Optional.of(
                                "cut off after %d of %d bytes".formatted(bytes.length(), needed))
                        : Optional.empty(),
                () -> cut ? bytes.extendedTo(filled) : Optional.of(bytes.data()));
    }
}
