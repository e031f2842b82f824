package io.github.fer4j.model.dl4j;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Operations that take dimensions together, and products of matrices. */
final class Reductions {
    private Reductions() {}

    @FunctionalInterface
    private interface Reduction {
        INDArray apply(INDArray x, boolean keep, int[] axes);
    }

    static void register(Map<String, LayerConverter> converters) {
        converters.put("Mean", call -> reduction(call, INDArray::mean));
        converters.put("Sum", call -> reduction(call, INDArray::sum));
        converters.put("Max", call -> reduction(call, INDArray::max));
        converters.put("Min", call -> reduction(call, INDArray::min));
        converters.put("Prod", call -> reduction(call, (x, keep, axes) -> product(x, keep, axes)));
        converters.put("Var", call -> reduction(call, Reductions::variance));
        converters.put(
                "Std",
                call ->
                        reduction(
                                call,
                                (x, keep, axes) -> Nd4j.math().sqrt(variance(x, keep, axes))));
        converters.put("Matmul", Reductions::matrixProduct);
    }

    private static Step reduction(Call call, Reduction reduction) {
        int rank = call.inputShape(0).rank();
        boolean keep = call.config().flag("keepdims", false);
        int[] axes =
                call.config().integers("axis").orElse(List.of()).stream()
                        .mapToInt(axis -> call.axis(axis, rank))
                        .sorted()
                        .toArray();
        if (axes.length == 0 || axes[0] == 0) {
            throw call.refuse("it takes the pictures of a batch together");
        }
        return Step.of((in, w) -> reduction.apply(in[0], keep, axes));
    }

    private static INDArray variance(INDArray x, boolean keep, int[] axes) {
        INDArray centred = Ops.binary("subtract", x, x.mean(true, axes));
        return centred.muli(centred).mean(keep, axes);
    }

    private static INDArray product(INDArray x, boolean keep, int[] axes) {
        INDArray result = x.prod(axes);
        if (!keep) {
            return result;
        }
        long[] shape = x.shape().clone();
        IntStream.of(axes).forEach(axis -> shape[axis] = 1);
        return result.reshape('c', shape);
    }

    private static Step matrixProduct(Call call) {
        int left = Arguments.tensor(call, 0, "x1");
        int right = Arguments.tensor(call, 1, "x2");
        boolean turnLeft = call.config().flag("transpose_a", false);
        boolean turnRight = call.config().flag("transpose_b", false);
        int rank = call.outputShape().rank();
        if (call.inputShape(left).rank() != rank
                || call.inputShape(right).rank() != rank
                || rank < 3) {
            throw call.refuse("its operands differ in rank or are no batches");
        }
        for (int i = 0; i < rank - 2; i++) {
            if (call.inputShape(left).size(i) != call.inputShape(right).size(i)) {
                throw call.refuse("its operands' leading sizes differ");
            }
        }
        return Step.of(
                (in, w) ->
                        Attention.batchedProduct(
                                turned(in[left], turnLeft), turned(in[right], turnRight)));
    }

    private static INDArray turned(INDArray x, boolean turn) {
        if (!turn) {
            return x;
        }
        int last = x.rank() - 1;
        return Ops.permuted(
                x,
                IntStream.rangeClosed(0, last)
                        .map(i -> i < last - 1 ? i : i == last ? last - 1 : last)
                        .toArray());
    }
}
