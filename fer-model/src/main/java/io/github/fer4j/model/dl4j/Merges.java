package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.TensorRef;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers that make one tensor of several. */
final class Merges {
    private Merges() {}

    static void register(Map<String, LayerConverter> converters) {
        merge(converters, "Add", (a, b) -> Ops.binary("add", a, b));
        merge(converters, "Subtract", (a, b) -> Ops.binary("subtract", a, b));
        merge(converters, "Multiply", (a, b) -> Ops.binary("multiply", a, b));
        merge(converters, "Maximum", (a, b) -> Ops.binary("maximum", a, b));
        merge(converters, "Minimum", (a, b) -> Ops.binary("minimum", a, b));
        converters.put("Average", Merges::average);
        converters.put("Concatenate", Merges::concatenation);
    }

    private static void merge(
            Map<String, LayerConverter> converters,
            String name,
            BinaryOperator<INDArray> operator) {
        LayerConverter operation = Arithmetic.binary(operator);
        converters.put(
                name, call -> call.mergesList() ? fold(call, operator) : operation.convert(call));
    }

    private static Step fold(Call call, BinaryOperator<INDArray> operator) {
        List<TensorRef> inputs = call.inputs();
        int rank = inputs.stream().mapToInt(in -> call.model().shape(in).rank()).max().orElse(0);
        if (inputs.size() < 2) {
            throw call.refuse("it merges " + inputs.size() + " tensors, expected at least 2");
        }
        return Step.of(
                (in, w) -> {
                    INDArray result = raised(in[0], rank);
                    for (int i = 1; i < in.length; i++) {
                        result = operator.apply(result, raised(in[i], rank));
                    }
                    return result;
                });
    }

    /** Merging layers bring a tensor to the others' rank with ones after the batch. */
    private static INDArray raised(INDArray x, int rank) {
        if (x.rank() == rank) {
            return x;
        }
        long[] shape = new long[rank];
        java.util.Arrays.fill(shape, 1);
        shape[0] = x.size(0);
        for (int i = 1; i < x.rank(); i++) {
            shape[rank - x.rank() + i] = x.size(i);
        }
        return x.reshape('c', shape);
    }

    private static Step average(Call call) {
        int count = call.inputs().size();
        return fold(call, (a, b) -> Ops.binary("add", a, b)).then(x -> x.divi(count));
    }

    private static Step concatenation(Call call) {
        Shape first = call.inputShape(0);
        int axis =
                call.axis(
                        call.mergesList() && call.node().keywords().containsKey("axis")
                                ? Arguments.integer(call, 1, "axis", -1)
                                : call.config().integer("axis", -1),
                        first.rank());
        return Step.of((in, w) -> in.length == 1 ? Ops.copy(in[0]) : Nd4j.concat(axis, in));
    }
}
