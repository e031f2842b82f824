package io.github.fer4j.examples;

import io.github.fer4j.examples.cli.Difference;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.onnx.OnnxNetwork;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What two networks answer to the same random pictures.
 *
 * @param difference the largest difference; empty if nothing could be compared
 * @param detail why not
 */
record SameAnswers(Optional<Difference> difference, String detail) {
    private static final int BATCH = 4;

    /** Where a network takes any size. */
    private static final int ANY_SIZE = 64;

    private static final long SEED = 20_130_701;

    /**
     * @param model a network
     * @param loader opens one that should answer alike
     * @return how alike they answer, by ONNX Runtime
     */
    static SameAnswers between(KerasModel model, Supplier<Network> loader) {
        Network original;
        try {
            original = OnnxNetwork.load(model);
        } catch (ModelFormatException e) {
            return new SameAnswers(
                    Optional.empty(), "ONNX Runtime does not run it: " + e.getMessage());
        }
        try (original;
                Network other = loader.get()) {
            return new SameAnswers(Optional.of(largestDifference(original, other)), "");
        }
    }

    /** Whether they are alike, or could not be compared. */
    boolean areWithin(double tolerance) {
        return difference.map(largest -> largest.isWithin(tolerance)).orElse(true);
    }

    private static Difference largestDifference(Network original, Network other) {
        Tensor input = pictures(original.inputShape());
        List<Tensor> expected = original.predict(input);
        List<Tensor> found = other.predict(input);
        Difference largest = new Difference(0, 0);
        for (int i = 0; i < expected.size(); i++) {
            Difference difference = Difference.between(found.get(i), expected.get(i));
            if (!difference.isWithin(largest.largest())) {
                largest = difference;
            }
        }
        return largest;
    }

    /** Half of them have values from 0 to 1, half from 0 to 255: nobody knows which is meant. */
    private static Tensor pictures(Shape shape) {
        int[] sizes = shape.toArray();
        sizes[0] = BATCH;
        for (int axis = 1; axis < sizes.length; axis++) {
            sizes[axis] = sizes[axis] == Shape.UNKNOWN ? ANY_SIZE : sizes[axis];
        }
        Shape known = Shape.of(sizes);
        float[] values = new float[Math.toIntExact(known.count())];
        Random random = new Random(SEED);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * (i < values.length / 2 ? 1 : 255);
        }
        return Tensor.wrap(known, values);
    }
}
