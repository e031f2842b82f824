package io.github.fer4j.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Where a chunk lies in a PNG file.
 *
 * @param start where its length is written; its name follows, then its data and their sum
 * @param length how many bytes of data it has
 */
record PngChunk(int start, int length) {
    /** The file's first bytes. */
    static final int SIGNATURE_LENGTH = 8;

    /** Length, name and check sum. */
    static final int FRAME_LENGTH = 12;

    int data() {
        return start + 8;
    }

    int end() {
        return start + FRAME_LENGTH + length;
    }

    boolean isNamed(byte[] file, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (file[start + 4 + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A file of the signature, these chunks and an end. */
    static byte[] assemble(byte[] file, List<PngChunk> chunks) {
        int length = SIGNATURE_LENGTH + FRAME_LENGTH;
        for (PngChunk chunk : chunks) {
            length += chunk.end() - chunk.start;
        }
        ByteBuffer result = ByteBuffer.allocate(length);
        result.put(file, 0, SIGNATURE_LENGTH);
        for (PngChunk chunk : chunks) {
            result.put(file, chunk.start, chunk.end() - chunk.start);
        }
        put(result, "IEND", new byte[0], 0);
        return result.array();
    }

    /** Writes a whole new chunk. */
    static void put(ByteBuffer target, String name, byte[] data, int length) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(letters);
        sum.update(data, 0, length);
        target.putInt(length).put(letters).put(data, 0, length).putInt((int) sum.getValue());
    }
}
