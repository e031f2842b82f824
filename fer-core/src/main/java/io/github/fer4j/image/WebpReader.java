package io.github.fer4j.image;

import io.github.fer4j.image.ImageStructure.Color;
import java.util.Optional;

/** Walks the chunks of a WebP file (RFC 9649). */
final class WebpReader {
    private static final int FIRST_CHUNK = 12;
    private static final int EXTENDED_ALPHA = 0x10;

    private final ImageBytes bytes;

    WebpReader(ImageBytes bytes) {
        this.bytes = bytes;
    }

    ImageStructure read() {
        int data = FIRST_CHUNK + 8;
        int width;
        int height;
        boolean alpha;
        if (bytes.has(FIRST_CHUNK, "VP8 ")) {
            width = bytes.u16le(data + 6) & 0x3fff;
            height = bytes.u16le(data + 8) & 0x3fff;
            alpha = false;
        } else if (bytes.has(FIRST_CHUNK, "VP8L")) {
            long bits = bytes.u32le(data + 1);
            width = (int) (bits & 0x3fff) + 1;
            height = (int) (bits >> 14 & 0x3fff) + 1;
            alpha = (bits >> 28 & 1) == 1;
        } else if (bytes.has(FIRST_CHUNK, "VP8X")) {
            width = bytes.u24le(data + 4) + 1;
            height = bytes.u24le(data + 7) + 1;
            alpha = (bytes.u8(data) & EXTENDED_ALPHA) != 0;
        } else {
            throw bytes.unreadable(ImageFormat.WEBP, "is damaged: it begins with no known chunk");
        }
        long needed = bytes.u32le(4) + 8;
        boolean cut = needed > bytes.length();
        return new ImageStructure(
                ImageFormat.WEBP,
                width,
                height,
                alpha ? Color.ALPHA : Color.BGR,
                cut ? Orientation.UPRIGHT : orientation((int) needed),
                cut
                        ? Optional.of(
                                "cut off after %d of %d bytes".formatted(bytes.length(), needed))
                        : Optional.empty(),
                () -> cut ? Optional.empty() : Optional.of(bytes.data()));
    }

    private Orientation orientation(int end) {
        long position = FIRST_CHUNK;
        while (position + 8 <= end) {
            int start = (int) position + 8;
            long length = bytes.u32le(start - 4);
            if (bytes.has((int) position, "EXIF")) {
                int exif = bytes.has(start, "Exif\0\0") ? start + 6 : start;
                return ExifReader.orientation(bytes, exif, (int) Math.min(end, start + length));
            }
            position = start + length + (length & 1);
        }
        return Orientation.UPRIGHT;
    }
}
