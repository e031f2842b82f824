package io.github.fer4j.model.keras;

import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasArgument.TensorArgument;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a network that was read back is the one that was written: the same graph from the outputs
 * on, the same classes, names and configurations, the same weights bit for bit.
 */
final class KerasModelComparison {
    private final KerasModel written;
    private final KerasModel read;
    private final Map<Integer, Integer> pairs = new HashMap<>();
    private final Map<KerasLayer, KerasLayer> layers = new IdentityHashMap<>();

    private KerasModelComparison(KerasModel written, KerasModel read) {
        this.written = written;
        this.read = read;
    }

    /** The first difference as a sentence's end; empty if there is none. */
    static Optional<String> difference(KerasModel written, KerasModel read) {
        return new KerasModelComparison(written, read).difference();
    }

    private Optional<String> difference() {
        List<TensorRef> left = new ArrayList<>(written.outputs());
        List<TensorRef> right = new ArrayList<>(read.outputs());
        left.addAll(written.inputs());
        right.addAll(read.inputs());
        if (left.size() != right.size()) {
            return Optional.of("it has other inputs or outputs");
        }
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).output() != right.get(i).output()) {
                return Optional.of("an output is another");
            }
            Integer before = pairs.putIfAbsent(left.get(i).node(), right.get(i).node());
            if (before != null && before != right.get(i).node()) {
                return Optional.of("inputs or outputs are connected otherwise");
            }
        }
        // Nodes come after those they depend on, so that one pass from the end meets them all.
        for (int i = written.nodes().size() - 1; i >= 0; i--) {
            Integer other = pairs.get(i);
            if (other != null) {
                Optional<String> difference =
                        compare(written.nodes().get(i), read.nodes().get(other));
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> compare(KerasNode left, KerasNode right) {
        String where = "layer '%s' (%s) ".formatted(left.name(), left.layer().className());
        if (!left.layer().className().equals(right.layer().className())) {
            return Optional.of(where + "is a " + right.layer().className());
        }
        if (!left.layer().name().equals(right.layer().name())) {
            return Optional.of(where + "is called '" + right.layer().name() + "'");
        }
        if (!left.outputShapes().equals(right.outputShapes())) {
            return Optional.of(
                    where + "gives " + right.outputShapes() + ", not " + left.outputShapes());
        }
        List<TensorRef> inputs = left.inputs();
        List<TensorRef> others = right.inputs();
        if (inputs.size() != others.size()) {
            return Optional.of(where + "takes " + others.size() + " tensors");
        }
        for (int i = 0; i < inputs.size(); i++) {
            Integer before = pairs.putIfAbsent(inputs.get(i).node(), others.get(i).node());
            if (inputs.get(i).output() != others.get(i).output()
                    || before != null && before != others.get(i).node()) {
                return Optional.of(where + "is connected otherwise");
            }
        }
        if (!constants(left).equals(constants(right))) {
            return Optional.of(where + "is called with other constants");
        }
        KerasLayer before = layers.put(left.layer(), right.layer());
        if (before != null) {
            return before == right.layer()
                    ? Optional.empty()
                    : Optional.of(where + "is shared otherwise");
        }
        return compare(where, left.layer(), right.layer());
    }

    /** Constants in the order of the call, positional first. */
    private static List<KerasArgument> constants(KerasNode node) {
        List<KerasArgument> constants = new ArrayList<>();
        node.arguments().forEach(argument -> collect(argument, constants));
        node.keywords().values().forEach(argument -> collect(argument, constants));
        return constants;
    }

    private static void collect(KerasArgument argument, List<KerasArgument> constants) {
        if (argument instanceof KerasArgument.ListArgument list) {
            list.items().forEach(item -> collect(item, constants));
        } else if (!(argument instanceof TensorArgument)
                && !(argument instanceof KerasArgument.NoneArgument)) {
            constants.add(argument);
        }
    }

    private static Optional<String> compare(String where, KerasLayer left, KerasLayer right) {
        if (left.weights().size() != right.weights().size()) {
            return Optional.of(where + "has " + right.weights().size() + " weights");
        }
        for (int i = 0; i < left.weights().size(); i++) {
            if (!sameBits(left.weights().get(i).value(), right.weights().get(i).value())) {
                return Optional.of(where + "has another " + left.weights().get(i).name());
            }
        }
        for (Map.Entry<String, Object> entry : left.config().asMap().entrySet()) {
            Object other = right.config().asMap().get(entry.getKey());
            if (other != null && !same(entry.getValue(), other)) {
                return Optional.of(
                        where
                                + "has "
                                + entry.getKey()
                                + " = "
                                + other
                                + ", not "
                                + entry.getValue());
            }
        }
        return Optional.empty();
    }

    private static boolean sameBits(Tensor left, Tensor right) {
        if (!left.shape().equals(right.shape())) {
            return false;
        }
        FloatBuffer a = left.buffer();
        FloatBuffer b = right.buffer();
        for (int i = 0; i < a.limit(); i++) {
            if (Float.floatToRawIntBits(a.get(i)) != Float.floatToRawIntBits(b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Equal as JSON: 1 and 1.0 are, and a list of one and that one alone. */
    private static boolean same(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() == b.doubleValue();
        }
        if (left instanceof List<?> a && right instanceof List<?> b && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                if (!same(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof List<?> a && a.size() == 1 && !(right instanceof List)) {
            return same(a.get(0), right);
        }
        if (right instanceof List<?> b && b.size() == 1 && !(left instanceof List)) {
            return same(left, b.get(0));
        }
        return Objects.equals(left, right);
    }
}
