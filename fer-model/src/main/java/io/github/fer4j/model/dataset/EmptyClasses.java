package io.github.fer4j.model.dataset;

import io.github.fer4j.model.FerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds class folders without pictures. Whoever reads the pictures cannot tell a class without them
 * from one that is not meant to be there.
 */
public final class EmptyClasses {
    private EmptyClasses() {}

    /**
     * @param data what is learnt from
     * @throws FerException if it is a folder of class folders and one of them, where faces to learn
     *     from or to validate on stand, is empty; names it
     */
    public static void check(Path data) {
        if (!Files.isDirectory(data)) {
            return;
        }
        try {
            List<Path> top = list(data);
            if (top.stream().anyMatch(EmptyClasses::isTable)) {
                return;
            }
            checkClasses(top);
            for (Path folder : top) {
                Optional<Split> split = Split.named(name(folder));
                if (Files.isDirectory(folder)
                        && (split.equals(Optional.of(Split.TRAIN))
                                || split.equals(Optional.of(Split.VALIDATION)))) {
                    checkClasses(list(folder));
                }
            }
        } catch (IOException e) {
            throw new FerException("cannot look into %s: %s".formatted(data, e.getMessage()), e);
        }
    }

    private static void checkClasses(List<Path> folders) throws IOException {
        for (Path folder : folders) {
            if (Files.isDirectory(folder) && isClass(name(folder)) && list(folder).isEmpty()) {
                throw new FerException(
                        "the class folder %s is empty; put faces there or remove it"
                                .formatted(folder));
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !Litter.is(name(file))).sorted().toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isTable(Path file) {
        String name = name(file);
        return Stream.of(".csv", ".npy", ".zip").anyMatch(name::endsWith);
    }

    /** {@code fear}, {@code 2_Fear} and {@code 2}. */
    private static boolean isClass(String name) {
        return name.matches("[0-9]{1,3}") || ClassNames.named(name).isPresent();
    }
}
