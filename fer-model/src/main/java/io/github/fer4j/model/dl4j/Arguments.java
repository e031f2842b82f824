package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasArgument;
import io.github.fer4j.model.keras.KerasArgument.ArrayArgument;
import io.github.fer4j.model.keras.KerasArgument.FlagArgument;
import io.github.fer4j.model.keras.KerasArgument.ListArgument;
import io.github.fer4j.model.keras.KerasArgument.NoneArgument;
import io.github.fer4j.model.keras.KerasArgument.NumberArgument;
import io.github.fer4j.model.keras.KerasArgument.TensorArgument;
import java.util.List;
import java.util.Optional;

/** Reads what a layer or an operation is called with. */
final class Arguments {
    private Arguments() {}

    /**
     * What an operation works on: one of the call's tensors or a constant.
     *
     * @param input which of the call's tensors, −1 for a constant
     * @param constant the constant; empty for a tensor
     */
    record Operand(int input, Optional<Tensor> constant) {}

    static Operand operand(Call call, int position, String keyword) {
        KerasArgument argument =
                find(call, position, keyword)
                        .orElseThrow(() -> call.refuse("its operand '" + keyword + "' is missing"));
        if (argument instanceof TensorArgument tensor) {
            return new Operand(call.inputs().indexOf(tensor.tensor()), Optional.empty());
        }
        if (argument instanceof NumberArgument number) {
            return new Operand(-1, Optional.of(Tensor.of(Shape.of(1), (float) number.value())));
        }
        if (argument instanceof ArrayArgument array) {
            Tensor value = array.value();
            return new Operand(
                    -1,
                    Optional.of(value.shape().rank() == 0 ? value.reshape(Shape.of(1)) : value));
        }
        throw call.refuse("its operand '" + keyword + "' is " + argument);
    }

    /** A tensor among the arguments, as its place among the call's tensors. */
    static int tensor(Call call, int position, String keyword) {
        Operand operand = operand(call, position, keyword);
        if (operand.input() < 0) {
            throw call.refuse("its argument '" + keyword + "' is a constant");
        }
        return operand.input();
    }

    static Optional<KerasArgument> find(Call call, int position, String keyword) {
        return call.node()
                .argument(position, keyword)
                .filter(argument -> !(argument instanceof NoneArgument));
    }

    /** Refuses what changes the result and is not supported: masks and the like. */
    static void refuse(Call call, String... keywords) {
        for (String keyword : keywords) {
            KerasArgument argument = call.node().keywords().get(keyword);
            boolean off =
                    argument == null
                            || argument instanceof NoneArgument
                            || argument.equals(new FlagArgument(false));
            if (!off) {
                throw call.refuse("it is called with " + keyword);
            }
        }
    }

    static List<KerasArgument> items(KerasArgument argument) {
        return argument instanceof ListArgument list ? list.items() : List.of(argument);
    }

    static int toInteger(Call call, String what, KerasArgument argument) {
        if (argument instanceof NumberArgument number
                && number.value() == Math.rint(number.value())
                && Math.abs(number.value()) <= Integer.MAX_VALUE) {
            return (int) number.value();
        }
        throw call.refuse(what + " is " + argument + ", expected an integer");
    }
}
