package io.github.fer4j.model.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files in a zip archive, read without unpacking it. */
final class ZipSource implements TreeFaces.Source, AutoCloseable {
    private final ZipFile zip;

    ZipSource(Path file) throws IOException {
        zip = new ZipFile(file.toFile());
    }

    @Override
    public List<String> paths() {
        return zip.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .distinct()
                .toList();
    }

    @Override
    public byte[] read(String path) throws IOException {
        try (InputStream in = open(path)) {
            return bounded(in, zip.getEntry(path).getSize());
        }
    }

    InputStream open(String path) throws IOException {
        return zip.getInputStream(zip.getEntry(path));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /**
     * All bytes of a picture, however much an archive would unpack to.
     *
     * @param said how many bytes it is said to have, or −1
     */
    static byte[] bounded(InputStream in, long said) throws IOException {
        byte[] bytes =
                said > PictureDecoder.MOST_BYTES
                        ? new byte[0]
                        : in.readNBytes(PictureDecoder.MOST_BYTES + 1);
        if (Math.max(said, bytes.length) > PictureDecoder.MOST_BYTES) {
            throw new IOException(
                    "the file has more than "
                            + PictureDecoder.MOST_BYTES
                            + " bytes, too many for"
                            + " a picture of a face");
        }
        return bytes;
    }
}
