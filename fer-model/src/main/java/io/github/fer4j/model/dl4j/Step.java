package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Tensor;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a call of a layer becomes.
 *
 * @param function what it computes
 * @param weights the arrays that it needs
 */
record Step(TensorFunction function, List<Tensor> weights) {
    /** What leaves its one input as it is, and needs no vertex. */
    static final Step IDENTITY = of((in, w) -> Ops.copy(in[0]));

    Step {
        weights = List.copyOf(weights);
    }

    /**
     * @param function what it computes
     * @param weights the arrays that it needs
     * @return the step
     */
    static Step of(TensorFunction function, Tensor... weights) {
        return new Step(function, List.of(weights));
    }

    /**
     * @param next what happens to the result; it may change its argument and return it
     * @return this step, then the next
     */
    Step then(Elementwise next) {
        if (next == Elementwise.IDENTITY) {
            return this;
        }
        return new Step(
                (in, w) -> {
                    INDArray result = function.apply(in, w);
                    return next.apply(result);
                },
                weights);
    }
}
