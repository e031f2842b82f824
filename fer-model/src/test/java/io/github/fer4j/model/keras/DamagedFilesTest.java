package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.fer4j.model.ModelFormatException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any byte string is either a network or a {@link ModelFormatException}, soon and in little space.
 */
@Timeout(60)
class DamagedFilesTest {
    private static final int DAMAGES = 150;
    private static final long MOST_CPU_NANOS = 2_000_000_000L;

    static Stream<Path> wholeNetworks() {
        Path folder = Fixtures.shipped();
        return Stream.of(
                        "k22-vgg-implicit-input/model.h5",
                        "k3-resnet/model.h5",
                        "derived-gzip/model.h5",
                        "k2-vgg-explicit-input/model.keras",
                        "k3-operators/model.keras")
                .map(folder::resolve);
    }

    @ParameterizedTest
    @MethodSource("wholeNetworks")
    void read_truncatedAnywhere_isRefused(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int i = 0; i < DAMAGES; i++) {
            int length = i < 40 ? i * 16 : random.nextInt(whole.length - 1);
            readOrRefuse(Arrays.copyOf(whole, length), file + " cut to " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("wholeNetworks")
    void read_flippedBits_isReadOrRefused(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int seed = 0; seed < DAMAGES; seed++) {
            byte[] damaged = whole.clone();
            Random random = new Random(seed);
            // Every second time where the structure is rather than the values.
            int reach = seed % 2 == 0 ? Math.min(4096, whole.length) : whole.length;
            for (int i = 0; i < 1 + seed % 12; i++) {
                int at = random.nextInt(reach);
                damaged[at] =
                        switch (random.nextInt(3)) {
                            case 0 -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
                            case 1 -> (byte) 0xFF;
                            default -> (byte) random.nextInt(256);
                        };
            }
            readOrRefuse(damaged, file + " with seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("wholeNetworks")
    void read_bytesOfNothing_areRefused(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(2);
        for (int i = 0; i < 20; i++) {
            byte[] noise = new byte[random.nextInt(20_000)];
            random.nextBytes(noise);
            // Behind a true beginning, so that it is taken for such a file.
            System.arraycopy(whole, 0, noise, 0, Math.min(noise.length, 8 << random.nextInt(8)));
            readOrRefuse(noise, "noise " + i);
        }
    }

    private static void readOrRefuse(byte[] bytes, String what) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try {
            KerasModel model = KerasReader.read(bytes, "damaged");
            model.layers()
                    .forEach(
                            layer ->
                                    layer.weights()
                                            .forEach(
                                                    weight ->
                                                            assertThat(
                                                                            Float.isFinite(
                                                                                    weight.value()
                                                                                            .get(
                                                                                                    0)))
                                                                    .isTrue()));
        } catch (ModelFormatException e) {
            assertThat(e.getMessage()).startsWith("damaged: ");
        } catch (Throwable e) {
            fail(what + " ended in " + e, e);
        }
        assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start)
                .as(what)
                .isLessThan(MOST_CPU_NANOS);
    }
}
