package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a tensor whose axes lie in another order than Keras' can be reshaped where it lies. Axes that
 * a reshape joins or splits must lie side by side in their order; the others may be anywhere.
 */
final class Reshaping {
    private Reshaping() {}

    /** The layout of the result, or empty if the values must be moved first. */
    static Optional<Layout> inPlace(Shape from, Layout layout, Shape to) {
        List<List<Integer>> sources = new ArrayList<>();
        List<List<Integer>> targets = new ArrayList<>();
        if (!group(from, to, sources, targets)) {
            return Optional.empty();
        }
        List<Integer> order = new ArrayList<>();
        int position = 0;
        int[] lying = lying(from, layout);
        while (position < lying.length) {
            int first = lying[position];
            int index = -1;
            for (int g = 0; g < sources.size(); g++) {
                if (!sources.get(g).isEmpty() && sources.get(g).get(0) == first) {
                    index = g;
                }
            }
            if (index < 0) {
                return Optional.empty();
            }
            for (int axis : sources.get(index)) {
                if (position == lying.length || lying[position++] != axis) {
                    return Optional.empty();
                }
            }
            order.addAll(targets.get(index));
        }
        return Optional.of(complete(order, to));
    }

    /**
     * The layout of rank of the target whose axes larger than 1 lie in this order; where the others
     * lie is free, so a layout is taken that convolutions or Keras itself use.
     */
    private static Layout complete(List<Integer> order, Shape to) {
        int rank = to.rank();
        int[] wanted = order.stream().mapToInt(Integer::intValue).toArray();
        List<Layout> candidates = new ArrayList<>();
        if (rank > 3) {
            candidates.add(Layout.channelsSecond(rank));
        }
        candidates.add(Layout.logical(rank));
        if (rank == 3) {
            candidates.add(Layout.channelsSecond(rank));
        }
        for (Layout candidate : candidates) {
            if (Arrays.equals(lying(to, candidate), wanted)) {
                return candidate;
            }
        }
        List<Integer> all = new ArrayList<>(order);
        for (int axis = 0; axis < rank; axis++) {
            if (to.size(axis) == 1) {
                all.add(axis);
            }
        }
        return Layout.of(all.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The axes larger than 1 in the order in which they lie. */
    private static int[] lying(Shape shape, Layout layout) {
        int[] axes = new int[shape.rank()];
        int count = 0;
        for (int p = 0; p < axes.length; p++) {
            if (shape.size(layout.axis(p)) != 1) {
                axes[count++] = layout.axis(p);
            }
        }
        return Arrays.copyOf(axes, count);
    }

    /** Pairs runs of axes of equal product, axes of size 1 left out. */
    private static boolean group(
            Shape from, Shape to, List<List<Integer>> sources, List<List<Integer>> targets) {
        int i = 0;
        int j = 0;
        while (true) {
            while (i < from.rank() && from.size(i) == 1) {
                i++;
            }
            while (j < to.rank() && to.size(j) == 1) {
                j++;
            }
            if (i == from.rank() || j == to.rank()) {
                return i == from.rank() && j == to.rank();
            }
            List<Integer> source = new ArrayList<>(List.of(i));
            List<Integer> target = new ArrayList<>(List.of(j));
            long left = from.size(i++);
            long right = to.size(j++);
            if (left == Shape.UNKNOWN || right == Shape.UNKNOWN) {
                // Only the batch, or a size that stays as it is.
                if (left != right) {
                    return false;
                }
            }
            while (left != right) {
                if (left < right) {
                    if (i == from.rank() || from.size(i) == Shape.UNKNOWN) {
                        return false;
                    }
                    if (from.size(i) != 1) {
                        source.add(i);
                    }
                    left *= from.size(i++);
                } else {
                    if (j == to.rank() || to.size(j) == Shape.UNKNOWN) {
                        return false;
                    }
                    if (to.size(j) != 1) {
                        target.add(j);
                    }
                    right *= to.size(j++);
                }
            }
            sources.add(source);
            targets.add(target);
        }
    }
}
