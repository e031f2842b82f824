package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.KerasArgument.ArrayArgument;
import io.github.fer4j.model.keras.KerasArgument.EllipsisArgument;
import io.github.fer4j.model.keras.KerasArgument.ListArgument;
import io.github.fer4j.model.keras.KerasArgument.NoneArgument;
import io.github.fer4j.model.keras.KerasArgument.NumberArgument;
import io.github.fer4j.model.keras.KerasArgument.SliceArgument;
import io.github.fer4j.model.keras.KerasArgument.TensorArgument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Arithmetic on tensors: Keras 3's operation classes. */
final class OperationLayers {
    private OperationLayers() {}

    static LayerDefinition find(String className) {
        return switch (className) {
            case "TrueDivide", "FloorDivide", "Power" -> call -> List.of(broadcast(call));
            case "Exp",
                    "Log",
                    "Sqrt",
                    "Rsqrt",
                    "Square",
                    "Negative",
                    "Absolute",
                    "Reciprocal",
                    "Sign",
                    "Floor",
                    "Ceil",
                    "Round",
                    "Sin",
                    "Cos",
                    "Erf",
                    "Cast",
                    "Clip",
                    "Flip" ->
                    call -> List.of(call.inputShape());
            case "Mean", "Sum", "Max", "Min", "Prod", "Var", "Std" ->
                    call -> List.of(reduced(call));
            case "Stack" -> call -> List.of(stacked(call));
            case "ExpandDims" -> call -> List.of(expanded(call));
            case "Squeeze" -> call -> List.of(squeezed(call));
            case "Transpose" -> call -> List.of(transposed(call));
            case "Tile" -> call -> List.of(tiled(call));
            case "Pad" -> call -> List.of(padded(call));
            case "Split" -> OperationLayers::split;
            case "Matmul" -> call -> List.of(product(call));
            case "GetItem" -> call -> List.of(item(call));
            default -> null;
        };
    }

    /** NumPy's rule: aligned at the end, 1 stretches. */
    static Shape broadcast(LayerCall call) {
        Shape result = Shape.of();
        for (KerasArgument argument : call.arguments()) {
            if (argument instanceof TensorArgument tensor) {
                result = broadcast(call, result, call.shape(tensor.tensor()));
            } else if (argument instanceof ArrayArgument array) {
                result = broadcast(call, result, array.value().shape());
            } else if (!(argument instanceof NumberArgument)) {
                throw call.error("takes tensors and numbers, got " + argument);
            }
        }
        return result;
    }

