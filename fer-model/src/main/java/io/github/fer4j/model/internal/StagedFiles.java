package io.github.fer4j.model.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that are written beside their places and moved there together when all is well, or removed:
 * whoever looks sees the old file or the new one, never a part.
 */
public final class StagedFiles implements AutoCloseable {
    /** A name as {@link #temporary} makes it. */
    private static final Pattern LEFT =
            Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final List<Path> all = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();

    private record Move(Path from, Path to) {}

    /** No files yet. */
    public StagedFiles() {}

    /**
     * @param file where a file is to be
     * @return a path beside it, where nothing is yet; what is written there goes to its place with
     *     {@link #commit}
     */
    public Path aside(Path file) {
        Path path = temporary(file);
        moves.add(new Move(path, file));
        return path;
    }

    /**
     * @param file some file
     * @return a path beside it, where nothing is yet; what is written there is removed in the end
     */
    public Path temporary(Path file) {
        Path path = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        all.add(path);
        return path;
    }

    /**
     * Writes a text, in UTF-8, in place of what is there.
     *
     * @param file where to
     * @param text what
     * @throws IOException if it cannot be written; then what was there is there still
     */
    public static void write(Path file, String text) throws IOException {
        try (StagedFiles staged = new StagedFiles()) {
            Files.writeString(staged.aside(file), text);
            staged.commit();
        }
    }

    /**
     * Removes what a process that was killed left in a folder. Nobody may be writing there.
     *
     * @param folder where
     * @throws IOException if it cannot be listed, or a file cannot be removed
     */
    public static void sweep(Path folder) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left =
                    files.filter(file -> LEFT.matcher(file.getFileName().toString()).matches())
                            .toList();
        }
        for (Path file : left) {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Forces all files to the disk, then moves them to their places, in the order in which they
     * were asked for.
     *
     * @throws IOException if one cannot be forced or moved
     */
    public void commit() throws IOException {
        for (Move move : moves) {
            try (FileChannel channel = FileChannel.open(move.from(), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
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

    /** Removes what was not moved to its place. */
    @Override
    public void close() throws IOException {
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
