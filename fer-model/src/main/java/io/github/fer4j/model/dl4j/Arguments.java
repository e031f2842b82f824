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
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads what an operation is called with. */
final class Arguments {
    private Arguments() {}

    /**
     * What an operation works on: one of the call's tensors or a constant.
     *
     * @param input which of the call's tensors, −1 for a constant
     * @param constant the constant; empty for a tensor
     */
    record Operand(int input, Optional<Tensor> constant) {
        INDArray of(INDArray[] inputs, INDArray constant) {
            return input < 0 ? constant : inputs[input];
        }
    }

    static Operand operand(Call call, int position, String keyword) {
        KerasArgument argument =
                call.node()
                        .argument(position, keyword)
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

    static Optional<KerasArgument> find(Call call, int position, String keyword) {
        return call.node()
                .argument(position, keyword)
                .filter(argument -> !(argument instanceof NoneArgument));
    }

    static int integer(Call call, int position, String keyword, int otherwise) {
        return find(call, position, keyword)
                .map(argument -> toInteger(call, keyword, argument))
                .orElse(otherwise);
    }

    static double number(Call call, int position, String keyword, double otherwise) {
        return find(call, position, keyword)
                .map(
                        argument -> {
                            if (argument instanceof NumberArgument number) {
                                return number.value();
                            }
                            throw call.refuse(keyword + " is " + argument);
                        })
                .orElse(otherwise);
    }

    static boolean flag(Call call, int position, String keyword, boolean otherwise) {
        return find(call, position, keyword)
                .map(
                        argument -> {
                            if (argument instanceof FlagArgument flag) {
                                return flag.value();
                            }
                            throw call.refuse(keyword + " is " + argument);
                        })
                .orElse(otherwise);
    }

    static Optional<int[]> integers(Call call, int position, String keyword) {
        return find(call, position, keyword)
                .map(
                        argument ->
                                items(argument).stream()
                                        .mapToInt(item -> toInteger(call, keyword, item))
                                        .toArray());
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
