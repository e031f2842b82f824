package io.github.fer4j.model.keras;

import io.github.fer4j.model.keras.KerasArgument.ListArgument;
import io.github.fer4j.model.keras.KerasArgument.NumberArgument;
import io.github.fer4j.model.keras.KerasArgument.TensorArgument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A layer that computes what an operation on tensors does. Keras 2 and 3 spell layers alike, but
 * each has its own words for operations.
 *
 * @param className the layer's class
 * @param config its configuration
 * @param argument what it is called with
 */
record ArithmeticLayer(String className, Map<String, Object> config, KerasArgument argument) {
    private static final Set<String> MERGING =
            Set.of("Add", "Subtract", "Multiply", "Maximum", "Minimum");

    /** The layer for a node; empty if the node is no operation, or no layer says it. */
    static Optional<ArithmeticLayer> of(KerasModel model, KerasNode node, WrittenDialect dialect) {
        List<KerasArgument> operands = node.arguments();
        if (!KerasOperations.isOperation(node, dialect) || !node.keywords().isEmpty()) {
            return Optional.empty();
        }
        String className = node.layer().className();
        if (operands.size() == 1 && className.equals("Negative")) {
            return rescaling(operands.get(0), -1, 0);
        }
        if (operands.size() != 2) {
            return Optional.empty();
        }
        KerasArgument a = operands.get(0);
        KerasArgument b = operands.get(1);
        if (a instanceof TensorArgument left && b instanceof TensorArgument right) {
            // Of unlike shapes a layer may align other dimensions than an operation.
            boolean alike = model.shape(left.tensor()).equals(model.shape(right.tensor()));
            return alike && MERGING.contains(className)
                    ? Optional.of(
                            new ArithmeticLayer(className, Map.of(), new ListArgument(operands)))
                    : Optional.empty();
        }
        if (a instanceof TensorArgument && b instanceof NumberArgument number) {
            double value = number.value();
            return switch (className) {
                case "Add" -> rescaling(a, 1, value);
                case "Subtract" -> rescaling(a, 1, -value);
                case "Multiply" -> rescaling(a, value, 0);
                case "TrueDivide" -> rescaling(a, 1 / value, 0);
                default -> Optional.empty();
            };
        }
        if (a instanceof NumberArgument number && b instanceof TensorArgument) {
            double value = number.value();
            return switch (className) {
                case "Add" -> rescaling(b, 1, value);
                case "Subtract" -> rescaling(b, -1, value);
                case "Multiply" -> rescaling(b, value, 0);
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    private static Optional<ArithmeticLayer> rescaling(
            KerasArgument tensor, double scale, double offset) {
        return Optional.of(
                new ArithmeticLayer("Rescaling", Map.of("scale", scale, "offset", offset), tensor));
    }
}
