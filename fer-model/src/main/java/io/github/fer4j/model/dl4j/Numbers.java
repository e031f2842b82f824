package io.github.fer4j.model.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers in configurations. */
final class Numbers {
    private Numbers() {}

    /**
     * @param call a call
     * @param key a key of its layer's configuration whose value is a number or lists of numbers
     * @return the numbers in order
     */
    static double[] flat(Call call, String key) {
        List<Double> numbers = new ArrayList<>();
        Object value = call.config().find(key).orElse(List.of());
        collect(call, key, value, numbers);
        if (numbers.isEmpty()) {
            throw call.config().wrong(key, value, "a number or a list of numbers");
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(Call call, String key, Object value, List<Double> numbers) {
        if (value instanceof Number number) {
            numbers.add(number.doubleValue());
        } else if (value instanceof List<?> list) {
            list.forEach(item -> collect(call, key, item, numbers));
        } else {
            throw call.config().wrong(key, value, "a number or a list of numbers");
        }
    }

    /**
     * @param values one value or as many as wanted
     * @param size how many are wanted
     * @return that many
     */
    static double[] repeated(double[] values, int size) {
        if (values.length == size) {
            return values;
        }
        double[] result = new double[size];
        Arrays.fill(result, values[0]);
        return result;
    }
}
