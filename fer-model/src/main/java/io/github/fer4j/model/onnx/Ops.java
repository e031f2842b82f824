package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operations on symbols that keep track of where each axis lies: axes and shapes that go in and out
 * are Keras', and values are moved only where an operation needs them elsewhere.
 */
final class Ops {
    private record Move(String name, List<Integer> permutation) {}

    final Graph graph;
    private final Map<Move, String> moved = new HashMap<>();

    Ops(Graph graph) {
        this.graph = graph;
    }

    // ---- where things lie

    /** The tensor as a node takes it; a constant becomes part of the graph. */
    String name(Symbol symbol) {
        if (!symbol.isConstant()) {
            return symbol.name();
        }
        Tensor value = symbol.value().orElseThrow();
        return graph.weight(value, "as is", () -> Weight.of(value));
    }

    /** The same tensor with its axes in that order in memory. */
    Symbol toLayout(Symbol symbol, Layout target) {
        Symbol source = ordered(symbol);
        if (source.layout().equals(target)) {
            return source;
        }
        int[] permutation = source.layout().permutationTo(target);
        if (source.isConstant()) {
            Tensor value = source.value().orElseThrow();
            return Symbol.of(
                    graph.weight(
                            value,
                            "transposed " + Arrays.toString(permutation),
                            () -> Weight.of(Permutation.transpose(value, permutation))),
                    source.shape(),
                    target);
        }
        List<Integer> key = Arrays.stream(permutation).boxed().toList();
        String result =
                moved.computeIfAbsent(
                        new Move(source.name(), key), move -> move(source, target, permutation));
        return Symbol.of(result, source.shape(), target);
    }

    private String move(Symbol source, Layout target, int[] permutation) {
        Shape physical = target.physical(source.shape());
        if (source.layout().liesAs(target, source.shape())
                && unknowns(physical, source.physical()) <= 1) {
            return reshapePhysical(source.name(), physical);
        }
        long[] axes = Arrays.stream(permutation).asLongStream().toArray();
        return graph.add("Transpose", List.of(source.name()), Map.of("perm", axes), physical);
    }

    /** The same tensor as Keras has it in memory. */
    Symbol logical(Symbol symbol) {
        return toLayout(symbol, Layout.logical(symbol.rank()));
    }

    /** The same tensor with its columns in order. */
    Symbol ordered(Symbol symbol) {
        if (!symbol.isShuffled()) {
            return symbol;
        }
        int[] where = Permutation.inverse(symbol.columns());
        String result =
                moved.computeIfAbsent(
                        new Move(symbol.name(), List.of()),
                        key ->
                                graph.add(
                                        "Gather",
                                        List.of(
                                                symbol.name(),
                                                graph.integers(
                                                        Arrays.stream(where)
                                                                .asLongStream()
                                                                .toArray())),
                                        Map.of("axis", (long) symbol.rank() - 1),
                                        symbol.shape()));
        return Symbol.of(result, symbol.shape(), symbol.layout());
    }

    private String reshapePhysical(String name, Shape physical) {
        Shape from = graph.shape(name);
        long[] sizes = physical.toLongArray();
        // 0 copies the size of the batch; one other may be open.
        if (keepsOpenBatch(from, physical)) {
            sizes[0] = 0;
        }
        return graph.add("Reshape", List.of(name, graph.integers(sizes)), Map.of(), physical);
    }

    /** Sizes besides the batch that a reshape would have to find out. */
    private static int unknowns(Shape physical, Shape from) {
        long open = physical.dimensions().stream().filter(size -> size == Shape.UNKNOWN).count();
        return (int) open - (keepsOpenBatch(from, physical) ? 1 : 0);
    }

    private static boolean keepsBatch(Shape from, Shape to) {
        return from.rank() > 0
                && to.rank() > 0
                && (from.size(0) != Shape.UNKNOWN && from.size(0) == to.size(0)
                        || keepsOpenBatch(from, to));
    }

    /** Whether a batch of any size stays as it is, and is not joined with another axis. */
    private static boolean keepsOpenBatch(Shape from, Shape to) {
        if (from.rank() == 0
                || to.rank() == 0
                || from.size(0) != Shape.UNKNOWN
                || to.size(0) != Shape.UNKNOWN) {
            return false;
        }
        long left = rest(from);
        long right = rest(to);
        return left == right || left == Shape.UNKNOWN || right == Shape.UNKNOWN;
    }

