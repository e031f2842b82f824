package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.keras.KerasArgument;
import io.github.fer4j.model.keras.KerasArgument.EllipsisArgument;
import io.github.fer4j.model.keras.KerasArgument.NoneArgument;
import io.github.fer4j.model.keras.KerasArgument.NumberArgument;
import io.github.fer4j.model.keras.KerasArgument.SliceArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Python's brackets on a tensor. */
final class Indexing {
    private Indexing() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("GetItem", Indexing::item);
    }

    /**
     * What happens to one axis.
     *
     * @param kind whether it is kept, dropped, or new
     * @param start first index, may count from the end
     * @param stop one past the last
     * @param step distance
     */
    private record Selection(Kind kind, Integer start, Integer stop, int step) {
        enum Kind {
            KEEP,
            DROP,
            NEW
        }

        static final Selection ALL = new Selection(Kind.KEEP, null, null, 1);

        /** Python's slice.indices. */
        int[] indices(int size) {
            if (kind == Kind.DROP) {
                return new int[] {start < 0 ? start + size : start};
            }
            int first = clamp(start, step > 0 ? 0 : size - 1, size);
            int end = stop == null ? (step > 0 ? size : -1) : clamp(stop, 0, size);
            int count = Math.max(0, (end - first + step - Integer.signum(step)) / step);
            int[] indices = new int[count];
            for (int i = 0; i < count; i++) {
                indices[i] = first + i * step;
            }
            return indices;
        }

        private int clamp(Integer index, int otherwise, int size) {
            if (index == null) {
                return otherwise;
            }
            int fromStart = index < 0 ? index + size : index;
            int low = step > 0 ? 0 : -1;
            int high = step > 0 ? size : size - 1;
            return Math.max(low, Math.min(high, fromStart));
        }
    }

    private static Step item(Call call) {
        KerasArgument index =
                call.node()
                        .argument(1, "key")
                        .orElseThrow(() -> call.refuse("its index is missing"));
        int rank = call.inputShape(0).rank();
        List<Selection> selections = selections(call, Arguments.items(index), rank);
        if (selections.get(0).kind() != Selection.Kind.KEEP) {
            throw call.refuse("it picks from the batch");
        }
        return Step.of((in, w) -> select(in[0], selections));
    }

    private static List<Selection> selections(Call call, List<KerasArgument> items, int rank) {
        long consuming =
                items.stream()
                        .filter(
                                item ->
                                        !(item instanceof NoneArgument
                                                || item instanceof EllipsisArgument))
                        .count();
        List<Selection> selections = new ArrayList<>();
        boolean filled = false;
        for (KerasArgument item : items) {
            if (item instanceof EllipsisArgument) {
                fill(selections, rank - consuming);
                filled = true;
            } else {
                selections.add(selection(call, item));
            }
        }
        if (!filled) {
            fill(selections, rank - consuming);
        }
        return selections;
    }

    private static void fill(List<Selection> selections, long count) {
        for (long i = 0; i < count; i++) {
            selections.add(Selection.ALL);
        }
    }

    private static Selection selection(Call call, KerasArgument item) {
        if (item instanceof NoneArgument) {
            return new Selection(Selection.Kind.NEW, null, null, 1);
        }
        if (item instanceof NumberArgument) {
            return new Selection(
                    Selection.Kind.DROP, Arguments.toInteger(call, "an index", item), null, 1);
        }
        if (item instanceof SliceArgument slice) {
            Integer step = bound(call, slice.step());
            if (step != null && step == 0) {
                throw call.refuse("a slice's step is 0");
            }
            return new Selection(
                    Selection.Kind.KEEP,
                    bound(call, slice.start()),
                    bound(call, slice.stop()),
                    step == null ? 1 : step);
        }
        throw call.refuse("its index is " + item);
    }

    private static Integer bound(Call call, KerasArgument argument) {
        return argument instanceof NoneArgument
                ? null
                : Integer.valueOf(Arguments.toInteger(call, "a slice's bound", argument));
    }

    private static INDArray select(INDArray x, List<Selection> selections) {
        INDArray current = x;
        List<Long> shape = new ArrayList<>();
        int axis = 0;
        for (Selection selection : selections) {
            if (selection.kind() == Selection.Kind.NEW) {
                shape.add(1L);
                continue;
            }
            int[] indices = selection.indices(Math.toIntExact(x.size(axis)));
            current = taken(current, axis, indices);
            if (selection.kind() == Selection.Kind.KEEP) {
                shape.add((long) indices.length);
            }
            axis++;
        }
        INDArray own = current == x ? Ops.copy(x) : current;
        return own.reshape('c', shape.stream().mapToLong(Long::longValue).toArray());
    }

    private static INDArray taken(INDArray x, int axis, int[] indices) {
        boolean all = indices.length == x.size(axis);
        for (int i = 0; i < indices.length; i++) {
            all &= indices[i] == i;
        }
        if (all) {
            return x;
        }
        return gathered(x, axis, indices);
    }

    /**
     * @param x a tensor
     * @param axis an axis
     * @param indices which of its places to take, in this order
     * @return those, copied
     */
    static INDArray gathered(INDArray x, int axis, int[] indices) {
        long[] shape = x.shape().clone();
        shape[axis] = indices.length;
        return Ops.run(
                "gather", Ops.create(shape), new int[] {axis}, x, Nd4j.createFromArray(indices));
    }
}
