package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A group of an HDF5 file: its members by name and its attributes as strings. */
final class Hdf5Group {
    private static final int MAX_NAMES = 1_000_000;

    private final Hdf5File file;
    private final Group group;
    private final String path;

    Hdf5Group(Hdf5File file, Group group, String path) {
        this.file = file;
        this.group = group;
        this.path = path;
    }

    /** Where it lies, for error messages: {@code /model_weights/conv2d}. */
    String path() {
        return path.isEmpty() ? "/" : path;
    }

    Set<String> names() {
        return Hdf5File.guarded("the group " + path(), () -> group.getChildren().keySet());
    }

    /**
     * @param relative one name, or several with slashes between
     * @return the group there, empty if there is none
     */
    Optional<Hdf5Group> group(String relative) {
        Node node = find(relative);
        return node instanceof Group found
                ? Optional.of(new Hdf5Group(file, found, path + "/" + relative))
                : Optional.empty();
    }

    /**
     * @param relative one name, or several with slashes between
     * @return the dataset there, empty if there is none
     */
    Optional<Hdf5Dataset> dataset(String relative) {
        Node node = find(relative);
        return node instanceof Dataset found
                ? Optional.of(new Hdf5Dataset(file, found, path + "/" + relative))
                : Optional.empty();
    }

    boolean hasAttribute(String name) {
        return Hdf5File.guarded(
                "the attributes of " + path(), () -> group.getAttributes().containsKey(name));
    }

    /**
     * @return the attribute's string, empty if there is no such attribute
     */
    Optional<String> string(String name) {
        if (!hasAttribute(name)) {
            return Optional.empty();
        }
        List<String> strings = read(name);
        return strings.size() == 1 ? Optional.of(strings.get(0)) : Optional.empty();
    }

    /**
     * An attribute that lists strings. Beyond 64512 bytes Keras splits it into {@code name0},
     * {@code name1} ….
     *
     * @return the strings, empty if there is no such attribute
     */
    Optional<List<String>> strings(String name) {
        if (hasAttribute(name)) {
            return Optional.of(read(name));
        }
        if (!hasAttribute(name + "0")) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; hasAttribute(name + i); i++) {
            all.addAll(read(name + i));
        }
        return Optional.of(all);
    }

    private List<String> read(String name) {
        String what = "the attribute '%s' of %s".formatted(name, path());
        return Hdf5File.guarded(
                what,
                () -> {
                    Attribute attribute = group.getAttribute(name);
                    if (attribute.isEmpty()) {
                        return List.of();
                    }
                    // A count that the file cannot hold would only reserve memory.
                    if (attribute.getSize() > Math.min(MAX_NAMES, file.length())) {
                        throw new ModelFormatException(
                                "%s claims %,d values in a file of %,d bytes"
                                        .formatted(what, attribute.getSize(), file.length()));
                    }
                    if (attribute.getSize() == 0) {
                        return List.of();
                    }
                    List<String> strings = new ArrayList<>();
                    collect(what, attribute.getData(), strings);
                    return strings;
                });
    }

    private static void collect(String what, Object data, List<String> strings) {
        if (data instanceof String text) {
            strings.add(text);
        } else if (data != null && data.getClass().isArray()) {
            int length = Array.getLength(data);
            for (int i = 0; i < length; i++) {
                collect(what, Array.get(data, i), strings);
            }
        } else {
            throw new ModelFormatException(
                    "%s must hold text, found %s"
                            .formatted(
                                    what,
                                    data == null ? "nothing" : data.getClass().getSimpleName()));
        }
    }

    /**
     * Goes down by hard links alone. Keras writes no others, and a soft link may lead in a circle
     * while an external one would open another file.
     */
    private Node find(String relative) {
        Node node = group;
        String at = path;
        for (String name : relative.split("/")) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (!(node instanceof Group parent)) {
                return null;
            }
            node =
                    Hdf5File.guarded(
                            "the group " + (at.isEmpty() ? "/" : at),
                            () -> parent.getChildren().get(name));
            at += "/" + name;
            if (node instanceof Link) {
                throw new ModelFormatException(
                        "%s is a link to elsewhere, which is not followed: the weights are missing"
                                .formatted(at));
            }
        }
        return node;
    }
}
