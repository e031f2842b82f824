package io.github.fer4j.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a picture's file: all of it at once, never more than a bound, and only if it is one. */
final class ImageSource {
    private static final String ACCEPTED = "; accepted are pictures: " + ImageFormat.accepted();

    private final long maxBytes;

    ImageSource(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    ImageBytes read(Path file) {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new ImageReadException(name + ": this is a directory" + ACCEPTED);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(name, in, Files.isRegularFile(file) ? Files.size(file) : -1);
        } catch (NoSuchFileException e) {
            throw new ImageReadException(name + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new ImageReadException(name + ": this file may not be read", e);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.toString() : e.getReason();
            throw new ImageReadException(name + ": this file cannot be opened: " + reason, e);
        } catch (IOException e) {
            throw new ImageReadException(name + ": reading failed: " + e.getMessage(), e);
        }
    }

    ImageBytes read(String name, InputStream in) {
        try {
            return read(name, in, -1);
        } catch (IOException e) {
            throw new ImageReadException(name + ": reading failed: " + e.getMessage(), e);
        }
    }

    ImageBytes read(String name, byte[] data) {
        checkSize(name, data.length);
        ImageBytes bytes = new ImageBytes(name, data);
        checkFormat(bytes);
        return bytes;
    }

    /**
     * @param size how many bytes there are, or −1 if that is not known
     */
    private ImageBytes read(String name, InputStream in, long size) throws IOException {
        byte[] start = in.readNBytes(ImageFormat.SIGNATURE_LENGTH);
        checkFormat(new ImageBytes(name, start));
        checkSize(name, size);
        if (size >= start.length) {
            byte[] data = new byte[(int) size];
            System.arraycopy(start, 0, data, 0, start.length);
            int read = start.length + in.readNBytes(data, start.length, data.length - start.length);
            return new ImageBytes(name, read == data.length ? data : Arrays.copyOf(data, read));
        }
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(start), in);
        byte[] data = all.readNBytes((int) maxBytes + 1);
        checkSize(name, data.length);
        return new ImageBytes(name, data);
    }

    private void checkSize(String name, long size) {
        if (size > maxBytes) {
            throw new ImageReadException(
                    "%s: more than the %d bytes that are accepted; raise maxBytes to accept it"
                            .formatted(name, maxBytes));
        }
    }

    private static void checkFormat(ImageBytes bytes) {
        if (ImageFormat.of(bytes).isEmpty()) {
            throw new ImageReadException(
                    bytes.name() + ": this is " + ForeignContent.describe(bytes) + ACCEPTED);
        }
    }
}
