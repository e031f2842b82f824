package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.jhdf.HdfFile;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** An HDF5 file in memory, by jHDF, whose failures all end as {@link ModelFormatException}. */
final class Hdf5File implements AutoCloseable {
    private final HdfFile file;
    private final int length;

    /**
     * @param content the whole file; not copied
     */
    Hdf5File(ByteBuffer content) {
        length = content.remaining();
        file =
                guarded(
                        "the HDF5 file",
                        () -> HdfFile.fromByteBuffer(OpaqueTypes.readable(content)));
    }

    Hdf5Group root() {
        return new Hdf5Group(this, file, "");
    }

    /** The file's length in bytes, which bounds what may be reserved for its contents. */
    int length() {
        return length;
    }

    /**
     * Runs what jHDF does. It reads sizes and addresses as the file gives them, so a damaged file
     * makes it fail in any way: with its own exceptions, those of buffers and arithmetic, a stack
     * that overflows on a tree that contains itself, or one array too large for the heap.
     */
    static <T> T guarded(String what, Supplier<T> action) {
        try {
            return action.get();
        } catch (ModelFormatException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
            throw new ModelFormatException(
                    "%s cannot be read, it is damaged, truncated or of no supported kind: %s"
                            .formatted(what, message(e)),
                    e);
        }
    }

    private static String message(Throwable e) {
        Throwable innermost = e;
        for (int depth = 0; depth < 10 && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        String message =
                innermost.getMessage() == null
                        ? innermost.getClass().getSimpleName()
                        : innermost.getMessage();
        return message.length() > 200 ? message.substring(0, 200) + "…" : message;
    }

    @Override
    public void close() {
        file.close();
    }
}
