package io.github.fer4j.model.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files below a folder. */
final class DirectorySource implements TreeFaces.Source {
    private static final int DEEPEST = 16;

    private final Path root;

    DirectorySource(Path root) {
        this.root = root;
    }

    @Override
    public List<String> paths() throws IOException {
        try (Stream<Path> files = Files.walk(root, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public byte[] read(String path) throws IOException {
        Path file = root.resolve(path);
        try (InputStream in = Files.newInputStream(file)) {
            return ZipSource.bounded(in, Files.size(file));
        }
    }
}
