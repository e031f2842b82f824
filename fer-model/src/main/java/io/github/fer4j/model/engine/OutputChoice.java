package io.github.fer4j.model.engine;

import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which of a network's outputs is read: the one that is named, by name or number; otherwise the
 * first that has as many values as there are labels; otherwise, without labels, the first.
 *
 * @param name its name
 * @param index its number
 */
record OutputChoice(Optional<String> name, Optional<Integer> index) {
    /** Nothing is named. */
    static final OutputChoice BY_LABELS = new OutputChoice(Optional.empty(), Optional.empty());

    static OutputChoice named(String name) {
        return new OutputChoice(Optional.of(name), Optional.empty());
    }

    static OutputChoice numbered(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("the index of an output must be >= 0, was " + index);
        }
        return new OutputChoice(Optional.empty(), Optional.of(index));
    }

    /**
     * @param outputs a network's outputs, at least one
     * @param labels what the wanted output stands for, if that is known
     * @return the position of the output to read
     * @throws IllegalArgumentException if there is none; lists the outputs
     */
    int among(List<Network.Output> outputs, Optional<LabelOrder> labels) {
        if (name.isPresent()) {
            return IntStream.range(0, outputs.size())
                    .filter(i -> outputs.get(i).name().equals(name.get()))
                    .findFirst()
                    .orElseThrow(() -> missing("'" + name.get() + "'", outputs));
        }
        if (index.isPresent()) {
            if (index.get() >= outputs.size()) {
                throw missing(index.get().toString(), outputs);
            }
            return index.get();
        }
        if (outputs.size() == 1 || labels.isEmpty()) {
            return 0;
        }
        return IntStream.range(0, outputs.size())
                .filter(i -> fits(outputs.get(i).shape(), labels.get()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%d labels %s fit none of the network's outputs: %s"
                                                .formatted(
                                                        labels.get().size(),
                                                        labels.get().labels(),
                                                        listed(outputs))));
    }

    private static boolean fits(Shape shape, LabelOrder labels) {
        return shape.rank() == 2 && shape.size(1) == labels.size();
    }

    private static IllegalArgumentException missing(String wanted, List<Network.Output> outputs) {
        return new IllegalArgumentException(
                "the network has no output %s, only %s".formatted(wanted, listed(outputs)));
    }

    private static String listed(List<Network.Output> outputs) {
        return outputs.stream()
                .map(output -> output.name() + " " + output.shape())
                .collect(Collectors.joining(", "));
    }
}
