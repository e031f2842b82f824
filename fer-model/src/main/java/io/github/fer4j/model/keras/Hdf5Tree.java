package io.github.fer4j.model.keras;

import io.github.fer4j.model.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A group of an HDF5 file that is to be written: groups and float32 datasets by name, and
 * attributes that are strings or lists of strings.
 */
final class Hdf5Tree {
    /**
     * What an object header holds at most for one attribute; the last 1024 of its 64 KiB are left
     * to what comes before the values. Keras has the same limit.
     */
    private static final int ATTRIBUTE_LIMIT = 64512;

    /** Names as HDF5 sorts them: by their UTF-8 bytes, unsigned. */
    private final Map<String, Object> members =
            new TreeMap<>((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));

    private final Map<String, Attribute> attributes = new LinkedHashMap<>();

    /**
     * An attribute.
     *
     * @param values its strings
     * @param scalar whether it is one string, not a list
     */
    record Attribute(List<byte[]> values, boolean scalar) {}

    /** Name by name what lies in this group: {@link Hdf5Tree} or {@link Tensor}. */
    Map<String, Object> members() {
        return members;
    }

    Map<String, Attribute> attributes() {
        return attributes;
    }

    /** The group at a path, made with all groups on the way where it is not there yet. */
    Hdf5Tree group(String path) {
        Hdf5Tree group = this;
        for (String name : path.split("/")) {
            Object member = group.members.computeIfAbsent(checked(name), key -> new Hdf5Tree());
            if (!(member instanceof Hdf5Tree inner)) {
                throw new IllegalArgumentException(
                        "'" + path + "' is to be a group, but '" + name + "' is a dataset");
            }
            group = inner;
        }
        return group;
    }

    /** Puts a dataset at a path; the groups on the way are made. */
    void dataset(String path, Tensor values) {
        int slash = path.lastIndexOf('/');
        Hdf5Tree group = slash < 0 ? this : group(path.substring(0, slash));
        if (group.members.putIfAbsent(checked(path.substring(slash + 1)), values) != null) {
            throw new IllegalArgumentException("'" + path + "' is there twice");
        }
    }

    void attribute(String name, String value) {
        attributes.put(name, new Attribute(List.of(utf8(value)), true));
    }

    /**
     * A list of strings, split as Keras splits it into {@code name0}, {@code name1} … where it is
     * too long for one attribute.
     */
    void attribute(String name, List<String> values) {
        List<byte[]> encoded = values.stream().map(Hdf5Tree::utf8).toList();
        // A reference into the global heap takes 16 bytes, a string in Keras' own count its length.
        int width = encoded.stream().mapToInt(value -> value.length).max().orElse(0);
        int each = Math.max(1, ATTRIBUTE_LIMIT / Math.max(16, width));
        if (encoded.size() <= each) {
            attributes.put(name, new Attribute(encoded, false));
            return;
        }
        for (int start = 0, part = 0; start < encoded.size(); start += each, part++) {
            int end = Math.min(encoded.size(), start + each);
            attributes.put(name + part, new Attribute(encoded.subList(start, end), false));
        }
    }

    private static String checked(String name) {
        if (name.isEmpty() || name.equals(".") || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "an HDF5 name must not be empty, '.' or hold a zero, was '" + name + "'");
        }
        return name;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
