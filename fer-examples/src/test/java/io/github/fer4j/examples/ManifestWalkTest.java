package io.github.fer4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.examples.ManifestRow.Expectation;
import io.github.fer4j.examples.Verdict.Status;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Npy;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestWalkTest {
    @TempDir private Path root;

    private Path folder;
    private boolean closed;

    @BeforeEach
    void writeFiles() throws IOException {
        folder = Files.createDirectory(root.resolve("net"));
        Files.createFile(folder.resolve("model.h5"));
        Npy.write(folder.resolve("input.npy"), Tensor.of(Shape.of(1, 2), 1, 2));
        Npy.write(folder.resolve("y0.npy"), Tensor.of(Shape.of(1, 2), 2, 4));
        Npy.write(folder.resolve("y1.npy"), Tensor.of(Shape.of(1, 2), 3, 6));
    }

    @Test
    void check_sameAnswers_isOkAndClosesTheNetwork() throws Exception {
        Verdict verdict = check(new Multiples(2, 3), row("y0.npy", "y1.npy"));
        assertThat(verdict.status()).isEqualTo(Status.OK);
        assertThat(verdict.detail()).isEqualTo("0.0e+00");
        assertThat(closed).isTrue();
    }

    @Test
    void check_secondOutputOff_differsByThatMuch() throws Exception {
        Verdict verdict = check(new Multiples(2, 3.3f), row("y0.npy", "y1.npy"));
        assertThat(verdict.status()).isEqualTo(Status.DIFFERS);
        assertThat(verdict.detail()).isEqualTo("1.0e-01");
        assertThat(closed).isTrue();
    }

    @Test
    void check_nanInAnAnswer_differs() throws Exception {
        Verdict verdict = check(new Multiples(Float.NaN, 3), row("y0.npy", "y1.npy"));
        assertThat(verdict.status()).isEqualTo(Status.DIFFERS);
        assertThat(verdict.detail()).isEqualTo("NaN");
    }

    @Test
    void check_otherNumberOfOutputs_differsAndSaysSo() throws Exception {
        Verdict verdict = check(new Multiples(2), row("y0.npy", "y1.npy"));
        assertThat(verdict.status()).isEqualTo(Status.DIFFERS);
        assertThat(verdict.detail()).contains("1 outputs", "expected 2");
    }

    @Test
    void check_otherShape_differsAndNamesBoth() throws Exception {
        Npy.write(folder.resolve("y0.npy"), Tensor.of(Shape.of(2), 2, 4));
        Verdict verdict = check(new Multiples(2), row("y0.npy"));
        assertThat(verdict.status()).isEqualTo(Status.DIFFERS);
        assertThat(verdict.detail()).contains("(1, 2)", "(2,)");
    }

    @Test
    void check_nothingToCompareWith_runsOnZerosOfTheShape() throws Exception {
        Files.delete(folder.resolve("input.npy"));
        Verdict verdict = check(new Multiples(2), row());
        assertThat(verdict.status()).isEqualTo(Status.OK);
        assertThat(verdict.difference()).isEmpty();
    }

    @Test
    void check_manifestOfAnotherShape_runsOnZerosOfTheNetworksOwn() throws Exception {
        Files.delete(folder.resolve("input.npy"));
        ManifestRow row =
                new ManifestRow(
                        "net",
                        List.of("model.h5"),
                        Optional.of(Shape.of(1, 3)),
                        List.of(),
                        Expectation.EITHER);
        assertThat(check(new Multiples(2), row).status()).isEqualTo(Status.OK);
    }

    @Test
    void check_formatException_isRefusedWithItsMessageInOneLine() throws Exception {
        Verdict verdict =
                check(
                        (architecture, weights) -> {
                            throw new ModelFormatException("layer 'x'\n  is unknown");
                        },
                        row("y0.npy"));
        assertThat(verdict.status()).isEqualTo(Status.REFUSED);
        assertThat(verdict.detail()).isEqualTo("layer 'x' is unknown");
    }

    @Test
    void check_anyOtherThrowable_isAnError() throws Exception {
        for (Throwable failure :
                List.of(
                        new NullPointerException(),
                        new StackOverflowError(),
                        new AssertionError())) {
            Verdict verdict =
                    check(
                            (architecture, weights) -> {
                                throw ManifestWalkTest.<RuntimeException>sneaky(failure);
                            },
                            row("y0.npy"));
            assertThat(verdict.status()).isEqualTo(Status.ERROR);
            assertThat(verdict.detail()).contains(failure.getClass().getSimpleName());
        }
    }

    @Test
    void check_missingFiles_areErrorsThatNameThem() throws Exception {
        ManifestWalk walk = walk(new Multiples(2), Duration.ofSeconds(10));
        Verdict noArray = walk.check(row("gone.npy"));
        assertThat(noArray.status()).isEqualTo(Status.ERROR);
        assertThat(noArray.detail()).contains("gone.npy");
        Verdict noModel =
                walk.check(
                        new ManifestRow(
                                "net",
                                List.of("model.h5", "gone.h5"),
                                Optional.empty(),
                                List.of(),
                                Expectation.REFUSE));
        assertThat(noModel.status()).isEqualTo(Status.ERROR);
        assertThat(noModel.detail()).contains("gone.h5");
    }

    @Test
    void check_networkThatNeverLoads_isAnErrorAfterTheLimit() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ManifestWalk walk =
                walk(
                        (architecture, weights) -> {
                            while (never.getCount() > 0) {
                                try {
                                    never.await();
                                } catch (InterruptedException e) {
                                    // As deaf as native code is.
                                }
                            }
                            return new Multiples(2);
                        },
                        Duration.ofMillis(1000));
        Verdict verdict = walk.check(row("y0.npy"));
        assertThat(verdict.status()).isEqualTo(Status.ERROR);
        assertThat(verdict.detail()).isEqualTo("no answer within 1 s");
        never.countDown();
    }

    @Test
    void admits_eachExpectation_followsTheTable() {
        assertThat(Expectation.OK.admits(Status.OK)).isTrue();
        assertThat(Expectation.OK.admits(Status.REFUSED)).isFalse();
        assertThat(Expectation.REFUSE.admits(Status.REFUSED)).isTrue();
        assertThat(Expectation.REFUSE.admits(Status.ERROR)).isFalse();
        assertThat(Expectation.REFUSE.admits(Status.OK)).isFalse();
        assertThat(Expectation.EITHER.admits(Status.OK)).isTrue();
        assertThat(Expectation.EITHER.admits(Status.REFUSED)).isTrue();
        assertThat(Expectation.EITHER.admits(Status.DIFFERS)).isFalse();
    }

    private Verdict check(Network network, ManifestRow row) throws InterruptedException {
        return walk(network, Duration.ofSeconds(10)).check(row);
    }

    private Verdict check(ManifestWalk.Loader loader, ManifestRow row) throws InterruptedException {
        return walk(loader, Duration.ofSeconds(10)).check(row);
    }

    private ManifestWalk walk(Network network, Duration limit) {
        return walk((architecture, weights) -> network, limit);
    }

    private ManifestWalk walk(ManifestWalk.Loader loader, Duration limit) {
        return new ManifestWalk(root, loader, 1e-4, limit);
    }

    private static ManifestRow row(String... outputs) {
        return new ManifestRow(
                "net",
                List.of("model.h5"),
                Optional.of(Shape.of(1, 2)),
                List.of(outputs),
                Expectation.OK);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    /** Answers with its input times each factor. */
    private final class Multiples implements Network {
        private final float[] factors;

        Multiples(float... factors) {
            this.factors = factors;
        }

        @Override
        public Shape inputShape() {
            return Shape.of(Shape.UNKNOWN, 2);
        }

        @Override
        public List<Output> outputs() {
            return List.of();
        }

        @Override
        public List<Tensor> predict(Tensor input) {
            if (input.shape().size(1) != 2) {
                throw new IllegalArgumentException("does not fit: " + input.shape());
            }
            List<Tensor> answers = new java.util.ArrayList<>();
            for (float factor : factors) {
                float[] values = input.toArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] *= factor;
                }
                answers.add(Tensor.wrap(input.shape(), values));
            }
            return answers;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