    private static long rest(Shape shape) {
        long product = 1;
        for (int axis = 1; axis < shape.rank(); axis++) {
            if (shape.size(axis) == Shape.UNKNOWN) {
                return Shape.UNKNOWN;
            }
            product *= shape.size(axis);
        }
        return product;
    }

    // ---- shapes

    /** Axis i of the result is axis axes[i]: nothing moves. */
    Symbol transpose(Symbol symbol, int... axes) {
        int[] sizes = new int[axes.length];
        Arrays.setAll(sizes, i -> symbol.shape().size(axes[i]));
        if (symbol.isConstant()) {
            return Symbol.constant(Permutation.transpose(symbol.value().orElseThrow(), axes));
        }
        Symbol source = ordered(symbol);
        return Symbol.of(source.name(), Shape.of(sizes), source.layout().permuted(axes));
    }

    Symbol reshape(Symbol symbol, Shape target) {
        if (symbol.shape().equals(target)) {
            return symbol;
        }
        if (symbol.isConstant()) {
            return Symbol.constant(symbol.value().orElseThrow().reshape(target));
        }
        Symbol source = symbol;
        if (symbol.isShuffled()) {
            source = ordered(symbol);
        }
        boolean keepsBatch = keepsBatch(source.shape(), target);
        Optional<Layout> layout =
                keepsBatch
                        ? Reshaping.inPlace(source.shape(), source.layout(), target)
                        : Optional.empty();
        if (layout.isPresent() && unknowns(layout.get().physical(target), source.physical()) <= 1) {
            String result = reshapePhysical(source.name(), layout.get().physical(target));
            return Symbol.of(result, target, layout.get());
        }
        if (target.rank() == 2
                && keepsBatch
                && source.layout().position(0) == 0
                && target.size(1) != Shape.UNKNOWN) {
            String result = reshapePhysical(source.name(), target);
            return Symbol.shuffled(result, target, columns(source));
        }
        Symbol plain = logical(source);
        if (unknowns(target, plain.shape()) > 1) {
            throw new IllegalArgumentException(
                    "a tensor of the shape %s cannot become %s: more than one size is open"
                            .formatted(symbol.shape(), target));
        }
        String result = reshapePhysical(plain.name(), target);
        return Symbol.of(result, target, Layout.logical(target.rank()));
    }

