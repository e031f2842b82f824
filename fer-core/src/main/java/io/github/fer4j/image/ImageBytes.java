package io.github.fer4j.image;

import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of a picture's file and the name to call it by. Reading past the end is an {@link
 * EndOfBytesException}, which {@link ImageDecoder} turns into a message.
 */
final class ImageBytes {
    /** How large a damaged file may be made in order to decode it: 512 MiB. */
    static final long MOST_EXTENDED = 1L << 29;

    private final String name;
    private final byte[] data;

    ImageBytes(String name, byte[] data) {
        this.name = name;
        this.data = data;
    }

    String name() {
        return name;
    }

    byte[] data() {
        return data;
    }

    int length() {
        return data.length;
    }

    int u8(int offset) {
        require(offset, 1);
        return data[offset] & 0xff;
    }

    int u16be(int offset) {
        require(offset, 2);
        return (data[offset] & 0xff) << 8 | data[offset + 1] & 0xff;
    }

    int u16le(int offset) {
        require(offset, 2);
        return (data[offset + 1] & 0xff) << 8 | data[offset] & 0xff;
    }

    int u24le(int offset) {
        return u16le(offset) | u8(offset + 2) << 16;
    }

    long u32be(int offset) {
        return (long) u16be(offset) << 16 | u16be(offset + 2);
    }

    long u32le(int offset) {
        return (long) u16le(offset + 2) << 16 | u16le(offset);
    }

    /** Whether these ASCII characters are there. */
    boolean has(int offset, String ascii) {
        if (offset < 0 || offset > data.length - ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (data[offset + i] != (byte) ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean startsWith(int... bytes) {
        if (data.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (data[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** A copy with zeros behind it; empty if that would be too much to hold. */
    Optional<byte[]> extendedTo(long length) {
        return length > MOST_EXTENDED
                ? Optional.empty()
                : Optional.of(Arrays.copyOf(data, (int) length));
    }

    /** What to throw for a picture of a known format that cannot be read. */
    ImageReadException unreadable(ImageFormat format, String reason) {
        return new ImageReadException(name + ": " + format.described() + " picture " + reason);
    }

    private void require(int offset, int count) {
        if (offset < 0 || offset > data.length - count) {
            throw new EndOfBytesException();
        }
    }

    /** The file ends before what is being read. */
    static final class EndOfBytesException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndOfBytesException() {
            super("the data end too early", null, false, false);
        }
    }
}
