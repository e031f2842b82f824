package io.github.fer4j.image;

import io.github.fer4j.image.ImageStructure.Color;
import java.util.Optional;

/** Reads the header of a PBM, PGM or PPM file (Netpbm's P1 to P6). */
final class PnmReader {
    private static final int MAX_SAMPLE = 65535;

    private final ImageBytes bytes;
    private int position = 2;

    PnmReader(ImageBytes bytes) {
        this.bytes = bytes;
    }

    ImageStructure read() {
        int kind = bytes.u8(1) - '0';
        boolean text = kind <= 3;
        boolean bitmap = kind == 1 || kind == 4;
        int width = number();
        int height = number();
        int maximum = bitmap ? 1 : number();
        if (maximum < 1 || maximum > MAX_SAMPLE) {
            throw bytes.unreadable(
                    ImageFormat.PNM,
                    "is damaged: a largest sample of %d; 1 to %d are accepted"
                            .formatted(maximum, MAX_SAMPLE));
        }
        long samples = (long) width * (kind == 3 || kind == 6 ? 3 : 1);
        long found = text ? countText(bitmap) : bytes.length() - (position + 1L);
        long needed =
                height
                        * (text
                                ? samples
                                : bitmap
                                        ? (samples + 7) / 8
                                        : maximum > 255 ? 2 * samples : samples);
        boolean cut = found < needed;
        return new ImageStructure(
                ImageFormat.PNM,
                width,
                height,
                kind == 3 || kind == 6 ? Color.BGR : Color.GREY,
                Orientation.UPRIGHT,
                cut
                        ? Optional.of(
                                "cut off after %d bytes: %d of %d %s are there"
                                        .formatted(
                                                bytes.length(),
                                                found,
                                                needed,
                                                text ? "samples" : "bytes of picture data"))
                        : Optional.empty(),
                () -> extended(text, needed - found));
    }

    /** Text gets a line end and zeros, which the decoder needs behind the last sample. */
    private Optional<byte[]> extended(boolean text, long missing) {
        if (!text) {
            return missing <= 0
                    ? Optional.of(bytes.data())
                    : bytes.extendedTo(bytes.length() + missing);
        }
        Optional<byte[]> extended = bytes.extendedTo(bytes.length() + 2 + 2 * Math.max(0, missing));
        extended.ifPresent(this::fillWithZeros);
        return extended;
    }

    private void fillWithZeros(byte[] extended) {
        for (int i = bytes.length(); i < extended.length; i++) {
            extended[i] = (byte) ((i - bytes.length()) % 2 == 0 ? '\n' : '0');
        }
        extended[extended.length - 1] = '\n';
    }

    private int number() {
        skipBlanks();
        long value = 0;
        int start = position;
        while (isDigit(bytes.u8(position))) {
            value = value * 10 + bytes.u8(position++) - '0';
            if (value > Integer.MAX_VALUE) {
                throw bytes.unreadable(
                        ImageFormat.PNM, "is damaged: a number in its header is too large");
            }
        }
        if (position == start) {
            throw bytes.unreadable(
                    ImageFormat.PNM, "is damaged: no number after %d bytes".formatted(position));
        }
        return (int) value;
    }

    private void skipBlanks() {
        while (Character.isWhitespace(bytes.u8(position)) || bytes.u8(position) == '#') {
            if (bytes.u8(position) == '#') {
                while (bytes.u8(position) != '\n') {
                    position++;
                }
            }
            position++;
        }
    }

    /** Counts the samples of a text file; those of a bitmap need no blanks between them. */
    private long countText(boolean bitmap) {
        long count = 0;
        boolean inside = false;
        boolean comment = false;
        for (int i = position; i < bytes.length(); i++) {
            int c = bytes.u8(i);
            comment = comment ? c != '\n' : c == '#';
            boolean digit = !comment && isDigit(c);
            if (digit && (bitmap || !inside)) {
                count++;
            }
            inside = digit;
        }
        return count;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
