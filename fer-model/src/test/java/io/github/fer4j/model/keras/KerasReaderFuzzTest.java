package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.github.fer4j.model.ModelFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes are a network or end in a {@link ModelFormatException}: nothing else is thrown, soon
 * and in little memory. Jazzer itself watches for other files being opened and for code being run.
 *
 * <p>By itself this is a test over the seeds (files of the fixtures) and over what was once found
 * (the folder {@code KerasReaderFuzzTestInputs} beside the fixtures). {@code docs/fuzzing.md} says
 * how to search for more.
 */
class KerasReaderFuzzTest {
    private static final String NAME = "input";
    private static final int LONGEST_SEED = 40_000;
    private static final long MOST_CPU_NANOS = 2_000_000_000L;

    /** Counts what was reserved at any time, so that an OutOfMemoryError need not be met. */
    private static final long MOST_ALLOCATED = 256L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final NetworkLoader LOADER = new NetworkLoader(new LayerCatalog(Map.of()));
    private static final byte[] ARCHITECTURE = bytes(broken("model.json"));

    /** Made to fit {@link #ARCHITECTURE}. */
    private static final SourceFile WEIGHTS =
            new SourceFile("weights.h5", bytes(broken("unknown-activation-weights.h5")));

    /** A JSON or YAML architecture beside weights that are in order. */
    @MethodSource("architectures")
    @FuzzTest
    void load_anyArchitecture_isReadOrRefused(byte[] data) {
        readOrRefuse(() -> LOADER.load(new SourceFile(NAME, data), List.of(WEIGHTS)));
    }

    /** An HDF5 file as a whole network, and as the weights of an architecture that is in order. */
    @MethodSource("hdf5Files")
    @FuzzTest
    void load_anyHdf5_isReadOrRefused(byte[] data) {
        if (FileKind.of(data) != FileKind.HDF5) {
            return;
        }
        readOrRefuse(() -> KerasReader.read(data, NAME));
        readOrRefuse(
                () ->
                        LOADER.load(
                                new SourceFile("model.json", ARCHITECTURE),
                                List.of(new SourceFile(NAME, data))));
    }

    /**
     * A {@code .keras} file; or, so that no checksum stands before what is inside, the members of
     * one: two bytes with the configuration's length, the configuration, the weights.
     */
    @MethodSource("zipFiles")
    @FuzzTest
    void load_anyZip_isReadOrRefused(byte[] data) {
        byte[] zip = FileKind.of(data) == FileKind.ZIP ? data : zipOf(data);
        readOrRefuse(() -> KerasReader.read(zip, NAME));
    }

    static Stream<byte[]> architectures() {
        return seeds(name -> name.endsWith(".json") || name.endsWith(".yaml"))
                .map(KerasReaderFuzzTest::bytes);
    }

    static Stream<byte[]> hdf5Files() {
        return Stream.concat(
                seeds(name -> name.endsWith(".h5")).map(KerasReaderFuzzTest::bytes),
                Stream.of(member(bytes(broken("no-metadata.keras")), "model.weights.h5")));
    }

    static Stream<byte[]> zipFiles() {
        return Stream.concat(
                seeds(name -> name.endsWith(".keras")).map(KerasReaderFuzzTest::bytes),
                Stream.of(
                                "broken/no-metadata.keras",
                                "k3-unsupported-custom-layer/model.keras",
                                "k3-operators/model.keras")
                        .map(name -> membersOf(bytes(Fixtures.shipped().resolve(name)))));
    }

    private static byte[] membersOf(byte[] zip) {
        byte[] config = member(zip, "config.json");
        byte[] weights = member(zip, "model.weights.h5");
        return ByteBuffer.allocate(Short.BYTES + config.length + weights.length)
                .putShort((short) config.length)
                .put(config)
                .put(weights)
                .array();
    }

    private static byte[] zipOf(byte[] members) {
        ByteBuffer rest = ByteBuffer.wrap(members);
        int length = rest.remaining() < Short.BYTES ? 0 : rest.getShort() & 0xFFFF;
        byte[] config = new byte[Math.min(length, rest.remaining())];
        rest.get(config);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.putNextEntry(new ZipEntry("config.json"));
            zip.write(config);
            zip.putNextEntry(new ZipEntry("model.weights.h5"));
            zip.write(members, rest.position(), rest.remaining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] member(byte[] zip, String name) {
        ByteBuffer content = new ZipArchive(zip).read(name, LONGEST_SEED);
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    private static Stream<Path> seeds(Predicate<String> wanted) {
        try (Stream<Path> files = Files.walk(Fixtures.shipped())) {
            return files
                    .filter(file -> wanted.test(file.getFileName().toString()))
                    .filter(file -> file.toFile().length() <= LONGEST_SEED)
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path broken(String name) {
        return Fixtures.shipped().resolve("broken").resolve(name);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readOrRefuse(Runnable read) {
        long nanos = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        try {
            read.run();
        } catch (ModelFormatException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(THREADS.getCurrentThreadCpuTime() - nanos)
                .as("CPU time in ns")
                .isLessThan(MOST_CPU_NANOS);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated)
                .as("bytes allocated")
                .isLessThan(MOST_ALLOCATED);
    }
}
