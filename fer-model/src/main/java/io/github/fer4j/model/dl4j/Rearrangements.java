package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;

/** Operations on tensors that join, cut, turn and repeat. */
final class Rearrangements {
    private Rearrangements() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("Stack", Rearrangements::stack);
        converters.put("Flip", Rearrangements::flip);
        converters.put("Tile", Rearrangements::tile);
        converters.put("Pad", Rearrangements::pad);
        converters.put("Split", Rearrangements::split);
    }

    private static Step stack(Call call) {
        int axis = call.axis(call.config().integer("axis", 0), call.outputShape().rank());
        return Step.of(
                (in, w) -> {
                    INDArray[] slices = new INDArray[in.length];
                    for (int i = 0; i < in.length; i++) {
                        slices[i] = in[i].reshape('c', withOne(in[i].shape(), axis));
                    }
                    return slices.length == 1 ? Ops.copy(slices[0]) : Nd4j.concat(axis, slices);
                });
    }

    private static long[] withOne(long[] shape, int axis) {
        long[] result = new long[shape.length + 1];
        for (int i = 0; i < result.length; i++) {
            result[i] = i == axis ? 1 : shape[i < axis ? i : i - 1];
        }
        return result;
    }

    private static Step flip(Call call) {
        int rank = call.onlyInputShape().rank();
        int[] axes =
                call
                        .config()
                        .integers("axis")
                        .orElseThrow(() -> call.refuse("it turns the batch round"))
                        .stream()
                        .mapToInt(axis -> call.axis(axis, rank))
                        .distinct()
                        .toArray();
        return Step.of(
                (in, w) -> {
                    INDArray x = in[0];
                    for (int axis : axes) {
                        int size = Math.toIntExact(x.size(axis));
                        int[] indices = new int[size];
                        Arrays.setAll(indices, i -> size - 1 - i);
                        x = Indexing.gathered(x, axis, indices);
                    }
                    return x == in[0] ? Ops.copy(x) : x;
                });
    }

    private static Step tile(Call call) {
        int rank = call.onlyInputShape().rank();
        List<Integer> repeats = call.config().integers("repeats").orElse(List.of());
        if (repeats.size() != rank || repeats.stream().anyMatch(count -> count < 1)) {
            throw call.config().wrong("repeats", repeats, rank + " numbers from 1");
        }
        return Step.of(
                (in, w) -> {
                    INDArray x = in[0];
                    for (int axis = 0; axis < rank; axis++) {
                        int size = Math.toIntExact(x.size(axis));
                        int[] indices = new int[size * repeats.get(axis)];
                        Arrays.setAll(indices, i -> i % size);
                        if (indices.length != size) {
                            x = Indexing.gathered(x, axis, indices);
                        }
                    }
                    return x == in[0] ? Ops.copy(x) : x;
                });
    }

    private static Step pad(Call call) {
        int rank = call.onlyInputShape().rank();
        int[][] sides = Sides.read(call, "pad_width", rank);
        String mode = call.config().text("mode", "constant").toLowerCase(Locale.ROOT);
        switch (mode) {
            case "constant" -> {}
            case "reflect", "symmetric", "edge" -> {
                return Step.of((in, w) -> mirrored(in[0], sides, mode));
            }
            default -> throw call.refuse("mode " + mode);
        }
        double value = call.config().number("constant_values", 0);
        return Step.of(
                (in, w) -> {
                    long[] shape = in[0].shape().clone();
                    INDArrayIndex[] inside = new INDArrayIndex[rank];
                    for (int i = 0; i < rank; i++) {
                        inside[i] = Ops.interval(sides[i][0], shape[i]);
                        shape[i] += sides[i][0] + sides[i][1];
                    }
                    INDArray result = Nd4j.valueArrayOf(shape, value, DataType.FLOAT);
                    result.get(inside).assign(in[0]);
                    return result;
                });
    }

    private static INDArray mirrored(INDArray picture, int[][] sides, String mode) {
        INDArray x = picture;
        for (int axis = 0; axis < sides.length; axis++) {
            int size = Math.toIntExact(x.size(axis));
            int before = sides[axis][0];
            int[] indices = new int[size + before + sides[axis][1]];
            for (int i = 0; i < indices.length; i++) {
                indices[i] = source(i - before, size, mode);
            }
            if (indices.length != size) {
                x = Indexing.gathered(x, axis, indices);
            }
        }
        return x == picture ? Ops.copy(x) : x;
    }

    /** The place that a place outside repeats. */
    private static int source(int index, int size, String mode) {
        if (mode.equals("edge") || size == 1) {
            return Math.max(0, Math.min(size - 1, index));
        }
        int edge = mode.equals("symmetric") ? 1 : 0;
        int period = 2 * (size - 1 + edge);
        int place = Math.floorMod(index, period);
        return place < size ? place : period - place - edge;
    }

    private static Step split(Call call) {
        Shape shape = call.onlyInputShape();
        int axis = call.axis(call.config().integer("axis", 0), shape.rank());
        int part = call.outputShape().size(axis);
        if (part == Shape.UNKNOWN) {
            throw call.refuse("it cuts an unknown size");
        }
        int first = call.output() * part;
        return Step.of(
                (in, w) -> {
                    long[] starts = new long[shape.rank()];
                    long[] sizes = in[0].shape().clone();
                    starts[axis] = first;
                    sizes[axis] = part;
                    return Ops.part(in[0], starts, sizes);
                });
    }
}
