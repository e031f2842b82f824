package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file in memory.
 *
 * <p>Read whole rather than mapped: a mapped file that another process cuts short ends in an error
 * of the virtual machine.
 *
 * @param name what to call it in errors
 * @param bytes its contents
 */
record SourceFile(String name, byte[] bytes) {
    static SourceFile read(Path path) {
        String name = path.toString();
        try {
            if (Files.isDirectory(path)) {
                throw new ModelFormatException(
                        ("%s is a directory, a file is needed; a TensorFlow SavedModel is not"
                                        + " accepted, save the network as .keras or .h5")
                                .formatted(name));
            }
            if (Files.size(path) > Integer.MAX_VALUE - 8) {
                throw new ModelFormatException(
                        "%s has %,d bytes, files of 2 GB and more are not read"
                                .formatted(name, Files.size(path)));
            }
            return new SourceFile(name, Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw new ModelFormatException("%s does not exist".formatted(name), e);
        } catch (IOException | OutOfMemoryError e) {
            throw new ModelFormatException(
                    "%s cannot be read: %s".formatted(name, e.getMessage()), e);
        }
    }

    static SourceFile read(InputStream stream, String name) {
        try {
            return new SourceFile(name, stream.readAllBytes());
        } catch (IOException | OutOfMemoryError e) {
            throw new ModelFormatException(
                    "%s cannot be read: %s".formatted(name, e.getMessage()), e);
        }
    }

    FileKind kind() {
        return FileKind.of(bytes);
    }

    /** What is wrong with this file, its name in front. */
    ModelFormatException error(String problem) {
        return new ModelFormatException(name + ": " + problem);
    }

    /** The same with this file's name in front of the message. */
    ModelFormatException in(ModelFormatException e) {
        return e.getMessage().startsWith(name + ": ")
                ? e
                : new ModelFormatException(
                        name + ": " + e.getMessage(), e.getCause() == null ? e : e.getCause());
    }
}
