package io.github.fer4j.examples.training.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** What the processor can do, as Linux lists it; nothing is known of it elsewhere. */
final class ProcessorFeatures {
    private static final Path LIST = Path.of("/proc/cpuinfo");

    private ProcessorFeatures() {}

    static boolean has(String flag) {
        if (!Files.isReadable(LIST)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(LIST)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Arrays.asList(line.split("\\s+")).contains(flag))
                    .orElse(false);
        } catch (IOException | UncheckedIOException e) {
            // A list that cannot be read says nothing; float32 runs everywhere.
            return false;
        }
    }
}
