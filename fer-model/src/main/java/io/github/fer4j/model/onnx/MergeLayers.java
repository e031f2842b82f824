package io.github.fer4j.model.onnx;

import io.github.fer4j.model.keras.KerasArgument;
import java.util.ArrayList;
import java.util.List;

/** Layers that make one tensor of several. */
final class MergeLayers {
    private MergeLayers() {}

    /** What a layer of the family gives; null if the class is none of them. */
    static Symbol convert(String className, Conversion call) {
        return switch (className) {
            case "Add" -> merge(call, "Add");
            case "Subtract" -> merge(call, "Sub");
            case "Multiply" -> merge(call, "Mul");
            case "Maximum" -> merge(call, "Max");
            case "Minimum" -> merge(call, "Min");
            case "Average" -> call.ops().scaled(merge(call, "Add"), 1.0 / call.inputs().size(), 0);
            case "Concatenate" ->
                    call.ops()
                            .concat(
                                    call.operands(call.argument(0, "xs").orElseThrow()),
                                    Options.integer(call, 1, "axis", -1));
            case "Dot" -> dot(call);
            default -> null;
        };
    }

    /**
     * The merge layer, called with one list, and the operation of the same name, called with two
     * operands.
     */
    private static Symbol merge(Conversion call, String operator) {
        Ops ops = call.ops();
        KerasArgument first =
                call.argument(0, "inputs")
                        .or(() -> call.argument(0, "x1"))
                        .orElseThrow(() -> call.unsupported("it is called without a tensor"));
        if (!(first instanceof KerasArgument.ListArgument) && call.operand(1, "x2").isPresent()) {
            return ops.binary(operator, call.symbol(first), call.requiredOperand(1, "x2"));
        }
        List<Symbol> symbols = new ArrayList<>(call.operands(first));
        int rank = symbols.stream().mapToInt(Symbol::rank).max().orElseThrow();
        // Unlike numpy, a layer that merges puts the missing axes after the batch.
        symbols.replaceAll(
                symbol -> {
                    Symbol result = symbol;
                    while (result.rank() > 0 && result.rank() < rank) {
                        result = ops.expand(result, 1);
                    }
                    return result;
                });
        Symbol result = symbols.get(0);
        for (int i = 1; i < symbols.size(); i++) {
            result = ops.binary(operator, result, symbols.get(i));
        }
        return result;
    }

    private static Symbol dot(Conversion call) {
        Ops ops = call.ops();
        List<Symbol> symbols = call.operands(call.argument(0, "inputs").orElseThrow());
        if (symbols.size() != 2) {
            throw call.unsupported("takes two tensors, has " + symbols.size());
        }
        List<Integer> axes = call.config().integers("axes").orElse(List.of(-1));
        Symbol[] turned = new Symbol[2];
        for (int i = 0; i < 2; i++) {
            Symbol x = symbols.get(i);
            int axis = axes.get(axes.size() == 1 ? 0 : i);
            axis = axis < 0 ? axis + x.rank() : axis;
            if (x.rank() > 3 || x.rank() < 2 || axis == 0) {
                throw call.unsupported("axes " + axes + " of " + x.shape());
            }
            if (call.config().flag("normalize", false)) {
                Symbol norm = ops.reduce("ReduceL2", x, new int[] {axis}, true);
                x = ops.binary("Div", x, ops.clip(norm, 1e-6, Double.POSITIVE_INFINITY));
            }
            if (x.rank() == 2) {
                x = ops.expand(x, i == 0 ? 1 : 2);
                axis = i == 0 ? 2 : 1;
            }
            int wanted = i == 0 ? 2 : 1;
            turned[i] = axis == wanted ? x : ops.transpose(x, 0, 2, 1);
        }
        Symbol product = ops.matmul(turned[0], turned[1]);
        boolean left = symbols.get(0).rank() == 2;
        boolean right = symbols.get(1).rank() == 2;
        if (left && right) {
            return ops.squeeze(product, 2);
        }
        return left ? ops.squeeze(product, 1) : right ? ops.squeeze(product, 2) : product;
    }
}
