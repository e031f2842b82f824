package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The configuration of one layer under Keras 3's keys. Values are what JSON has: {@code String},
 * {@code Boolean}, {@code Long}, {@code Double}, {@code List}, {@code Map}, or absent; an
 * activation is an {@link Activation}. Every accessor says which layer and which key is wrong, and
 * what was found. A key whose value is null counts as absent.
 */
public final class LayerConfig {
    private final String layer;
    private final Map<String, Object> values;
    private final Map<String, Object> training;

    /**
     * @param layer the name of the layer, for error messages
     * @param values the configuration; copied
     */
    public LayerConfig(String layer, Map<String, Object> values) {
        this(layer, values, Map.of());
    }

    /**
     * @param layer the name of the layer, for error messages
     * @param values the configuration; copied
     * @param training what matters only while the network learns; copied
     */
    public LayerConfig(String layer, Map<String, Object> values, Map<String, Object> training) {
        this.layer = layer;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
    }

    /**
     * What matters only while the network learns, under Keras 3's keys: {@code momentum} of a batch
     * normalisation, {@code kernel_initializer}, {@code kernel_regularizer}, {@code trainable} …; a
     * key is absent where the file does not say it. {@link #asMap} does not hold it.
     *
     * @return that configuration, with the accessors of this one
     */
    public LayerConfig training() {
        return new LayerConfig(layer, training);
    }

    /**
     * @return the configuration as it is, read-only
     */
    public Map<String, Object> asMap() {
        return values;
    }

    /**
     * @param key a key
     * @return whether it is there and not null
     */
    public boolean has(String key) {
        return values.get(key) != null;
    }

    /**
     * @param key a key
     * @return its value, empty if absent or null
     */
    public Optional<Object> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /**
     * @param key a key whose value must be there
     * @return the integer
     * @throws ModelFormatException if absent or no integer
     */
    public int integer(String key) {
        return toInteger(key, required(key, "an integer"));
    }

    /**
     * @param key a key
     * @param otherwise what an absent one stands for
     * @return the integer
     * @throws ModelFormatException if it is no integer
     */
    public int integer(String key, int otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    /**
     * @param key a key
     * @return the integers of a list, or one alone as a list; empty if absent
     * @throws ModelFormatException if there is something else
     */
    public Optional<List<Integer>> integers(String key) {
        return find(key).map(value -> integerList(key, value));
    }

    /**
     * @param key a key
     * @return the integers of a list, with {@link io.github.fer4j.model.Shape#UNKNOWN} for null, or
     *     one alone as a list; empty if absent
     * @throws ModelFormatException if there is something else
     */
    public Optional<List<Integer>> integersOrNulls(String key) {
        return find(key)
                .map(
                        value -> {
                            if (!(value instanceof List<?> list)) {
                                return integerList(key, value);
                            }
                            List<Integer> integers = new ArrayList<>(list.size());
                            for (Object item : list) {
                                integers.add(
                                        item == null
                                                ? io.github.fer4j.model.Shape.UNKNOWN
                                                : toInteger(key, item));
                            }
                            return integers;
                        });
    }

    /**
     * A size for each spatial dimension, which Keras writes as a number or a list.
     *
     * @param key a key whose value must be there
     * @param count how many are needed
     * @return that many integers; a single one is repeated
     * @throws ModelFormatException if absent or something else
     */
    public int[] sizes(String key, int count) {
        List<Integer> list = integerList(key, required(key, count + " integers"));
        if (list.size() != count && list.size() != 1) {
            throw wrong(key, values.get(key), "an integer or " + count + " integers");
        }
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = list.get(list.size() == 1 ? 0 : i);
        }
        return sizes;
    }

    /**
     * @param key a key
     * @param count how many are needed
     * @param otherwise what an absent one stands for, repeated
     * @return that many integers
     * @throws ModelFormatException if there is something else
     */
    public int[] sizes(String key, int count, int otherwise) {
        if (has(key)) {
            return sizes(key, count);
        }
        int[] sizes = new int[count];
        java.util.Arrays.fill(sizes, otherwise);
        return sizes;
    }

    /**
     * @param key a key
     * @return the number, empty if absent
     * @throws ModelFormatException if it is no number
     */
    public OptionalDouble number(String key) {
        return has(key)
                ? OptionalDouble.of(toNumber(key, values.get(key)))
                : OptionalDouble.empty();
    }

    /**
     * @param key a key
     * @param otherwise what an absent one stands for
     * @return the number
     * @throws ModelFormatException if it is no number
     */
    public double number(String key, double otherwise) {
        return number(key).orElse(otherwise);
    }

    /**
     * @param key a key
     * @param otherwise what an absent one stands for
     * @return the truth value
     * @throws ModelFormatException if it is none
     */
    public boolean flag(String key, boolean otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, value, "true or false");
    }

    /**
     * @param key a key
     * @param otherwise what an absent one stands for
     * @return the string
     * @throws ModelFormatException if it is none
     */
    public String text(String key, String otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text) {
            return text;
        }
        throw wrong(key, value, "a string");
    }

    /**
     * @param key a key
     * @return the activation; {@link Activation#LINEAR} if absent
     * @throws ModelFormatException if it is none
     */
    public Activation activation(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Activation.LINEAR;
        }
        if (value instanceof Activation activation) {
            return activation;
        }
        throw wrong(key, value, "an activation");
    }

    /**
     * @param key the key whose value is wrong
     * @param found what was found
     * @param accepted what would be accepted
     * @return an error that names layer, key, found and accepted
     */
    public ModelFormatException wrong(String key, Object found, String accepted) {
        return new ModelFormatException(
                "layer '%s': %s must be %s, was %s".formatted(layer, key, accepted, shown(found)));
    }

    private static String shown(Object found) {
        String text = found instanceof String ? "'" + found + "'" : String.valueOf(found);
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private Object required(String key, String accepted) {
        Object value = values.get(key);
        if (value == null) {
            throw wrong(key, "absent", accepted);
        }
        return value;
    }

    private List<Integer> integerList(String key, Object value) {
        if (value instanceof List<?> list) {
            List<Integer> integers = new ArrayList<>(list.size());
            for (Object item : list) {
                integers.add(toInteger(key, item));
            }
            return integers;
        }
        return List.of(toInteger(key, value));
    }

    private int toInteger(String key, Object value) {
        if (value instanceof Number number) {
            double exact = number.doubleValue();
            if (exact == Math.rint(exact) && Math.abs(exact) <= Integer.MAX_VALUE) {
                return (int) exact;
            }
        }
        throw wrong(key, value, "an integer");
    }

    private double toNumber(String key, Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(key, value, "a number");
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
