package io.github.fer4j.image;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Makes a whole PNG file of one that is cut off or damaged: what inflates is kept, the rest becomes
 * zeros. The decoder underneath would answer nothing.
 */
final class PngMender {
    private static final int OVERHEAD = 4096;

    private final byte[] file;
    private final PngHeader header;
    private final List<PngChunk> chunks;

    /**
     * @param chunks the header, what belongs to the picture, and of the last data as much as is
     *     there
     */
    PngMender(byte[] file, PngHeader header, List<PngChunk> chunks) {
        this.file = file;
        this.header = header;
        this.chunks = chunks;
    }

    /** The file; empty if that would be too much to hold. */
    Optional<byte[]> mended() {
        long length = header.inflatedLength();
        if (length > ImageBytes.MOST_EXTENDED) {
            return Optional.empty();
        }
        byte[] rows = inflate((int) length);
        byte[] deflated = new byte[rows.length + rows.length / 1000 + OVERHEAD];
        Deflater deflater = new Deflater(Deflater.NO_COMPRESSION);
        try {
            deflater.setInput(rows);
            deflater.finish();
            return Optional.of(assemble(deflated, deflater.deflate(deflated)));
        } finally {
            deflater.end();
        }
    }

    private byte[] inflate(int length) {
        byte[] rows = new byte[length];
        int filled = 0;
        Inflater inflater = new Inflater();
        try {
            for (PngChunk chunk : chunks) {
                if (!chunk.isNamed(file, "IDAT")) {
                    continue;
                }
                inflater.setInput(file, chunk.data(), chunk.length());
                while (filled < length && !inflater.needsInput() && !inflater.finished()) {
                    int count = inflater.inflate(rows, filled, length - filled);
                    filled += count;
                    if (count == 0 && inflater.needsDictionary()) {
                        return rows;
                    }
                }
            }
        } catch (DataFormatException e) {
            return rows; // what came before is all there is
        } finally {
            inflater.end();
        }
        return rows;
    }

    private byte[] assemble(byte[] deflated, int deflatedLength) {
        int length = PngChunk.SIGNATURE_LENGTH + 2 * PngChunk.FRAME_LENGTH + deflatedLength;
        for (PngChunk chunk : chunks) {
            length += chunk.isNamed(file, "IDAT") ? 0 : chunk.end() - chunk.start();
        }
        ByteBuffer result = ByteBuffer.allocate(length);
        result.put(file, 0, PngChunk.SIGNATURE_LENGTH);
        for (PngChunk chunk : chunks) {
            if (!chunk.isNamed(file, "IDAT")) {
                result.put(file, chunk.start(), chunk.end() - chunk.start());
            }
        }
        PngChunk.put(result, "IDAT", deflated, deflatedLength);
        PngChunk.put(result, "IEND", new byte[0], 0);
        return result.array();
    }
}
