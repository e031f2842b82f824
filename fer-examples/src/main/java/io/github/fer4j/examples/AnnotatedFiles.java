package io.github.fer4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Says where annotated pictures go: {@code NAME-annotated.png} in one folder, with a number where
 * two pictures of one run have the same name. Never over a picture of the same run.
 */
final class AnnotatedFiles {
    private final Path folder;
    private final Set<Path> taken = new HashSet<>();

    /**
     * @param folder where they go
     * @param pictures the pictures of this run
     */
    AnnotatedFiles(Path folder, Collection<Path> pictures) {
        this.folder = folder;
        pictures.forEach(picture -> taken.add(key(picture)));
    }

    /**
     * @param picture the file name of a picture
     * @return where its annotated copy goes; the folder is there
     * @throws IOException if the folder cannot be made
     */
    Path next(String picture) throws IOException {
        Files.createDirectories(folder);
        int dot = picture.lastIndexOf('.');
        String stem = dot > 0 ? picture.substring(0, dot) : picture;
        Path file = folder.resolve(stem + "-annotated.png");
        for (int number = 2; !taken.add(key(file)); number++) {
            file = folder.resolve(stem + "-annotated-" + number + ".png");
        }
        return file;
    }

    private static Path key(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
