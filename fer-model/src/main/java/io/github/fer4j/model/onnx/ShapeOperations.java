package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.KerasArgument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Operations on tensors that move, cut and join. */
final class ShapeOperations {
    private ShapeOperations() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static List<Symbol> convert(String className, Conversion call) {
        return switch (className) {
            case "Stack" -> List.of(stack(call));
            case "ExpandDims" -> List.of(expand(call));
            case "Squeeze" -> List.of(squeeze(call));
            case "Flip" -> List.of(flip(call));
            case "Transpose" -> List.of(transpose(call));
            case "Tile" -> List.of(tile(call));
            case "Pad" -> List.of(pad(call));
            case "Split" -> split(call);
            case "GetItem" -> List.of(item(call));
            default -> null;
        };
    }

    private static int axis(int axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException("no axis " + axis + " in " + rank + " dimensions");
        }
        return axis < 0 ? axis + rank : axis;
    }

    private static Symbol stack(Conversion call) {
        Ops ops = call.ops();
        List<Symbol> symbols = call.operands(call.argument(0, "x").orElseThrow());
        int axis = axis(Options.integer(call, 1, "axis", 0), symbols.get(0).rank() + 1);
        return ops.concat(symbols.stream().map(x -> ops.expand(x, axis)).toList(), axis);
    }

    private static Symbol expand(Conversion call) {
        Symbol x = call.input();
        int[] axes = Options.integers(call, 1, "axis").orElseThrow();
        int rank = x.rank() + axes.length;
        int[] sorted = Arrays.stream(axes).map(each -> axis(each, rank)).sorted().toArray();
        for (int each : sorted) {
            x = call.ops().expand(x, each);
        }
        return x;
    }

    private static Symbol squeeze(Conversion call) {
        Symbol x = call.input();
        int[] axes =
                Options.integers(call, 1, "axis")
                        .map(
                                given ->
                                        Arrays.stream(given)
                                                .map(each -> axis(each, x.rank()))
                                                .toArray())
                        .orElseGet(() -> ones(x.shape()));
        for (int each : axes) {
            if (x.shape().size(each) != 1) {
                throw call.unsupported("axis %d of %s is not 1".formatted(each, x.shape()));
            }
        }
        return call.ops().squeeze(x, axes);
    }

    private static int[] ones(Shape shape) {
        return java.util.stream.IntStream.range(0, shape.rank())
                .filter(each -> shape.size(each) == 1)
                .toArray();
    }

    private static Symbol flip(Conversion call) {
        Symbol x = pictureFirst(call, call.input());
        for (int each : Options.axes(call, 1, x.rank())) {
            x = reversed(call.ops(), x, each);
        }
        return x;
    }

    private static Symbol reversed(Ops ops, Symbol x, int axis) {
        return ops.slice(x, axis, -1, Integer.MIN_VALUE, -1, x.shape().size(axis));
    }

    /** A picture is moved before its channels are reordered, so that a convolution can do it. */
    private static Symbol pictureFirst(Conversion call, Symbol x) {
        return x.rank() == 4 ? call.ops().toLayout(x, Layout.channelsSecond(4)) : x;
    }

    private static Symbol transpose(Conversion call) {
        Symbol x = call.input();
        int rank = x.rank();
        int[] axes =
                Options.integers(call, 1, "axes")
                        .map(given -> Arrays.stream(given).map(each -> axis(each, rank)).toArray())
                        .orElseGet(
                                () -> {
                                    int[] reversed = new int[rank];
                                    Arrays.setAll(reversed, i -> rank - 1 - i);
                                    return reversed;
                                });
        if (axes.length != rank || Arrays.stream(axes).distinct().count() != rank) {
            throw call.unsupported(
                    "%s does not permute %s".formatted(Arrays.toString(axes), x.shape()));
        }
        return call.ops().transpose(x, axes);
    }

    private static Symbol tile(Conversion call) {
        Ops ops = call.ops();
        Symbol x = ops.ordered(call.input());
        int[] repeats = Options.integers(call, 1, "repeats").orElseThrow();
        Shape shape = x.shape();
        long[] physical = new long[repeats.length];
        for (int each = 0; each < repeats.length; each++) {
            int size = shape.size(each);
            shape = shape.with(each, size == Shape.UNKNOWN ? size : size * repeats[each]);
            physical[x.layout().position(each)] = repeats[each];
        }
        String result =
                ops.graph.add(
                        "Tile",
                        List.of(x.name(), ops.graph.integers(physical)),
                        Map.of(),
                        x.layout().physical(shape));
        return Symbol.of(result, shape, x.layout());
    }

    private static Symbol pad(Conversion call) {
        Symbol x = call.input();
        Object width =
                call.config().find("pad_width").orElseThrow(() -> call.unsupported("no pad_width"));
        int[] before = new int[x.rank()];
        int[] after = new int[x.rank()];
        for (int each = 0; each < before.length; each++) {
            Object pair = width;
            if (width instanceof List<?> list) {
                pair = list.size() == 1 ? list.get(0) : list.get(each);
                if (list.size() == 2 && list.get(0) instanceof Number && before.length != 2) {
                    pair = list;
                }
            }
            before[each] = side(call, pair, 0);
            after[each] = side(call, pair, 1);
        }
        String mode = Options.text(call, 2, "mode", "constant").toLowerCase(java.util.Locale.ROOT);
        String onnx =
                switch (mode) {
                    case "constant", "reflect", "edge" -> mode;
                    default -> throw call.unsupported("padding of the mode '" + mode + "'");
                };
        double value = Options.number(call, 3, "constant_values", 0);
        return call.ops().pad(pictureFirst(call, x), before, after, onnx, value);
    }

    private static int side(Conversion call, Object pair, int side) {
        Object value = pair;
        if (pair instanceof List<?> list) {
            value = list.get(list.size() == 1 ? 0 : side);
        }
        if (value instanceof Number number && number.intValue() >= 0) {
            return number.intValue();
        }
        throw call.config().wrong("pad_width", pair, "pairs of sizes of at least 0");
    }

    private static List<Symbol> split(Conversion call) {
        Symbol x = call.input();
        int axis = axis(Options.integer(call, 2, "axis", 0), x.rank());
        int size = x.shape().size(axis);
        Object parts = call.config().find("indices_or_sections").orElse(1);
        List<Integer> bounds = new ArrayList<>(List.of(0));
        if (parts instanceof List<?> list) {
            list.forEach(item -> bounds.add(((Number) item).intValue()));
        } else {
            int count = ((Number) parts).intValue();
            for (int i = 1; i < count; i++) {
                bounds.add(size / count * i);
            }
        }
        bounds.add(size);
        List<Symbol> results = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.size(); i++) {
            int start = bounds.get(i);
            int length = bounds.get(i + 1) - start;
            results.add(call.ops().slice(x, axis, start, (long) start + length, 1, length));
        }
        return results;
    }

    /** Indexing as numpy does: numbers, slices, new axes, an ellipsis. */
    private static Symbol item(Conversion call) {
        Ops ops = call.ops();
        KerasArgument index =
                call.argument(1, "key").orElseThrow(() -> call.unsupported("it has no index"));
        List<KerasArgument> keys =
                index instanceof KerasArgument.ListArgument list ? list.items() : List.of(index);
        Symbol x = pictureFirst(call, call.input());
        long used =
                keys.stream()
                        .filter(
                                key ->
                                        key instanceof KerasArgument.NumberArgument
                                                || key instanceof KerasArgument.SliceArgument)
                        .count();
        List<Integer> sizes = new ArrayList<>();
        int axis = 0;
        int rank = x.rank();
        for (KerasArgument key : keys) {
            if (key instanceof KerasArgument.EllipsisArgument) {
                for (long skipped = rank - used; skipped > 0; skipped--) {
                    sizes.add(x.shape().size(axis++));
                }
            } else if (key instanceof KerasArgument.NoneArgument) {
                sizes.add(1);
            } else if (key instanceof KerasArgument.NumberArgument number) {
                int size = x.shape().size(axis);
                long start = (long) number.value();
                if (size != Shape.UNKNOWN && (start >= size || start < -size)) {
                    throw call.unsupported("index %d of %s".formatted(start, x.shape()));
                }
                long end = start == -1 ? Integer.MAX_VALUE : start + 1;
                x = ops.slice(x, axis++, start, end, 1, 1);
            } else if (key instanceof KerasArgument.SliceArgument slice) {
                x = sliced(call, x, axis, slice);
                sizes.add(x.shape().size(axis++));
            } else {
                throw call.unsupported("it is indexed by " + key);
            }
        }
        while (axis < rank) {
            sizes.add(x.shape().size(axis++));
        }
        return ops.reshape(x, new Shape(sizes));
    }

    private static Symbol sliced(
            Conversion call, Symbol x, int axis, KerasArgument.SliceArgument slice) {
        int size = x.shape().size(axis);
        int step = bound(slice.step(), 1);
        if (step == 0) {
            throw call.unsupported("a slice has the step 0");
        }
        boolean whole =
                slice.start() instanceof KerasArgument.NoneArgument
                        && slice.stop() instanceof KerasArgument.NoneArgument;
        if (whole && step == 1) {
            return x;
        }
        if (whole && step == -1) {
            return reversed(call.ops(), x, axis);
        }
        long start = bound(slice.start(), step > 0 ? 0 : Integer.MAX_VALUE);
        long stop = bound(slice.stop(), step > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE);
        if (size == Shape.UNKNOWN) {
            return call.ops().slice(x, axis, start, stop, step, Shape.UNKNOWN);
        }
        long first = clamp(start, size, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
        long last = clamp(stop, size, step > 0 ? 0 : -1, step > 0 ? size : size - 1);
        long count =
                step > 0 ? (last - first + step - 1) / step : (first - last - step - 1) / -step;
        if (count < 1) {
            throw call.unsupported("a slice of %s is empty".formatted(x.shape()));
        }
        long end = step < 0 && last < 0 ? Integer.MIN_VALUE : last;
        return call.ops().slice(x, axis, first, end, step, (int) count);
    }

    private static long clamp(long bound, int size, long low, long high) {
        long positive = bound < 0 && bound != Integer.MIN_VALUE ? bound + size : bound;
        return Math.min(Math.max(positive, low), high);
    }

    private static int bound(KerasArgument bound, int otherwise) {
        return bound instanceof KerasArgument.NumberArgument number
                ? (int) number.value()
                : otherwise;
    }
}
