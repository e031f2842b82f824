package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a call of a layer becomes.
 *
 * @param function what it computes
 * @param weights the arrays that it needs
 * @param change the same as a change of its one input, where it keeps the input's shape: the step
 *     before can do that with its own result, without a vertex for it
 */
record Step(TensorFunction function, List<Tensor> weights, Optional<Change> change) {
    /** What leaves its one input as it is, and needs no vertex. */
    static final Step IDENTITY = of((in, w) -> Ops.copy(in[0]));

    /** Changes a tensor with the help of weights. */
    @FunctionalInterface
    interface Change {
        /**
         * @param x a tensor in C order, owned by the caller; may be changed
         * @param weights the weights; not to be changed
         * @return the result: the same tensor or a new one in C order
         */
        INDArray apply(INDArray x, INDArray[] weights);
    }

    Step {
        weights = List.copyOf(weights);
    }

    Step(TensorFunction function, List<Tensor> weights) {
        this(function, weights, Optional.empty());
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
     * @param change a change of a tensor that keeps its shape
     * @param weights the arrays that it needs
     * @return the step that does so to a copy of its one input
     */
    static Step changing(Change change, Tensor... weights) {
        return new Step(
                (in, w) -> change.apply(Ops.copy(in[0]), w), List.of(weights), Optional.of(change));
    }

    /**
     * @param function a function of each value
     * @return the step that applies it to its one input
     */
    static Step pointwise(Elementwise function) {
        return function == Elementwise.IDENTITY ? IDENTITY : changing((x, w) -> function.apply(x));
    }

    /**
     * @param next what happens to the result; it may change its argument and return it
     * @return this step, then the next
     */
    Step then(Elementwise next) {
        if (next == Elementwise.IDENTITY) {
            return this;
        }
        TensorFunction first = function;
        return new Step((in, w) -> next.apply(first.apply(in, w)), weights);
    }

    /**
     * @param next a step that takes this one's result alone
     * @return the step that does both, empty if the next is no change
     */
    Optional<Step> combined(Step next) {
        if (next.change.isEmpty()) {
            return Optional.empty();
        }
        TensorFunction first = function;
        Change second = next.change.get();
        int own = weights.size();
        int all = own + next.weights.size();
        List<Tensor> both = new ArrayList<>(weights);
        both.addAll(next.weights);
        return Optional.of(
                new Step(
                        (in, w) ->
                                second.apply(
                                        first.apply(in, Arrays.copyOf(w, own)),
                                        Arrays.copyOfRange(w, own, all)),
                        both));
    }
}