    private static Shape broadcast(LayerCall call, Shape left, Shape right) {
        int rank = Math.max(left.rank(), right.rank());
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int a = i <= left.rank() ? left.size(-i) : 1;
            int b = i <= right.rank() ? right.size(-i) : 1;
            if (a != b && a != 1 && b != 1 && a != Shape.UNKNOWN && b != Shape.UNKNOWN) {
                throw call.error("cannot combine %s and %s".formatted(left, right));
            }
            sizes[rank - i] = a == 1 ? b : b == 1 ? a : Math.max(a, b);
        }
        return Shape.of(sizes);
    }

    private static Shape reduced(LayerCall call) {
        Shape input = call.inputShape();
        boolean[] gone = new boolean[input.rank()];
        if (call.config().has("axis")) {
            for (int axis : call.config().integers("axis").orElseThrow()) {
                gone[Sizes.axis(call, axis, input.rank())] = true;
            }
        } else {
            Arrays.fill(gone, true);
        }
        boolean keep = call.config().flag("keepdims", false);
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            if (!gone[axis]) {
                sizes.add(input.size(axis));
            } else if (keep) {
                sizes.add(1);
            }
        }
        return new Shape(sizes);
    }

    private static Shape inserted(LayerCall call, Shape input, int axis, int size) {
        List<Integer> sizes = new ArrayList<>(input.dimensions());
        sizes.add(Sizes.axis(call, axis, input.rank() + 1), size);
        return new Shape(sizes);
    }

    private static Shape stacked(LayerCall call) {
        List<Shape> inputs = call.inputShapes();
        if (inputs.isEmpty()) {
            throw call.error("takes tensors, got none");
        }
        for (Shape other : inputs) {
            if (!other.equals(inputs.get(0))) {
                throw call.error("cannot stack %s".formatted(inputs));
            }
        }
        return inserted(call, inputs.get(0), call.config().integer("axis", 0), inputs.size());
    }

    private static Shape expanded(LayerCall call) {
        Shape shape = call.inputShape();
        for (int axis :
                call.config().integers("axis").orElseThrow(() -> call.error("has no axis"))) {
            shape = inserted(call, shape, axis, 1);
        }
        return shape;
    }

    private static Shape squeezed(LayerCall call) {
        Shape input = call.inputShape();
        List<Integer> axes =
                call.config().integers("axis").orElse(List.of()).stream()
                        .map(axis -> Sizes.axis(call, axis, input.rank()))
                        .toList();
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            boolean squeezed = axes.isEmpty() ? input.size(axis) == 1 : axes.contains(axis);
            if (squeezed && input.size(axis) != 1) {
                throw call.error("cannot squeeze axis %d of %s".formatted(axis, input));
            }
            if (!squeezed) {
                sizes.add(input.size(axis));
            }
        }
        return new Shape(sizes);
    }

    private static Shape transposed(LayerCall call) {
        Shape input = call.inputShape();
        int[] sizes = input.toArray();
        List<Integer> axes = call.config().integers("axes").orElse(null);
        for (int i = 0; i < sizes.length; i++) {
            int from = axes == null ? sizes.length - 1 - i : axes.get(i);
            sizes[i] = input.size(Sizes.axis(call, from, sizes.length));
        }
        return Shape.of(sizes);
    }

    private static Shape tiled(LayerCall call) {
        Shape input = call.inputShape();
        List<Integer> repeats =
                call.config().integers("repeats").orElseThrow(() -> call.error("has no repeats"));
        if (repeats.size() != input.rank()) {
            throw call.config().wrong("repeats", repeats, input.rank() + " numbers");
        }
        int[] sizes = input.toArray();
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] != Shape.UNKNOWN) {
                sizes[i] = Math.multiplyExact(sizes[i], repeats.get(i));
            }
        }
        return Shape.of(sizes);
    }

    private static Shape padded(LayerCall call) {
        Shape input = call.inputShape();
        int[][] sides = Sizes.sides(call, "pad_width", input.rank());
        int[] sizes = input.toArray();
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] != Shape.UNKNOWN) {
                sizes[i] = Math.addExact(sizes[i], Math.addExact(sides[i][0], sides[i][1]));
            }
        }
        return Shape.of(sizes);
    }

    private static List<Shape> split(LayerCall call) {
        Shape input = call.inputShape();
        int axis = Sizes.axis(call, call.config().integer("axis", 0), input.rank());
        int size = input.size(axis);
        Object parts = call.config().find("indices_or_sections").orElse(null);
        if (!(parts instanceof Number number)
                || size == Shape.UNKNOWN
                || number.intValue() < 1
                || size % number.intValue() != 0) {
            throw call.error(
                    "can only split into equal parts, not %s into %s".formatted(input, parts));
        }
        return java.util.Collections.nCopies(
                number.intValue(), input.with(axis, size / number.intValue()));
    }

    private static Shape product(LayerCall call) {
        List<Shape> inputs = call.inputShapes();
        if (inputs.size() != 2 || inputs.get(0).rank() < 2 || inputs.get(1).rank() < 2) {
            throw call.error("multiplies two tensors of at least 2 dimensions, got " + inputs);
        }
        Shape left = inputs.get(0);
        Shape right = inputs.get(1);
        boolean turnLeft = call.config().flag("transpose_a", false);
        boolean turnRight = call.config().flag("transpose_b", false);
        Shape outer =
                broadcast(
                        call,
                        new Shape(left.dimensions().subList(0, left.rank() - 2)),
                        new Shape(right.dimensions().subList(0, right.rank() - 2)));
        int inLeft = left.size(turnLeft ? -2 : -1);
        int inRight = right.size(turnRight ? -1 : -2);
        if (inLeft != inRight && inLeft != Shape.UNKNOWN && inRight != Shape.UNKNOWN) {
            throw call.error("cannot multiply %s and %s".formatted(left, right));
        }
        List<Integer> sizes = new ArrayList<>(outer.dimensions());
        sizes.add(left.size(turnLeft ? -1 : -2));
        sizes.add(right.size(turnRight ? -2 : -1));
        return new Shape(sizes);
    }

    private static Shape item(LayerCall call) {
        Shape input = call.inputShape();
        if (call.arguments().size() != 2) {
            throw call.error("takes a tensor and an index");
        }
        List<KerasArgument> keys =
                call.arguments().get(1) instanceof ListArgument list
                        ? list.items()
                        : List.of(call.arguments().get(1));
        int used = 0;
        for (KerasArgument key : keys) {
            used += key instanceof NumberArgument || key instanceof SliceArgument ? 1 : 0;
        }
        List<Integer> sizes = new ArrayList<>();
        int axis = 0;
        for (KerasArgument key : keys) {
            if (key instanceof EllipsisArgument) {
                for (int skipped = input.rank() - used; skipped > 0; skipped--) {
                    sizes.add(input.size(axis++));
                }
            } else if (key instanceof NoneArgument) {
                sizes.add(1);
            } else if (key instanceof NumberArgument) {
                input.size(axis++);
            } else if (key instanceof SliceArgument slice) {
                sizes.add(sliced(call, slice, input.size(axis++)));
            } else {
                throw call.error("cannot be indexed by " + key);
            }
        }
        while (axis < input.rank()) {
            sizes.add(input.size(axis++));
        }
        return new Shape(sizes);
    }

    private static int sliced(LayerCall call, SliceArgument slice, int size) {
        int step = bound(slice.step(), 1);
        if (step == 0) {
            throw call.error("has a slice with the step 0");
        }
        boolean whole =
                slice.start() instanceof NoneArgument && slice.stop() instanceof NoneArgument;
        if (size == Shape.UNKNOWN) {
            return whole && Math.abs(step) == 1 ? size : Shape.UNKNOWN;
        }
        int start = bound(slice.start(), step > 0 ? 0 : size - 1);
        int stop = bound(slice.stop(), step > 0 ? size : -size - 1);
        start = Math.min(Math.max(start < 0 ? start + size : start, step > 0 ? 0 : -1), size);
        stop = Math.min(Math.max(stop < 0 ? stop + size : stop, -1), size);
        long count =
                step > 0 ? (stop - start + step - 1L) / step : (start - stop - step - 1L) / -step;
        return (int) Math.max(0, count);
    }

    private static int bound(KerasArgument bound, int otherwise) {
        return bound instanceof NumberArgument number ? (int) number.value() : otherwise;
    }
}
