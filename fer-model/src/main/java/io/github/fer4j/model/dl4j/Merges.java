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
        converters.put("Dot", Merges::dot);
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
        int axis = call.axis(call.config().integer("axis", -1), first.rank());
        return Step.of((in, w) -> in.length == 1 ? Ops.copy(in[0]) : Nd4j.concat(axis, in));
    }

    private static Step dot(Call call) {
        List<Integer> axes = call.config().integers("axes").orElse(List.of());
        if (call.inputs().size() != 2 || axes.isEmpty()) {
            throw call.refuse("it needs two tensors and their axes");
        }
        int left = call.axis(axes.get(0), call.inputShape(0).rank());
        int right = call.axis(axes.get(axes.size() - 1), call.inputShape(1).rank());
        if (left == 0 || right == 0) {
            throw call.refuse("it multiplies along the batch");
        }
        boolean normalize = call.config().flag("normalize", false);
        int rank = call.outputShape().rank();
        return Step.of(
                (in, w) -> {
                    INDArray a = normalize ? Normalizations.unit(in[0], left) : in[0];
                    INDArray b = normalize ? Normalizations.unit(in[1], right) : in[1];
                    INDArray product =
                            Attention.batchedProduct(
                                    asMatrices(a, left, false), asMatrices(b, right, true));
                    long[] shape = new long[rank];
                    java.util.Arrays.fill(shape, 1);
                    shape[0] = a.size(0);
                    int next = keptSizes(a, left, shape, 1);
                    keptSizes(b, right, shape, next);
                    return product.reshape('c', shape);
                });
    }

    private static int keptSizes(INDArray x, int axis, long[] shape, int next) {
        int at = next;
        for (int i = 1; i < x.rank(); i++) {
            if (i != axis) {
                shape[at++] = x.size(i);
            }
        }
        return at;
    }

    /** (batch, others, axis), or (batch, axis, others). */
    private static INDArray asMatrices(INDArray x, int axis, boolean axisFirst) {
        int[] order = new int[x.rank()];
        int next = axisFirst ? 2 : 1;
        for (int i = 1; i < x.rank(); i++) {
            if (i != axis) {
                order[next++] = i;
            }
        }
        order[axisFirst ? 1 : x.rank() - 1] = axis;
        long size = x.size(axis);
        long others = x.length() / x.size(0) / size;
        INDArray turned = Ops.permuted(x, order);
        return axisFirst
                ? turned.reshape('c', x.size(0), size, others)
                : turned.reshape('c', x.size(0), others, size);
    }
}
