package io.github.fer4j.model.dl4j;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Brings what a layer gets into the layout in which its step works: (batch, rows, columns, c). */
final class Layouts {
    private Layouts() {}

    /**
     * @param call a call of a layer over one or two dimensions
     * @param dimensions how many
     * @param step a step over two dimensions, channels last
     * @return the step for the call's own layout
     */
    static Step planar(Call call, int dimensions, Step step) {
        if (call.onlyInputShape().rank() != dimensions + 2) {
            throw call.refuse("its input has the shape " + call.onlyInputShape());
        }
        TensorFunction inner = step.function();
        TensorFunction function =
                dimensions == 2 ? inner : (in, w) -> withoutColumns(inner.apply(withColumn(in), w));
        return channelsLast(call.channelsFirst(), new Step(function, step.weights()));
    }

    /**
     * @param channelsFirst whether the layer's tensors have the channels before the others
     * @param step a step with one input, channels last
     * @return the step for the layer's own layout
     */
    static Step channelsLast(boolean channelsFirst, Step step) {
        if (!channelsFirst) {
            return step;
        }
        TensorFunction inner = step.function();
        return new Step(
                (in, w) -> toFirst(inner.apply(new INDArray[] {toLast(in[0])}, w)), step.weights());
    }

    private static INDArray[] withColumn(INDArray[] in) {
        return new INDArray[] {in[0].reshape('c', in[0].size(0), in[0].size(1), 1, in[0].size(2))};
    }

    private static INDArray withoutColumns(INDArray x) {
        return x.reshape('c', x.size(0), x.size(1), x.size(3));
    }

    private static INDArray toLast(INDArray x) {
        int last = x.rank() - 1;
        return Ops.permuted(
                x,
                IntStream.rangeClosed(0, last)
                        .map(i -> i == 0 ? 0 : i == last ? 1 : i + 1)
                        .toArray());
    }

    private static INDArray toFirst(INDArray x) {
        int last = x.rank() - 1;
        return Ops.permuted(
                x,
                IntStream.rangeClosed(0, last)
                        .map(i -> i == 0 ? 0 : i == 1 ? last : i - 1)
                        .toArray());
    }
}
