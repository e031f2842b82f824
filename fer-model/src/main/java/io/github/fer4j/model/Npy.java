package io.github.fer4j.model;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Arrays in NumPy's {@code .npy} format: what {@code numpy.save} writes and {@code numpy.load}
 * reads.
 *
 * <pre>{@code
 * Tensor faces = Npy.read(Path.of("input.npy"));
 * Npy.write(Path.of("output.npy"), network.predict(faces).get(0));
 * }</pre>
 *
 * Read are the versions 1 to 3, C and Fortran order, little and big endian, of the types float16,
 * float32, float64, bool and the integers of 8 to 64 bits; everything becomes float32, so integers
 * beyond 2^24 are rounded. Written is version 1, float32, C order, little endian.
 */
public final class Npy {
    private static final int CHUNK = 1 << 16;

    private Npy() {}

    /**
     * @param file an array
     * @return its values as float32, row-major
     * @throws FerException if it cannot be read or is no such array; names the file, what was found
     *     and what is accepted
     */
    public static Tensor read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new FerException(
                    file + (Files.exists(file) ? " is not a regular file" : " does not exist"));
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return read(file, channel);
        } catch (EOFException e) {
            throw NpyHeader.broken(file, "the file ends within its header", e);
        } catch (IOException e) {
            throw new FerException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * @param file where to write; a file that is there is replaced
     * @param tensor what to write
     * @throws FerException if it cannot be written
     */
    public static void write(Path file, Tensor tensor) {
        StringBuilder header =
                new StringBuilder("{'descr': '<f4', 'fortran_order': False, 'shape': (");
        for (int size : tensor.shape().dimensions()) {
            header.append(size).append(", ");
        }
        // Python reads (3) as a number, (3,) as a tuple.
        String shape = tensor.shape().rank() == 1 ? header.toString().trim() : header.toString();
        if (tensor.shape().rank() > 1) {
            shape = shape.substring(0, shape.length() - 2);
        }
        String text = shape + "), }";
        // The values begin at a multiple of 64, as numpy aligns them.
        int length =
                (NpyHeader.MAGIC.length + 4 + text.length() + 1 + 63) / 64 * 64
                        - NpyHeader.MAGIC.length
                        - 4;
        ByteBuffer start = ByteBuffer.allocate(NpyHeader.MAGIC.length + 4 + length);
        start.order(ByteOrder.LITTLE_ENDIAN).put(NpyHeader.MAGIC).put((byte) 1).put((byte) 0);
        start.putShort((short) length).put(text.getBytes(StandardCharsets.US_ASCII));
        while (start.remaining() > 1) {
            start.put((byte) ' ');
        }
        start.put((byte) '\n').flip();
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            writeFully(channel, start);
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < tensor.count(); i++) {
                chunk.putFloat(tensor.get(i));
                if (!chunk.hasRemaining() || i == tensor.count() - 1) {
                    writeFully(channel, chunk.flip());
                    chunk.clear();
                }
            }
        } catch (IOException e) {
            throw new FerException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static Tensor read(Path file, SeekableByteChannel channel) throws IOException {
        NpyHeader header = NpyHeader.read(file, channel);
        float[] values = new float[(int) header.count()];
        header.values(channel, ByteBuffer.allocate(CHUNK), values, 0, values.length);
        Shape shape = header.shape();
        return Tensor.wrap(shape, header.isFortran() ? rowMajor(values, shape) : values);
    }

    private static float[] rowMajor(float[] values, Shape shape) {
        int[] sizes = shape.toArray();
        float[] turned = new float[values.length];
        int[] index = new int[sizes.length];
        for (int i = 0; i < turned.length; i++) {
            int from = 0;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                from = from * sizes[axis] + index[axis];
            }
            turned[i] = values[from];
            for (int axis = sizes.length - 1; axis >= 0 && ++index[axis] == sizes[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return turned;
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
