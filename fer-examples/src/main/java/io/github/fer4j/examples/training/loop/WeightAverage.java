package io.github.fer4j.examples.training.loop;

import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The exponential moving average of a network's weights and moving statistics: steadier than the
 * weights of any one step. At the start the average looks back less far, since there is less to
 * look back on.
 */
@SuppressWarnings("try") // Scopes and guards work by being open.
final class WeightAverage implements AutoCloseable {
    private final double keep;
    private final Map<String, Tensor> weights;
    private final TensorTable average = new TensorTable();

    /**
     * @param keep the share of the old average that a step keeps
     * @param weights what is averaged, which an optimizer changes in place
     */
    WeightAverage(double keep, Map<String, Tensor> weights) {
        this.keep = keep;
        this.weights = weights;
        weights.forEach(average::copyOf);
    }

    /**
     * Takes in the weights as they are now.
     *
     * @param step how many steps came before
     */
    void update(long step) {
        double share = 1 - Math.min(keep, (1.0 + step) / (10.0 + step));
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Scalar weight = new Scalar(share);
            weights.forEach((name, tensor) -> average.get(name).lerp_(tensor, weight));
        }
    }

    /** The averages by their weights' names. */
    Map<String, Tensor> tensors() {
        return average.all();
    }

    @Override
    public void close() {
        average.close();
    }
}
