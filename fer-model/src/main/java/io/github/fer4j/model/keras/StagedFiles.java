package io.github.fer4j.model.keras;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Files that are written beside their places and moved there together, or removed. */
final class StagedFiles implements AutoCloseable {
    private final List<Path> all = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();

    private record Move(Path from, Path to) {}

    /** A new path beside a file, which takes its place when all is well. */
    Path aside(Path file) {
        Path path = temporary(file);
        moves.add(new Move(path, file));
        return path;
    }

    /** A new path beside a file, removed in the end. */
    Path temporary(Path file) {
        Path path = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        all.add(path);
        return path;
    }

    /** Moves all files to their places, in the order in which they were asked for. */
    void commit() throws IOException {
        for (Move move : moves) {
            try {
                Files.move(
                        move.from(),
                        move.to(),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(move.from(), move.to(), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Writes text and forces it to the disk. */
    static void write(Path file, String text) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
