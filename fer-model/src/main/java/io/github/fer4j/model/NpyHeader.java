package io.github.fer4j.model;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands at the start of a {@code .npy} file, and how to read the values behind it. */
final class NpyHeader {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;
    private static final int MAX_RANK = 32;

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)\\b");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L, ]*)\\)");

    private final Shape shape;
    private final Element element;
    private final boolean fortran;
    private final long count;

    private NpyHeader(Shape shape, Element element, boolean fortran, long count) {
        this.shape = shape;
        this.element = element;
        this.fortran = fortran;
        this.count = count;
    }

    Shape shape() {
        return shape;
    }

    /** Whether the first index changes fastest. */
    boolean isFortran() {
        return fortran;
    }

    /** Whether values are whole numbers or truth values. */
    boolean isWhole() {
        return element.kind != 'f';
    }

    /** How many values there are. */
    long count() {
        return count;
    }

    /** Reads the header; the channel then stands before the first value. */
    static NpyHeader read(Path file, SeekableByteChannel channel) throws IOException {
        ByteBuffer start = readFully(channel, 10);
        for (int i = 0; i < MAGIC.length; i++) {
            if (start.get(i) != MAGIC[i]) {
                throw broken(file, "it does not begin with \\x93NUMPY", null);
            }
        }
        int version = start.get(6);
        long length;
        if (version == 1) {
            length = start.getShort(8) & 0xffff;
        } else if (version == 2 || version == 3) {
            length =
                    (start.getShort(8) & 0xffff)
                            | (readFully(channel, 2).getShort(0) & 0xffffL) << 16;
        } else {
            throw broken(file, "its version is " + version + ", known are 1 to 3", null);
        }
        if (length > MAX_HEADER) {
            throw broken(file, "its header has " + length + " bytes", null);
        }
        ByteBuffer text = readFully(channel, (int) length);
        String header = StandardCharsets.UTF_8.decode(text).toString();
        Shape shape = shape(file, header);
        Element element = Element.of(file, find(file, DESCR, header, "descr"));
        boolean fortran = find(file, ORDER, header, "fortran_order").equals("True");

        long found = channel.size() - channel.position();
        long count = count(file, shape);
        if (found != count * element.bytes) {
            throw broken(
                    file,
                    "an array of the shape %s and type %s has %d bytes, the file holds %d"
                            .formatted(shape, element.name, count * element.bytes, found),
                    null);
        }
        return new NpyHeader(shape, element, fortran, count);
    }

    /** Reads the next values. */
    void values(
            SeekableByteChannel channel, ByteBuffer chunk, float[] target, int offset, int length)
            throws IOException {
        chunk.order(element.order);
        for (int done = 0; done < length; ) {
            int step = Math.min(chunk.capacity() / element.bytes, length - done);
            fill(channel, chunk.clear().limit(step * element.bytes));
            chunk.flip();
            for (int i = 0; i < step; i++) {
                target[offset + done++] = element.next(chunk);
            }
        }
    }

    private static Shape shape(Path file, String header) {
        String list = find(file, SHAPE, header, "shape").replace("L", "").trim();
        String[] parts = list.isEmpty() ? new String[0] : list.split(",");
        if (parts.length > MAX_RANK) {
            throw broken(file, "it has " + parts.length + " dimensions", null);
        }
        int[] sizes = new int[parts.length];
        for (int i = 0; i < sizes.length; i++) {
            try {
                sizes[i] = Integer.parseInt(parts[i].trim());
            } catch (NumberFormatException e) {
                throw broken(file, "its shape is (" + list + ")", e);
            }
        }
        return Shape.of(sizes);
    }

    private static long count(Path file, Shape shape) {
        try {
            long count = shape.count();
            if (count <= Integer.MAX_VALUE - 8) {
                return count;
            }
        } catch (ArithmeticException e) {
            // Too large in any case.
        }
        throw broken(file, "its shape is " + shape + ", more values than an array holds", null);
    }

    private static String find(Path file, Pattern pattern, String header, String key) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw broken(file, "its header has no readable '" + key + "'", null);
        }
        return matcher.group(1);
    }

    private static ByteBuffer readFully(SeekableByteChannel channel, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, buffer);
        return buffer.flip();
    }

    private static void fill(SeekableByteChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException();
            }
        }
    }

    static FerException broken(Path file, String found, Exception cause) {
        return new FerException(
                file
                        + " cannot be used: "
                        + found
                        + "; accepted is a .npy array of float, integer or bool",
                cause);
    }

    /** The type of one value: {@code <f4}. */
    private static final class Element {
        final String name;
        final char kind;
        final int bytes;
        final ByteOrder order;

        private Element(String name, char kind, int bytes) {
            this.name = name;
            this.kind = kind;
            this.bytes = bytes;
            this.order = name.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }

        static Element of(Path file, String name) {
            if (name.matches("[<>|=](f[248]|[iu][1248]|b1)")) {
                return new Element(name, name.charAt(1), name.charAt(2) - '0');
            }
            throw broken(file, "its values are of the type '" + name + "'", null);
        }

        float next(ByteBuffer from) {
            switch (bytes) {
                case 1:
                    byte single = from.get();
                    return kind == 'u' ? single & 0xff : single;
                case 2:
                    short two = from.getShort();
                    return kind == 'f' ? half(two) : kind == 'u' ? two & 0xffff : two;
                case 4:
                    return kind == 'f'
                            ? from.getFloat()
                            : kind == 'u' ? from.getInt() & 0xffffffffL : from.getInt();
                default:
                    if (kind == 'f') {
                        return (float) from.getDouble();
                    }
                    long value = from.getLong();
                    return kind == 'u' && value < 0 ? (value >>> 1) * 2f : value;
            }
        }

        private static float half(short bits) {
            int exponent = bits >> 10 & 0x1f;
            int mantissa = bits & 0x3ff;
            float magnitude;
            if (exponent == 0x1f) {
                magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            } else if (exponent == 0) {
                magnitude = mantissa * 0x1p-24f;
            } else {
                magnitude = Math.scalb(1 + mantissa * 0x1p-10f, exponent - 15);
            }
            return bits < 0 ? -magnitude : magnitude;
        }
    }
}
