package io.github.fer4j.image;

import io.github.fer4j.image.ImageStructure.Color;
import java.util.Arrays;
import java.util.Optional;

/**
 * Walks a GIF file to the end of its first frame, which is all that is decoded; a file that is cut
 * off behind it is whole for the purpose.
 */
final class GifReader {
    private static final int IMAGE = 0x2c;
    private static final int EXTENSION = 0x21;
    private static final int TRAILER = 0x3b;
    private static final int GRAPHIC_CONTROL = 0xf9;

    private final ImageBytes bytes;
    private boolean transparency;
    private boolean dataSeen;

    GifReader(ImageBytes bytes) {
        this.bytes = bytes;
    }

    ImageStructure read() {
        int width = bytes.u16le(6);
        int height = bytes.u16le(8);
        Optional<String> damage = Optional.empty();
        int end = bytes.length();
        try {
            end = endOfFirstFrame(13 + colorTableLength(bytes.u8(10)));
        } catch (ImageBytes.EndOfBytesException e) {
            if (!dataSeen) {
                throw e;
            }
            damage = Optional.of("cut off after " + bytes.length() + " bytes");
        }
        int frameEnd = end;
        boolean whole = damage.isEmpty();
        return new ImageStructure(
                ImageFormat.GIF,
                width,
                height,
                transparency ? Color.ALPHA : Color.BGR,
                Orientation.UPRIGHT,
                damage,
                () -> whole ? Optional.of(withTrailer(frameEnd)) : Optional.empty());
    }

    private byte[] withTrailer(int end) {
        byte[] frame = Arrays.copyOf(bytes.data(), end + 1);
        frame[end] = TRAILER;
        return frame;
    }

    private int endOfFirstFrame(int start) {
        int position = start;
        while (true) {
            int kind = bytes.u8(position);
            if (kind == EXTENSION) {
                if (bytes.u8(position + 1) == GRAPHIC_CONTROL) {
                    transparency = (bytes.u8(position + 3) & 1) == 1;
                }
                position = skipBlocks(position + 2);
            } else if (kind == IMAGE) {
                int colors = colorTableLength(bytes.u8(position + 9));
                dataSeen = true;
                return skipBlocks(position + 10 + colors + 1);
            } else {
                throw bytes.unreadable(
                        ImageFormat.GIF,
                        kind == TRAILER
                                ? "has no frame"
                                : "is damaged after %d bytes: an unknown block"
                                        .formatted(position));
            }
        }
    }

    private int skipBlocks(int start) {
        int position = start;
        while (bytes.u8(position) != 0) {
            position += 1 + bytes.u8(position);
        }
        return position + 1;
    }

    private static int colorTableLength(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }
}
