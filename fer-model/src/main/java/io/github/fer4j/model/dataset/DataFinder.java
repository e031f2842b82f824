package io.github.fer4j.model.dataset;

import io.github.fer4j.model.FerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out which form the data have and hands them to its reader. */
final class DataFinder {
    static final String LOOKED_FOR =
            "looked for were a CSV file with the columns emotion and pixels (fer2013.csv), folders"
                    + " named after the classes (angry, happy, …) with pictures, a .zip of either,"
                    + " and a .npy pair of faces and labels";

    private final Path data;
    private final Optional<Path> npyLabels;

    DataFinder(Path data, Optional<Path> npyLabels) {
        this.data = data;
        this.npyLabels = npyLabels;
    }

    void read(FaceSink sink) {
        try {
            if (!Files.exists(data)) {
                throw new FerException(data + " does not exist");
            }
            if (npyLabels.isPresent()) {
                NpyFaces.read(data, npyLabels.get(), Split.UNSPLIT, sink);
            } else if (Files.isDirectory(data)) {
                readDirectory(sink);
            } else {
                readFile(data, sink);
            }
        } catch (IOException e) {
            throw new FerException("cannot read " + data + ": " + e.getMessage(), e);
        }
    }

    private void readFile(Path file, FaceSink sink) throws IOException {
        if (NpyFaces.isArray(file)) {
            NpyFaces.readPair(file, sink);
            return;
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(4);
        }
        boolean zip = start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] < 8;
        if (zip) {
            readZip(file, sink);
        } else if (isCsv(file) || holdsFaces(file)) {
            readCsv(file, sink);
        } else {
            throw new FerException(file + " is none of the accepted forms; " + LOOKED_FOR);
        }
    }

    private void readDirectory(FaceSink sink) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(data)) {
            files =
                    entries.filter(file -> Files.isRegularFile(file) && !isLitter(file))
                            .sorted()
                            .toList();
        }
        List<Path> arrays = files.stream().filter(NpyFaces::isArray).toList();
        List<Path> tables = files.stream().filter(file -> isCsv(file) && holdsFaces(file)).toList();
        List<Path> archives = files.stream().filter(DataFinder::isZip).toList();
        if (arrays.stream().anyMatch(file -> !NpyLabels.looksLike(file))) {
            NpyFaces.readFolder(arrays, sink);
        } else if (tables.size() == 1) {
            readCsv(tables.get(0), sink);
        } else if (tables.size() > 1) {
            throw severalTables(data, tables);
        } else if (archives.size() == 1 && !hasFolders()) {
            readZip(archives.get(0), sink);
        } else {
            new TreeFaces(sink).read(new DirectorySource(data));
        }
    }

    private boolean hasFolders() throws IOException {
        try (Stream<Path> entries = Files.list(data)) {
            return entries.anyMatch(entry -> Files.isDirectory(entry) && !isLitter(entry));
        }
    }

    private static void readZip(Path file, FaceSink sink) throws IOException {
        try (ZipSource zip = new ZipSource(file)) {
            List<String> tables =
                    zip.paths().stream()
                            .filter(path -> isCsv(path) && !Litter.is(path))
                            .filter(path -> holdsFaces(() -> zip.open(path)))
                            .toList();
            if (tables.size() > 1) {
                throw severalTables(file, tables);
            }
            if (tables.isEmpty()) {
                new TreeFaces(sink).read(zip);
                return;
            }
            String table = tables.get(0);
            CsvFaces.read(table, () -> zip.open(table), sink);
        }
    }

    private static FerException severalTables(Path where, List<?> tables) {
        return new FerException(
                where + " holds several tables of faces: " + tables + "; name one of them");
    }

    private static void readCsv(Path file, FaceSink sink) throws IOException {
        CsvFaces.read(String.valueOf(file.getFileName()), () -> Files.newInputStream(file), sink);
    }

    private static boolean isCsv(String path) {
        return path.toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    private static boolean isCsv(Path file) {
        return isCsv(file.toString());
    }

    private static boolean isZip(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    private static boolean holdsFaces(Path file) {
        return holdsFaces(() -> Files.newInputStream(file));
    }

    private static boolean holdsFaces(CsvFaces.Opener opener) {
        try (InputStream in = opener.open()) {
            CsvLine line = new CsvLine(in, 0);
            return line.readHeader() && CsvHeader.of(line.text()).holdsFaces();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isLitter(Path file) {
        return Litter.is(file.getFileName().toString());
    }
}
