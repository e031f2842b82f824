package io.github.fer4j.model.keras;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes bfloat16 readable to jHDF, which fails on an opaque type whose tag is empty, as h5py writes
 * it ("End of buffer reached before NULL", 0.9.4 and 0.13.0). A fixed string of two bytes has the
 * same description but for its class, so that is put in its place, in a copy.
 */
final class OpaqueTypes {
    /** The head of a version 1 message: type 3 (data type), 8 bytes long, any flags. */
    private static final long MESSAGE = 0x0000_0000_0008_0003L;

    private static final long MESSAGE_MASK = 0xFFFF_FF00_FFFF_FFFFL;

    /** Class 5 (opaque), version 1, no tag, 2 bytes. */
    private static final long OPAQUE = 0x0000_0002_0000_0015L;

    /** Class 3 (string), version 1, zero-terminated ASCII, 2 bytes. */
    private static final byte STRING = 0x13;

    private OpaqueTypes() {}

    static ByteBuffer readable(ByteBuffer file) {
        ByteBuffer bytes = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer copy = null;
        int end = bytes.limit() - 16;
        for (int at = 0; at <= end; at += 4) {
            // One byte first: this goes over all weights, at a time when nothing is compiled yet.
            if (bytes.get(at + 8) == (byte) OPAQUE
                    && bytes.getLong(at + 8) == OPAQUE
                    && (bytes.getLong(at) & MESSAGE_MASK) == MESSAGE) {
                if (copy == null) {
                    copy = ByteBuffer.allocate(bytes.limit()).put(bytes.duplicate()).clear();
                }
                copy.put(at + 8, STRING);
            }
        }
        return copy == null ? bytes : copy;
    }
}