    /** For each place in a row as it lies, where Keras has that value. */
    private static int[] columns(Symbol symbol) {
        int rank = symbol.rank();
        Shape physical = symbol.physical();
        int[] strides = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis > 0; axis--) {
            strides[symbol.layout().position(axis)] = stride;
            stride *= symbol.shape().size(axis);
        }
        int[] columns = new int[stride];
        int[] index = new int[rank];
        int logical = 0;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = logical;
            for (int p = rank - 1; p > 0; p--) {
                logical += strides[p];
                if (++index[p] < physical.size(p)) {
                    break;
                }
                logical -= strides[p] * physical.size(p);
                index[p] = 0;
            }
        }
        return columns;
    }

    /** Each row of a batch as one vector. */
    Symbol flatten(Symbol symbol) {
        int count = 1;
        for (int axis = 1; axis < symbol.rank(); axis++) {
            int size = symbol.shape().size(axis);
            count =
                    size == Shape.UNKNOWN || count == Shape.UNKNOWN
                            ? Shape.UNKNOWN
                            : Math.multiplyExact(count, size);
        }
        return reshape(symbol, Shape.of(symbol.shape().size(0), count));
    }

    Symbol expand(Symbol symbol, int axis) {
        List<Integer> sizes = new ArrayList<>(symbol.shape().dimensions());
        sizes.add(axis < 0 ? axis + sizes.size() + 1 : axis, 1);
        return reshape(symbol, new Shape(sizes));
    }

    Symbol squeeze(Symbol symbol, int... axes) {
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 0; axis < symbol.rank(); axis++) {
            int each = axis;
            if (Arrays.stream(axes).noneMatch(a -> a == each)) {
                sizes.add(symbol.shape().size(axis));
            }
        }
        return reshape(symbol, new Shape(sizes));
    }

    // ---- element by element

    Symbol unary(String operator, Symbol symbol, Map<String, ?> attributes) {
        Symbol source = variable(symbol);
        return source.like(
                graph.add(operator, List.of(source.name()), attributes, source.physical()));
    }

    Symbol unary(String operator, Symbol symbol) {
        return unary(operator, symbol, Map.of());
    }

    /** An operator whose further inputs are constants: Clip, Shrink. */
    Symbol elementwise(
            String operator, Symbol symbol, List<String> more, Map<String, ?> attributes) {
        Symbol source = variable(symbol);
        List<String> inputs = new ArrayList<>(List.of(source.name()));
        inputs.addAll(more);
        return source.like(graph.add(operator, inputs, attributes, source.physical()));
    }

    Symbol clip(Symbol symbol, double low, double high) {
        String min = Double.isInfinite(low) ? "" : graph.constant((float) low);
        String max = Double.isInfinite(high) ? "" : graph.constant((float) high);
        List<String> bounds = max.isEmpty() ? List.of(min) : List.of(min, max);
        return elementwise("Clip", symbol, bounds, Map.of());
    }

    /** A constant that becomes a tensor like any other. */
    private Symbol variable(Symbol symbol) {
        return symbol.isConstant()
                ? Symbol.of(name(symbol), symbol.shape(), symbol.layout())
                : symbol;
    }

    /** scale · x + shift along an axis, or of everything where both have one value. */
    Symbol affine(Symbol symbol, int axis, double[] scale, double[] shift) {
        Symbol source = variable(symbol);
        int position = axis < 0 ? axis + source.rank() : axis;
        double[] scales = scale;
        double[] shifts = shift;
        if (source.isShuffled() && position == source.rank() - 1) {
            scales = shuffle(scale, source.columns());
            shifts = shuffle(shift, source.columns());
        }
        Map<String, Object> attributes =
                Map.of(
                        "axis",
                        (long) (source.rank() == 0 ? 0 : source.layout().position(position)),
                        "scale",
                        scales,
                        "shift",
                        shifts);
        return source.like(
                graph.add(GraphNode.AFFINE, List.of(source.name()), attributes, source.physical()));
    }

    private static double[] shuffle(double[] values, int[] columns) {
        if (values.length == 1) {
            return values;
        }
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[columns[i]]);
        return result;
    }

    Symbol scaled(Symbol symbol, double scale, double shift) {
        return affine(symbol, 0, new double[] {scale}, new double[] {shift});
    }

    /** An operator on two tensors that broadcasts as numpy does. */
    Symbol binary(String operator, Symbol a, Symbol b) {
        Symbol affine = asAffine(operator, a, b);
        if (affine != null) {
            return affine;
        }
        return nary(operator, List.of(a, b));
    }

    /** An operator on several tensors that broadcasts as numpy does. */
    Symbol nary(String operator, List<Symbol> symbols) {
        int rank = symbols.stream().mapToInt(Symbol::rank).max().orElseThrow();
        Shape shape = broadcast(symbols);
        Symbol lead = lead(symbols, shape);
        List<String> inputs = new ArrayList<>();
        if (lead.isShuffled() && !alike(symbols, lead)) {
            lead = ordered(lead);
        }
        for (Symbol symbol : symbols) {
            Symbol each = symbol;
            while (each.rank() < rank && !each.shape().equals(Shape.of())) {
                each = expand(each, 0);
            }
            boolean scalar = each.rank() == 0;
            inputs.add(
                    scalar || each.isShuffled() && lead.isShuffled()
                            ? name(each)
                            : name(toLayout(each, lead.layout())));
        }
        String result = graph.add(operator, inputs, Map.of(), lead.layout().physical(shape));
        return lead.isShuffled()
                ? Symbol.shuffled(result, shape, lead.columns())
                : Symbol.of(result, shape, lead.layout());
    }

    private static boolean alike(List<Symbol> symbols, Symbol lead) {
        return symbols.stream()
                .allMatch(
                        symbol -> symbol.liesAs(lead) || symbol.isConstant() && symbol.rank() == 0);
    }

    /** The tensor whose layout the others follow: the largest that is not a constant. */
    private static Symbol lead(List<Symbol> symbols, Shape shape) {
        Symbol lead = null;
        for (Symbol symbol : symbols) {
            if (symbol.rank() != shape.rank()) {
                continue;
            }
            if (lead == null || weight(symbol) > weight(lead)) {
                lead = symbol;
            }
        }
        return lead;
    }

    private static long weight(Symbol symbol) {
        if (symbol.isConstant()) {
            return -1;
        }
        long product = 1;
        for (int size : symbol.shape().dimensions()) {
            product *= size == Shape.UNKNOWN ? 64 : size;
        }
        return product * 2 + (symbol.layout().isLogical() ? 0 : 1);
    }

    static Shape broadcast(List<Symbol> symbols) {
        int rank = symbols.stream().mapToInt(Symbol::rank).max().orElseThrow();
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        for (Symbol symbol : symbols) {
            for (int i = 0; i < symbol.rank(); i++) {
                int axis = rank - symbol.rank() + i;
                int size = symbol.shape().size(i);
                if (sizes[axis] == 1 || sizes[axis] == Shape.UNKNOWN && size > 1) {
                    sizes[axis] = size;
                } else if (size > 1 && sizes[axis] != size) {
                    throw new IllegalArgumentException(
                            "shapes do not broadcast: "
                                    + symbols.stream().map(Symbol::shape).toList());
                }
            }
        }
        return Shape.of(sizes);
    }

    /** Arithmetic with a constant that has one value, or one for each index along one axis. */
    private Symbol asAffine(String operator, Symbol a, Symbol b) {
        if (a.isConstant() == b.isConstant()) {
            return null;
        }
        Symbol variable = a.isConstant() ? b : a;
        Tensor constant = (a.isConstant() ? a : b).value().orElseThrow();
        int offset = variable.rank() - constant.shape().rank();
        int along = -1;
        for (int i = 0; i < constant.shape().rank(); i++) {
            if (constant.shape().size(i) != 1) {
                if (along >= 0
                        || offset + i < 0
                        || variable.shape().size(offset + i) != constant.shape().size(i)) {
                    return null;
                }
                along = offset + i;
            }
        }
        if (offset < 0) {
            return null;
        }
        int count = constant.count();
        double[] scale = new double[count];
        double[] shift = new double[count];
        Arrays.fill(scale, 1);
        for (int i = 0; i < count; i++) {
            double value = constant.get(i);
            switch (operator) {
                case "Add" -> shift[i] = value;
                case "Mul" -> scale[i] = value;
                case "Sub" -> {
                    scale[i] = a.isConstant() ? -1 : 1;
                    shift[i] = a.isConstant() ? value : -value;
                }
                case "Div" -> {
                    if (a.isConstant() || value == 0) {
                        return null;
                    }
                    scale[i] = 1 / value;
                }
                default -> {
                    return null;
                }
            }
        }
        return affine(variable, Math.max(along, 0), scale, shift);
    }

    // ---- along axes

    /** An operator with an attribute that names one axis: Softmax. */
    Symbol alongAxis(String operator, Symbol symbol, int axis) {
        int positive = axis < 0 ? axis + symbol.rank() : axis;
        Symbol source = symbol;
        // A softmax over all columns does not mind their order.
        if (symbol.isShuffled() && positive != symbol.rank() - 1) {
            source = ordered(symbol);
        }
        return unary(operator, source, Map.of("axis", (long) source.layout().position(positive)));
    }

    Symbol concat(List<Symbol> symbols, int axis) {
        int rank = symbols.get(0).rank();
        int positive = axis < 0 ? axis + rank : axis;
        int size = 0;
        for (Symbol symbol : symbols) {
            int each = symbol.shape().size(positive);
            size = each == Shape.UNKNOWN || size == Shape.UNKNOWN ? Shape.UNKNOWN : size + each;
        }
        Shape shape = symbols.get(0).shape().with(positive, size);
        boolean columns =
                rank == 2 && positive == 1 && symbols.stream().anyMatch(Symbol::isShuffled);
        if (columns) {
            return concatShuffled(symbols, shape);
        }
        Symbol lead = lead(symbols, symbols.get(0).shape());
        Layout layout = lead.layout();
        List<String> inputs =
                symbols.stream().map(symbol -> name(toLayout(symbol, layout))).toList();
        String result =
                graph.add(
                        "Concat",
                        inputs,
                        Map.of("axis", (long) layout.position(positive)),
                        layout.physical(shape));
        return Symbol.of(result, shape, layout);
    }

    private Symbol concatShuffled(List<Symbol> symbols, Shape shape) {
        int[] all = new int[shape.size(1)];
        int start = 0;
        List<String> inputs = new ArrayList<>();
        for (Symbol symbol : symbols) {
            Symbol source = symbol.isShuffled() ? symbol : logical(symbol);
            inputs.add(name(source));
            int width = symbol.shape().size(1);
            for (int i = 0; i < width; i++) {
                all[start + i] = start + (source.isShuffled() ? source.columns()[i] : i);
            }
            start += width;
        }
        String result = graph.add("Concat", inputs, Map.of("axis", 1L), shape);
        return Symbol.shuffled(result, shape, all);
    }

    /** start to end by step along one axis, all as ONNX counts. */
    Symbol slice(Symbol symbol, int axis, long start, long end, long step, int size) {
        Symbol source = ordered(variable(symbol));
        Shape shape = source.shape().with(axis, size);
        String result =
                graph.add(
                        "Slice",
                        List.of(
                                source.name(),
                                graph.integers(start),
                                graph.integers(end),
                                graph.integers(source.layout().position(axis)),
                                graph.integers(step)),
                        Map.of(),
                        source.layout().physical(shape));
        return Symbol.of(result, shape, source.layout());
    }

    Symbol crop(Symbol symbol, int axis, int before, int size) {
        return before == 0 && symbol.shape().size(axis) == size
                ? symbol
                : slice(symbol, axis, before, before + (long) size, 1, size);
    }

    Symbol gather(Symbol symbol, int axis, long[] indices) {
        Symbol source = ordered(variable(symbol));
        Shape shape = source.shape().with(axis, indices.length);
        String result =
                graph.add(
                        "Gather",
                        List.of(source.name(), graph.integers(indices)),
                        Map.of("axis", (long) source.layout().position(axis)),
                        source.layout().physical(shape));
        return Symbol.of(result, shape, source.layout());
    }

    /** Adds before and after each axis; pads has them for Keras' axes, all befores first. */
    Symbol pad(Symbol symbol, int[] before, int[] after, String mode, double value) {
        Symbol source = ordered(variable(symbol));
        int rank = source.rank();
        int[] sizes = source.shape().toArray();
        long[] pads = new long[2 * rank];
        boolean any = false;
        for (int axis = 0; axis < rank; axis++) {
            any |= before[axis] != 0 || after[axis] != 0;
            if (sizes[axis] != Shape.UNKNOWN) {
                sizes[axis] += before[axis] + after[axis];
            }
            pads[source.layout().position(axis)] = before[axis];
            pads[rank + source.layout().position(axis)] = after[axis];
        }
        if (!any) {
            return symbol;
        }
        // With the axes named, ONNX Runtime 1.28 does not merge it into a maximum that follows,
        // where it would take the smallest number for the zeros.
        List<String> inputs =
                List.of(
                        source.name(),
                        graph.integers(pads),
                        mode.equals("constant") ? graph.constant((float) value) : "",
                        graph.integers(java.util.stream.LongStream.range(0, rank).toArray()));
        Shape shape = Shape.of(sizes);
        String result =
                graph.add("Pad", inputs, Map.of("mode", mode), source.layout().physical(shape));
        return Symbol.of(result, shape, source.layout());
    }

    /** ReduceMean and the like over some axes. */
    Symbol reduce(String operator, Symbol symbol, int[] axes, boolean keep) {
        Symbol source = variable(symbol);
        boolean columns = Arrays.stream(axes).anyMatch(axis -> axis == source.rank() - 1);
        Symbol ready = source.isShuffled() && !columns ? ordered(source) : source;
        Shape shape = ready.shape();
        for (int axis : axes) {
            shape = shape.with(axis, 1);
        }
        long[] positions =
                Arrays.stream(axes).map(ready.layout()::position).sorted().asLongStream().toArray();
        String result =
                graph.add(
                        operator,
                        List.of(ready.name(), graph.integers(positions)),
                        Map.of("keepdims", 1L),
                        ready.layout().physical(shape));
        Symbol kept = Symbol.of(result, shape, ready.layout());
        return keep ? kept : squeeze(kept, axes);
    }

    /** The product over the last two axes, the others broadcast. */
    Symbol matmul(Symbol a, Symbol b) {
        List<Symbol> batches = new ArrayList<>();
        for (Symbol each : List.of(a, b)) {
            int[] batch = Arrays.copyOf(each.shape().toArray(), each.rank() - 2);
            batches.add(Symbol.of("", Shape.of(batch), Layout.logical(batch.length)));
        }
        List<Integer> sizes = new ArrayList<>(broadcast(batches).dimensions());
        sizes.add(a.shape().size(-2));
        sizes.add(b.shape().size(-1));
        Shape shape = new Shape(sizes);
        String result =
                graph.add("MatMul", List.of(name(logical(a)), name(logical(b))), Map.of(), shape);
        return Symbol.of(result, shape, Layout.logical(shape.rank()));
    }
}
