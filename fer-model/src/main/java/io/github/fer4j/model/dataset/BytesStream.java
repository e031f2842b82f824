package io.github.fer4j.model.dataset;

import java.util.Objects;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory, for the JDK's readers. Unlike theirs it says how long it is, so that they
 * notice by themselves what a damaged file cannot hold; and it copies nothing.
 */
final class BytesStream extends ImageInputStreamImpl {
    private final byte[] file;

    BytesStream(byte[] file) {
        this.file = file;
    }

    @Override
    public long length() {
        return file.length;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < file.length ? file[(int) streamPos++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (streamPos >= file.length) {
            return -1;
        }
        int count = (int) Math.min(length, file.length - streamPos);
        System.arraycopy(file, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }
}
