package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers and operations that move values without changing them. */
final class ShapeLayers {
    private ShapeLayers() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("Flatten", ShapeLayers::flatten);
        for (String name : List.of("Reshape", "ExpandDims", "Squeeze")) {
            converters.put(name, ShapeLayers::reshape);
        }
        converters.put("Permute", ShapeLayers::permute);
        converters.put("Transpose", ShapeLayers::transpose);
        converters.put("RepeatVector", ShapeLayers::repeat);
        converters.put("ZeroPadding1D", call -> border(call, 1, "padding", false));
        converters.put("ZeroPadding2D", call -> border(call, 2, "padding", false));
        converters.put("Cropping1D", call -> border(call, 1, "cropping", true));
        converters.put("Cropping2D", call -> border(call, 2, "cropping", true));
        converters.put("CenterCrop", ShapeLayers::centerCrop);
    }

    private static Step flatten(Call call) {
        Shape shape = call.onlyInputShape();
        Step step = Step.of((in, w) -> flat(in[0]));
        if (!call.channelsFirst() || shape.rank() < 3) {
            return step;
        }
        int[] axes =
                IntStream.range(0, shape.rank())
                        .map(i -> i == 0 ? 0 : i == shape.rank() - 1 ? 1 : i + 1)
                        .toArray();
        return Step.of((in, w) -> flat(in[0].permute(axes)));
    }

    private static INDArray flat(INDArray x) {
        return Ops.copy(x).reshape('c', x.size(0), x.length() / x.size(0));
    }

    private static Step reshape(Call call) {
        Shape shape = call.outputShape();
        call.onlyInputShape();
        long unknown = shape.dimensions().stream().filter(i -> i == Shape.UNKNOWN).count();
        if (unknown > 2 || unknown == 2 && shape.size(0) != Shape.UNKNOWN) {
            throw call.refuse("it makes the shape " + shape);
        }
        return Step.of(
                (in, w) -> {
                    long[] sizes = shape.toLongArray();
                    if (unknown == 2) {
                        sizes[0] = in[0].size(0);
                    }
                    return Ops.copy(in[0]).reshape('c', solved(sizes, in[0].length()));
                });
    }

    /** Finds the one size that is −1. */
    private static long[] solved(long[] sizes, long length) {
        long known =
                Arrays.stream(sizes).filter(i -> i != Shape.UNKNOWN).reduce(1, (a, b) -> a * b);
        return Arrays.stream(sizes).map(i -> i == Shape.UNKNOWN ? length / known : i).toArray();
    }

    private static Step permute(Call call) {
        List<Integer> dims = call.config().integers("dims").orElse(List.of());
        int rank = call.onlyInputShape().rank();
        int[] axes = new int[rank];
        for (int i = 1; i < rank; i++) {
            axes[i] = dims.size() == rank - 1 ? dims.get(i - 1) : 0;
        }
        return permutation(call, axes);
    }

    private static Step transpose(Call call) {
        int rank = call.inputShape(0).rank();
        return permutation(
                call,
                call.config()
                        .integers("axes")
                        .map(list -> list.stream().mapToInt(i -> call.axis(i, rank)).toArray())
                        .orElseGet(
                                () -> IntStream.range(0, rank).map(i -> rank - 1 - i).toArray()));
    }

    private static Step permutation(Call call, int[] axes) {
        int[] sorted = IntStream.of(axes).sorted().toArray();
        if (!Arrays.equals(sorted, IntStream.range(0, axes.length).toArray())) {
            throw call.refuse("it permutes by " + Arrays.toString(axes));
        }
        return Step.of((in, w) -> Ops.permuted(in[0], axes));
    }

    private static Step repeat(Call call) {
        int count = call.config().integer("n");
        if (count < 1 || call.onlyInputShape().rank() != 2) {
            throw call.config().wrong("n", count, "a number from 1, and the input a vector");
        }
        return Step.of(
                (in, w) -> {
                    INDArray x = in[0];
                    INDArray result = Ops.create(x.size(0), count, x.size(1));
                    INDArray ones = Ops.create(1, count, 1).assign(1);
                    INDArray row = x.reshape('c', x.size(0), 1, x.size(1));
                    return Ops.run("multiply", result, new int[0], row, ones);
                });
    }

    private static Step border(Call call, int dimensions, String key, boolean crop) {
        int[][] sides = Sides.read(call, key, dimensions);
        Border rows = new Border(sides[0][0], sides[0][1]);
        Border columns = dimensions == 2 ? new Border(sides[1][0], sides[1][1]) : Border.NONE;
        return Layouts.planar(
                call,
                dimensions,
                Step.of(
                        (in, w) ->
                                crop
                                        ? cropped(in[0], rows, columns)
                                        : Ops.padded(in[0], rows, columns, 0)));
    }

    private static INDArray cropped(INDArray x, Border rows, Border columns) {
        return Ops.part(
                x,
                new long[] {0, rows.before(), columns.before(), 0},
                new long[] {
                    x.size(0),
                    x.size(1) - rows.before() - rows.after(),
                    x.size(2) - columns.before() - columns.after(),
                    x.size(3)
                });
    }

    private static Step centerCrop(Call call) {
        int height = call.config().integer("height");
        int width = call.config().integer("width");
        Shape shape = call.onlyInputShape();
        int first = call.channelsFirst() ? 2 : 1;
        if (shape.rank() != 4
                || shape.size(first) == Shape.UNKNOWN
                || shape.size(first + 1) == Shape.UNKNOWN
                || height < 1
                || width < 1) {
            throw call.refuse("it crops %s to %dx%d".formatted(shape, height, width));
        }
        if (shape.size(first) < height || shape.size(first + 1) < width) {
            return Resampling.toFill(call, height, width);
        }
        int top = (shape.size(first) - height) / 2;
        int left = (shape.size(first + 1) - width) / 2;
        return Layouts.planar(
                call,
                2,
                Step.of(
                        (in, w) ->
                                Ops.part(
                                        in[0],
                                        new long[] {0, top, left, 0},
                                        new long[] {in[0].size(0), height, width, in[0].size(3)})));
    }
}
