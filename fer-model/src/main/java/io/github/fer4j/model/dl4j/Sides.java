package io.github.fer4j.model.dl4j;

import java.util.List;

/** Reads how much a layer adds to or takes from the sides of a picture. */
final class Sides {
    private Sides() {}

    /**
     * @param call a call
     * @param key the key: a number, a number for each dimension, or two for each
     * @param dimensions how many dimensions
     * @return for each dimension what is before and after
     */
    static int[][] read(Call call, String key, int dimensions) {
        Object value = call.config().find(key).orElse(1L);
        int[][] sides = new int[dimensions][];
        for (int i = 0; i < dimensions; i++) {
            Object side = value;
            if (value instanceof List<?> list && (dimensions > 1 || list.size() == 1)) {
                if (list.size() != dimensions && list.size() != 1) {
                    throw wrong(call, key, value, dimensions);
                }
                side = list.get(list.size() == 1 ? 0 : i);
            }
            sides[i] = pair(call, key, side, dimensions);
        }
        return sides;
    }

    private static int[] pair(Call call, String key, Object side, int dimensions) {
        List<?> list = side instanceof List<?> both ? both : List.of(side, side);
        if (list.size() == 2
                && list.get(0) instanceof Number before
                && list.get(1) instanceof Number after
                && before.intValue() >= 0
                && after.intValue() >= 0) {
            return new int[] {before.intValue(), after.intValue()};
        }
        throw wrong(call, key, side, dimensions);
    }

    private static RuntimeException wrong(Call call, String key, Object value, int dimensions) {
        return call.config()
                .wrong(key, value, "a number >= 0, or one or two for each of " + dimensions);
    }
}
