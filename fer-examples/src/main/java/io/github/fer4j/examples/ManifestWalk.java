package io.github.fer4j.examples;

import io.github.fer4j.examples.cli.Difference;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Npy;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Loads and runs the networks of a manifest, one at a time, each within a bounded time. */
final class ManifestWalk {
    /** Stands in for a side that neither the network nor the manifest says. */
    private static final int ANY_SIDE = 48;

    private final Path root;
    private final Loader loader;
    private final double tolerance;
    private final Duration limit;

    /** Loads a network from its files. */
    @FunctionalInterface
    interface Loader {
        Network load(Path architecture, Path... weights);
    }

    /**
     * @param root the folder that the rows' folders are in
     * @param loader loads a network
     * @param tolerance the largest difference that is accepted
     * @param limit how long one network may take
     */
    ManifestWalk(Path root, Loader loader, double tolerance, Duration limit) {
        this.root = root;
        this.loader = loader;
        this.tolerance = tolerance;
        this.limit = limit;
    }

    /**
     * @param row a row
     * @return what came of it; never an exception, whatever the row's files do
     */
    Verdict check(ManifestRow row) throws InterruptedException {
        FutureTask<Verdict> task = new FutureTask<>(() -> checkNow(row));
        // A thread of its own for each row: one that never ends is left behind, not waited for.
        Thread thread = new Thread(task, "verify " + row.folder());
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return Verdict.error("no answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            return e.getCause() instanceof FerException refusal
                    ? Verdict.refused(refusal)
                    : Verdict.error(Launcher.message(e.getCause()));
        }
    }

    private Verdict checkNow(ManifestRow row) {
        Path folder = root.resolve(row.folder());
        List<Path> files = row.containers().stream().map(folder::resolve).toList();
        Optional<Path> missing =
                files.stream().filter(file -> !Files.isRegularFile(file)).findFirst();
        if (missing.isPresent()) {
            return Verdict.error(missing.get() + ": no such file");
        }
        Path[] weights = files.subList(1, files.size()).toArray(Path[]::new);
        try (Network network = loader.load(files.get(0), weights)) {
            List<Tensor> answers = network.predict(input(folder, row, network));
            return row.outputs().isEmpty() ? Verdict.answered() : compare(folder, row, answers);
        }
    }

    /** Rows that should be refused have no input; a network that loads all the same is run. */
    private static Tensor input(Path folder, ManifestRow row, Network network) {
        Path file = folder.resolve("input.npy");
        return Files.isRegularFile(file)
                ? readArray(file)
                : zeros(network.inputShape(), row.inputShape());
    }

    /** The network knows its input best; the manifest says what the network leaves open. */
    private static Tensor zeros(Shape shape, Optional<Shape> manifests) {
        Shape known = shape;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.size(axis) == Shape.UNKNOWN) {
                int position = axis;
                int size =
                        manifests
                                .filter(other -> other.rank() == shape.rank())
                                .map(other -> other.size(position))
                                .orElse(axis == 0 ? 1 : ANY_SIDE);
                known = known.with(axis, size);
            }
        }
        return Tensor.wrap(known, new float[Math.toIntExact(known.count())]);
    }

    private Verdict compare(Path folder, ManifestRow row, List<Tensor> answers) {
        if (answers.size() != row.outputs().size()) {
            return Verdict.differs(
                    "%d outputs, expected %d".formatted(answers.size(), row.outputs().size()));
        }
        Difference largest = new Difference(0, 0);
        for (int i = 0; i < answers.size(); i++) {
            Tensor expected = readArray(folder.resolve(row.outputs().get(i)));
            if (!answers.get(i).shape().equals(expected.shape())) {
                return Verdict.differs(
                        "output %d has the shape %s, expected %s"
                                .formatted(i, answers.get(i).shape(), expected.shape()));
            }
            Difference difference = Difference.between(answers.get(i), expected);
            if (!difference.isWithin(largest.largest())) {
                largest = difference;
            }
            if (Double.isNaN(largest.largest())) {
                break;
            }
        }
        return Verdict.compared(largest, tolerance);
    }

    /** An array that cannot be read is the manifest's fault, not a refusal of the network. */
    private static Tensor readArray(Path file) {
        try {
            return Npy.read(file);
        } catch (FerException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
