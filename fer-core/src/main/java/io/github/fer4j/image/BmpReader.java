package io.github.fer4j.image;

import io.github.fer4j.image.ImageStructure.Color;
import java.util.Arrays;
import java.util.Optional;

/** Reads a BMP file's header and whether all of its rows are there. */
final class BmpReader {
    private static final int CORE_HEADER = 12;
    private static final int INFO_HEADER = 40;
    private static final int MAX_HEADER = 1024;
    private static final int UNCOMPRESSED = 0;
    private static final int BIT_FIELDS = 3;

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
        int rows = Math.abs(height); // negative: the top row comes first
        long needed =
                compression == UNCOMPRESSED || compression == BIT_FIELDS
                        ? bytes.u32le(10) + ((long) width * bits + 31) / 32 * 4 * rows
                        : bytes.u32le(10) + (core ? 0 : bytes.u32le(34));
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
                () -> Optional.of(bytes.data()).filter(data -> !cut).or(() -> filled(needed)));
    }

    private Optional<byte[]> filled(long length) {
        return length > Integer.MAX_VALUE - 8
                ? Optional.empty()
                : Optional.of(Arrays.copyOf(bytes.data(), (int) length));
    }
}
