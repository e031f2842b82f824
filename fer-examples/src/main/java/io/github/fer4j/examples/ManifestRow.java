package io.github.fer4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One network in a manifest: a CSV file whose first line names the columns.
 *
 * @param folder the folder, beside the manifest, that holds its files
 * @param containers the network's files, architecture first, then weights
 * @param inputShape the shape of its input, empty if the manifest does not say
 * @param outputs the files of the expected values, in the network's order; empty if it has none
 * @param expect what should come of it
 */
record ManifestRow(
        String folder,
        List<String> containers,
        Optional<Shape> inputShape,
        List<String> outputs,
        Expectation expect) {
    ManifestRow {
        containers = List.copyOf(containers);
        outputs = List.copyOf(outputs);
    }

    /** What should come of a network. */
    enum Expectation {
        /** It loads and answers as expected. */
        OK,
        /** It is refused with a clear error. */
        REFUSE,
        /** It answers or is refused. */
        EITHER;

        boolean admits(Verdict.Status status) {
            return switch (this) {
                case OK -> status == Verdict.Status.OK;
                case REFUSE -> status == Verdict.Status.REFUSED;
                case EITHER -> status == Verdict.Status.OK || status == Verdict.Status.REFUSED;
            };
        }
    }

    /**
     * @param manifest a CSV file (RFC 4180) with at least the columns folder and containers
     * @return its rows in order
     * @throws IOException if it cannot be read
     * @throws FerException if it is no manifest; names the file and the row
     */
    static List<ManifestRow> read(Path manifest) throws IOException {
        List<ManifestRow> rows = new ArrayList<>();
        CsvMapper mapper = new CsvMapper();
        try (var reader = Files.newBufferedReader(manifest);
                MappingIterator<Map<String, String>> lines =
                        mapper.readerForMapOf(String.class)
                                .with(CsvSchema.emptySchema().withHeader())
                                .readValues(reader)) {
            while (lines.hasNextValue()) {
                rows.add(of(lines.nextValue(), manifest, rows.size() + 1));
            }
        } catch (JsonProcessingException e) {
            throw new FerException(
                    "%s, row %d is no CSV: %s"
                            .formatted(manifest, rows.size() + 1, e.getOriginalMessage()),
                    e);
        }
        return rows;
    }

    private static ManifestRow of(Map<String, String> cells, Path manifest, int number) {
        String folder = cells.getOrDefault("folder", "").strip();
        List<String> containers = parts(cells.get("containers"));
        if (folder.isEmpty() || containers.isEmpty()) {
            throw new FerException(
                    "%s, row %d needs a folder and containers, has %s"
                            .formatted(manifest, number, cells));
        }
        String expect = cells.getOrDefault("expect", "ok").strip();
        String shape = cells.getOrDefault("input_shape", "").strip();
        try {
            return new ManifestRow(
                    folder,
                    containers,
                    shape.isEmpty() ? Optional.empty() : Optional.of(shape(shape)),
                    parts(cells.getOrDefault("outputs", "output.npy")),
                    Expectation.valueOf(expect.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new FerException(
                    "%s, row %d: input_shape is '%s' and expect is '%s', accepted are sizes joined by x and ok, refuse or either"
                            .formatted(manifest, number, shape, expect),
                    e);
        }
    }

    private static Shape shape(String text) {
        return Shape.of(Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray());
    }

    private static List<String> parts(String cell) {
        return cell == null || cell.isBlank()
                ? List.of()
                : Arrays.stream(cell.split("\\+")).map(String::strip).toList();
    }
}
