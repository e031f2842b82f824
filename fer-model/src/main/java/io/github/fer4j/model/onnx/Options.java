package io.github.fer4j.model.onnx;

import io.github.fer4j.model.keras.KerasArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Options of an operation, which may be in its configuration or among its arguments. */
final class Options {
    private Options() {}

    static double number(Conversion call, int position, String name, double otherwise) {
        if (call.config().number(name).isPresent()) {
            return call.config().number(name, otherwise);
        }
        Optional<KerasArgument> argument = call.argument(position, name);
        if (argument.isPresent() && argument.get() instanceof KerasArgument.NumberArgument number) {
            return number.value();
        }
        return otherwise;
    }

    static int integer(Conversion call, int position, String name, int otherwise) {
        return (int) number(call, position, name, otherwise);
    }

    static boolean flag(Conversion call, int position, String name, boolean otherwise) {
        if (call.config().has(name)) {
            return call.config().flag(name, otherwise);
        }
        Optional<KerasArgument> argument = call.argument(position, name);
        if (argument.isPresent() && argument.get() instanceof KerasArgument.FlagArgument flag) {
            return flag.value();
        }
        return otherwise;
    }

    static String text(Conversion call, int position, String name, String otherwise) {
        if (call.config().has(name)) {
            return call.config().text(name, otherwise);
        }
        Optional<KerasArgument> argument = call.argument(position, name);
        if (argument.isPresent() && argument.get() instanceof KerasArgument.TextArgument text) {
            return text.value();
        }
        return otherwise;
    }

    /** A list of integers, or one alone; empty if it is not there or None. */
    static Optional<int[]> integers(Conversion call, int position, String... names) {
        for (String name : names) {
            if (call.config().has(name)) {
                return call.config().integers(name).map(Options::toArray);
            }
        }
        for (String name : names) {
            Optional<KerasArgument> argument = call.argument(position, name);
            if (argument.isPresent()) {
                if (argument.get() instanceof KerasArgument.NumberArgument number) {
                    return Optional.of(new int[] {(int) number.value()});
                }
                if (argument.get() instanceof KerasArgument.ListArgument list) {
                    return Optional.of(toArray(call, name, list));
                }
            }
        }
        return Optional.empty();
    }

    private static int[] toArray(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] toArray(Conversion call, String name, KerasArgument.ListArgument list) {
        List<Integer> integers = new ArrayList<>();
        for (KerasArgument item : list.items()) {
            if (item instanceof KerasArgument.NumberArgument number) {
                integers.add((int) number.value());
            } else if (item instanceof KerasArgument.NoneArgument) {
                integers.add(-1);
            } else {
                throw call.unsupported(name + " must be integers, was " + list);
            }
        }
        return toArray(integers);
    }

    /** Axes counted from 0; all of them if none are named. */
    static int[] axes(Conversion call, int position, int rank) {
        int[] axes = integers(call, position, "axis", "axes").orElse(null);
        if (axes == null) {
            axes = new int[rank];
            java.util.Arrays.setAll(axes, axis -> axis);
        }
        return java.util.Arrays.stream(axes)
                .map(axis -> axis < 0 ? axis + rank : axis)
                .sorted()
                .toArray();
    }
}
