package io.github.fer4j.model.keras;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip archive without compression, as Keras makes its archives; forced to the disk at its end.
 */
final class StoredZip implements AutoCloseable {
    /** The earliest that zip can say; the same network gives the same archive at any time. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream zip;

    private interface Content {
        InputStream open() throws IOException;
    }

    StoredZip(Path file) throws IOException {
        zip =
                new ZipOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW),
                                1 << 16));
    }

    void add(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(name, bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    void add(String name, Path file) throws IOException {
        add(name, Files.size(file), () -> Files.newInputStream(file));
    }

    private void add(String name, long size, Content content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(NO_TIME);
        entry.setSize(size);
        // What is stored has its checksum before its bytes, so these are read twice.
        CheckedInputStream checked = new CheckedInputStream(content.open(), new CRC32());
        try (checked) {
            checked.transferTo(OutputStream.nullOutputStream());
        }
        entry.setCrc(checked.getChecksum().getValue());
        zip.putNextEntry(entry);
        try (InputStream stream = content.open()) {
            stream.transferTo(zip);
        }
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
