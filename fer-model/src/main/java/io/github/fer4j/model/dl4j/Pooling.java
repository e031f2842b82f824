package io.github.fer4j.model.dl4j;

import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pooling over windows and over everything. */
final class Pooling {
    private Pooling() {}

    static void register(Map<String, LayerConverter> converters) {
        for (int dimensions = 1; dimensions <= 2; dimensions++) {
            int d = dimensions;
            converters.put("MaxPooling" + d + "D", call -> windowed(call, d, true));
            converters.put("AveragePooling" + d + "D", call -> windowed(call, d, false));
            converters.put("GlobalMaxPooling" + d + "D", call -> global(call, d, true));
            converters.put("GlobalAveragePooling" + d + "D", call -> global(call, d, false));
        }
    }

    private static Step windowed(Call call, int dimensions, boolean max) {
        int[] size = call.config().sizes("pool_size", dimensions, 2);
        int[] strides =
                call.config().has("strides") ? call.config().sizes("strides", dimensions) : size;
        if (IntStream.concat(IntStream.of(size), IntStream.of(strides)).anyMatch(i -> i < 1)) {
            throw call.refuse("pool_size and strides must be at least 1");
        }
        Window window =
                new Window(
                        size[0],
                        dimensions == 2 ? size[1] : 1,
                        strides[0],
                        dimensions == 2 ? strides[1] : 1,
                        1,
                        1,
                        Convolutions.padding(call));
        return Layouts.planar(
                call,
                dimensions,
                Step.of((in, w) -> max ? maximum(in[0], window) : average(in[0], window)));
    }

    private static INDArray maximum(INDArray x, Window window) {
        Border rows = window.rows(x.size(1));
        Border columns = window.columns(x.size(2));
        INDArray source =
                rows.isNone() && columns.isNone()
                        ? x
                        : Ops.padded(x, rows, columns, -Float.MAX_VALUE);
        return unpadded("maxpool2d", source, window);
    }

    private static INDArray average(INDArray x, Window window) {
        Border rows = window.rows(x.size(1));
        Border columns = window.columns(x.size(2));
        if (rows.isNone() && columns.isNone()) {
            return unpadded("avgpool2d", x, window);
        }
        // A border of zeros counts in the operation's divisor; Keras counts real values only.
        INDArray means = unpadded("avgpool2d", Ops.padded(x, rows, columns, 0), window);
        INDArray ones = Ops.create(1, x.size(1), x.size(2), 1).assign(1);
        INDArray shares = unpadded("avgpool2d", Ops.padded(ones, rows, columns, 0), window);
        return Ops.binary("divide", means, shares);
    }

    private static INDArray unpadded(String operation, INDArray x, Window window) {
        INDArray result =
                Ops.create(
                        x.size(0),
                        Border.NONE.windows(x.size(1), window.extentRows(), window.strideRows()),
                        Border.NONE.windows(
                                x.size(2), window.extentColumns(), window.strideColumns()),
                        x.size(3));
        return Ops.run(operation, result, window.arguments(0, 0, 0, 1), x);
    }

    private static Step global(Call call, int dimensions, boolean max) {
        boolean channelsFirst = call.channelsFirst();
        boolean keep = call.config().flag("keepdims", false);
        if (call.onlyInputShape().rank() != dimensions + 2) {
            throw call.refuse("its input has the shape " + call.onlyInputShape());
        }
        int first = channelsFirst ? 2 : 1;
        int[] axes = IntStream.range(first, first + dimensions).toArray();
        return Step.of((in, w) -> max ? in[0].max(keep, axes) : in[0].mean(keep, axes));
    }
}
