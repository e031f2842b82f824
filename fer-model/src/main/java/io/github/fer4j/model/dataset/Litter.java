package io.github.fer4j.model.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What file managers, archivers and notebooks leave behind. */
final class Litter {
    private static final Set<String> NAMES =
            Set.of(
                    "thumbs.db",
                    "ehthumbs.db",
                    "desktop.ini",
                    "__macosx",
                    "@eadir",
                    "$recycle.bin",
                    "system volume information");

    private Litter() {}

    /**
     * Whether a file, or a folder that it lies in, is such or hidden.
     *
     * @param path below the data's root, with {@code /} between folders
     */
    static boolean is(String path) {
        return Arrays.stream(path.split("/"))
                .anyMatch(
                        name ->
                                NAMES.contains(name.toLowerCase(Locale.ROOT))
                                        || name.startsWith(".")
                                                && !name.equals(".")
                                                && !name.equals(".."));
    }
}
