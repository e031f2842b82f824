package io.github.fer4j.model;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An array in NumPy's {@code .npy} format, read row by row: what lies behind one value of the first
 * index. What {@link Npy} reads at once, this reads in constant memory; only arrays in Fortran's
 * order, whose rows are not in one place, are read at once here too.
 *
 * <pre>{@code
 * try (NpyRows rows = NpyRows.open(Path.of("faces.npy"))) {
 *     float[] face = new float[rows.rowLength()];
 *     while (rows.next(face)) {
 *         show(face);
 *     }
 * }
 * }</pre>
 *
 * Not thread-safe; who opened it closes it.
 */
public final class NpyRows implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final SeekableByteChannel channel;
    private final NpyHeader header;
    private final float[] all;
    private final int rows;
    private final int rowLength;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    private int next;

    private NpyRows(Path file, SeekableByteChannel channel, NpyHeader header, float[] all) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.all = all;
        int[] sizes = header.shape().toArray();
        this.rows = sizes.length == 0 ? 1 : sizes[0];
        this.rowLength = rows == 0 ? 0 : (int) (header.count() / rows);
    }

    /**
     * @param file an array
     * @return its rows, from the first
     * @throws FerException if it cannot be read or is no such array; names the file, what was found
     *     and what is accepted
     */
    public static NpyRows open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new FerException(
                    file + (Files.exists(file) ? " is not a regular file" : " does not exist"));
        }
        SeekableByteChannel channel = null;
        try {
            channel = Files.newByteChannel(file);
            NpyHeader header = NpyHeader.read(file, channel);
            float[] all = header.isFortran() ? Npy.read(file).toArray() : new float[0];
            NpyRows rows = new NpyRows(file, channel, header, all);
            channel = null;
            return rows;
        } catch (EOFException e) {
            throw NpyHeader.broken(file, "the file ends within its header", e);
        } catch (IOException e) {
            throw new FerException("cannot read " + file + ": " + e.getMessage(), e);
        } finally {
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(SeekableByteChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // What made the opening fail is said already.
            }
        }
    }

    /**
     * @return the whole array's shape
     */
    public Shape shape() {
        return header.shape();
    }

    /**
     * @return whether its values are whole numbers or truth values, not floats
     */
    public boolean isWhole() {
        return header.isWhole();
    }

    /**
     * @return how many rows there are; a single value is one row
     */
    public int rows() {
        return rows;
    }

    /**
     * @return how many values a row has
     */
    public int rowLength() {
        return rowLength;
    }

    /**
     * Reads the next row.
     *
     * @param row where its values go, row-major
     * @return whether there was one
     * @throws FerException if it cannot be read
     * @throws IllegalStateException if this is closed
     */
    public boolean next(float[] row) {
        if (!channel.isOpen()) {
            throw new IllegalStateException("the rows of " + file + " are closed");
        }
        if (row.length != rowLength) {
            throw new IllegalArgumentException(
                    "a row has %d values, was given place for %d".formatted(rowLength, row.length));
        }
        if (next == rows) {
            return false;
        }
        if (header.isFortran()) {
            System.arraycopy(all, next * rowLength, row, 0, rowLength);
        } else {
            try {
                header.values(channel, chunk, row, 0, rowLength);
            } catch (EOFException e) {
                throw NpyHeader.broken(file, "the file ends within its values", e);
            } catch (IOException e) {
                throw new FerException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        next++;
        return true;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new FerException("cannot close " + file + ": " + e.getMessage(), e);
        }
    }
}
