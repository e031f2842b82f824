package io.github.fer4j.model.keras;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Networks that real Kerases wrote: those that the project ships, and all that a developer has. */
public final class Fixtures {
    private Fixtures() {}

    /**
     * @param folder the folder that the row belongs to
     * @param files architecture first, then weights
     * @param inputShape of {@code input.npy}: {@code 3x48x48x1}
     * @param outputs the files with what Keras answered; empty if nothing
     * @param parameters how many parameters Keras counts, -1 if it does not say
     * @param expect {@code ok}, {@code refuse} or {@code either}
     * @param note what is special
     */
    public record Row(
            Path folder,
            List<Path> files,
            String inputShape,
            List<Path> outputs,
            long parameters,
            String expect,
            String note) {
        /** Reads the network with the default reader. */
        public KerasModel read() {
            return KerasReader.read(
                    files.get(0), files.subList(1, files.size()).toArray(Path[]::new));
        }

        @Override
        public String toString() {
            return folder.getFileName()
                    + " "
                    + files.stream().map(file -> file.getFileName().toString()).toList();
        }
    }

    /** The folder of the networks that the project ships. */
    public static Path shipped() {
        try {
            return Path.of(Fixtures.class.getResource("/fixtures").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All networks, for whoever has them; skips the test otherwise. */
    public static Path all() {
        Path folder = Path.of(System.getProperty("fer.shared", "../../shared"), "fixtures");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no development data at " + folder);
        return folder;
    }

    public static List<Row> rows(Path folder) {
        List<Row> rows = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(folder.resolve("manifest.csv"));
            for (String line : lines.subList(1, lines.size())) {
                rows.add(row(folder, columns(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static Row row(Path root, List<String> columns) {
        Path folder = root.resolve(columns.get(0));
        return new Row(
                folder,
                files(folder, columns.get(1)),
                columns.get(3),
                files(folder, columns.get(4)),
                columns.get(5).isEmpty() ? -1 : Long.parseLong(columns.get(5)),
                columns.get(7),
                columns.get(8));
    }

    private static List<Path> files(Path folder, String joined) {
        return joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split("\\+")).map(folder::resolve).toList();
    }

    private static List<String> columns(String line) {
        List<String> columns = new ArrayList<>();
        StringBuilder column = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                columns.add(column.toString());
                column.setLength(0);
            } else {
                column.append(c);
            }
        }
        columns.add(column.toString());
        return columns;
    }
}
