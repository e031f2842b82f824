package io.github.fer4j.model.keras;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;

/** Little-endian numbers to a file, in small pieces, with the position known at every time. */
final class Hdf5Output {
    private final FileChannel channel;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private long flushed;

    Hdf5Output(FileChannel channel) {
        this.channel = channel;
    }

    /** How many bytes there are so far, which is the address of the next one. */
    long position() {
        return flushed + buffer.position();
    }

    Hdf5Output int8(int value) throws IOException {
        room(1).put((byte) value);
        return this;
    }

    Hdf5Output int16(int value) throws IOException {
        room(2).putShort((short) value);
        return this;
    }

    Hdf5Output int32(int value) throws IOException {
        room(4).putInt(value);
        return this;
    }

    Hdf5Output int64(long value) throws IOException {
        room(8).putLong(value);
        return this;
    }

    Hdf5Output bytes(byte[] values) throws IOException {
        for (int start = 0; start < values.length; ) {
            int count = Math.min(room(1).remaining(), values.length - start);
            buffer.put(values, start, count);
            start += count;
        }
        return this;
    }

    Hdf5Output ascii(String text) throws IOException {
        return bytes(Hdf5Tree.utf8(text));
    }

    Hdf5Output zeros(long count) throws IOException {
        for (long i = 0; i < count; i++) {
            room(1).put((byte) 0);
        }
        return this;
    }

    /** Zeros up to the next multiple of 8. */
    Hdf5Output align() throws IOException {
        return zeros(-position() & 7);
    }

    Hdf5Output floats(FloatBuffer values) throws IOException {
        while (values.hasRemaining()) {
            int count = Math.min(room(4).remaining() / 4, values.remaining());
            buffer.asFloatBuffer().put(values.slice(values.position(), count));
            buffer.position(buffer.position() + 4 * count);
            values.position(values.position() + count);
        }
        return this;
    }

    void flush() throws IOException {
        buffer.flip();
        flushed += buffer.limit();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private ByteBuffer room(int count) throws IOException {
        if (buffer.remaining() < count) {
            flush();
        }
        return buffer;
    }
}
