package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import java.util.List;

/** Layers that take several tensors and give one. */
final class MergingLayers {
    private MergingLayers() {}

    static LayerDefinition find(String className) {
        return switch (className) {
            case "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum" ->
                    call -> List.of(elementwise(call));
            case "Concatenate" -> call -> List.of(concatenated(call));
            case "Dot" -> call -> List.of(dot(call));
            default -> null;
        };
    }

    /**
     * Sizes of 1 stretch. Where ranks differ, Keras sets dimensions of 1 behind the batch of the
     * smaller one; that is accepted as a gate (batch, channels) on a picture, which keeps the
     * picture's shape, and refused where it would blow both up.
     */
    private static Shape elementwise(LayerCall call) {
        // An operation has two operands, one of which may be a number; a layer has one list.
        if (call.arguments().size() > 1) {
            return OperationLayers.broadcast(call);
        }
        if (call.inputShapes().isEmpty()) {
            throw call.error("takes tensors, got none");
        }
        Shape result = call.inputShapes().get(0);
        for (Shape other : call.inputShapes().subList(1, call.inputShapes().size())) {
            Shape large = result.rank() >= other.rank() ? result : other;
            Shape small = large == result ? other : result;
            int[] sizes = large.toArray();
            int missing = large.rank() - small.rank();
            for (int i = 0; i < small.rank(); i++) {
                int at = i == 0 ? 0 : i + missing;
                int stretched = stretched(call, large, small, sizes[at], small.size(i));
                if (missing > 0 && at > 0 && stretched != sizes[at]) {
                    throw cannotCombine(call, large, small);
                }
                sizes[at] = stretched;
            }
            result = Shape.of(sizes);
        }
        return result;
    }

    private static int stretched(LayerCall call, Shape left, Shape right, int a, int b) {
        if (a == b || b == 1) {
            return a;
        }
        if (a == 1) {
            return b;
        }
        if (a == Shape.UNKNOWN || b == Shape.UNKNOWN) {
            return Math.max(a, b);
        }
        throw cannotCombine(call, left, right);
    }

    private static io.github.fer4j.model.ModelFormatException cannotCombine(
            LayerCall call, Shape left, Shape right) {
        return call.error("cannot combine %s and %s".formatted(left, right));
    }

    private static Shape concatenated(LayerCall call) {
        List<Shape> shapes = call.inputShapes();
        if (shapes.isEmpty()) {
            throw call.error("takes tensors, got none");
        }
        Shape first = shapes.get(0);
        int axis = Sizes.axis(call, call.config().integer("axis", -1), first.rank());
        int[] sizes = first.toArray();
        for (Shape other : shapes.subList(1, shapes.size())) {
            if (other.rank() != sizes.length) {
                throw call.error("cannot join %s and %s".formatted(first, other));
            }
            for (int i = 0; i < sizes.length; i++) {
                int size = other.size(i);
                if (i == axis) {
                    boolean known = sizes[i] != Shape.UNKNOWN && size != Shape.UNKNOWN;
                    sizes[i] = known ? Math.addExact(sizes[i], size) : Shape.UNKNOWN;
                } else if (sizes[i] == Shape.UNKNOWN) {
                    sizes[i] = size;
                } else if (size != Shape.UNKNOWN && size != sizes[i]) {
                    throw call.error("cannot join %s and %s".formatted(first, other));
                }
            }
        }
        return Shape.of(sizes);
    }

    private static Shape dot(LayerCall call) {
        List<Shape> inputs = call.inputShapes();
        if (inputs.size() != 2) {
            throw call.error("takes two tensors, got " + inputs);
        }
        Shape left = inputs.get(0);
        Shape right = inputs.get(1);
        List<Integer> axes =
                call.config().integers("axes").orElseThrow(() -> call.error("has no axes"));
        int first = Sizes.axis(call, axes.get(0), left.rank());
        int second = Sizes.axis(call, axes.get(axes.size() - 1), right.rank());
        if (left.size(first) != right.size(second)) {
            throw call.error("cannot multiply %s and %s".formatted(left, right));
        }
        List<Integer> sizes = new java.util.ArrayList<>(left.dimensions());
        sizes.remove(first);
        for (int axis = 1; axis < right.rank(); axis++) {
            if (axis != second) {
                sizes.add(right.size(axis));
            }
        }
        if (sizes.size() == 1) {
            sizes.add(1);
        }
        return new Shape(sizes);
    }
}
