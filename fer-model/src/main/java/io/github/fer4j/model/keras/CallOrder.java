package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.keras.ParsedModel.ParsedTensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** The calls of one model, each after those it depends on, otherwise as the model lists them. */
final class CallOrder {
    /**
     * One call of a layer.
     *
     * @param layer what is called
     * @param index which call of it, from 0
     */
    record Call(ParsedLayer layer, int index) {
        ParsedModel.ParsedCall arguments() {
            return layer.calls().get(index);
        }
    }

    private final ParsedModel model;
    private final Map<String, ParsedLayer> byName = new HashMap<>();
    private final Map<String, Integer> firstCalls = new HashMap<>();

    CallOrder(ParsedModel model) {
        this.model = model;
        model.layers().forEach(layer -> byName.put(layer.name(), layer));
        findFirstCalls();
    }

    /**
     * Keras 2 counts the call with which a nested model was itself built, so its calls in here may
     * begin with 1.
     */
    private void findFirstCalls() {
        List<ParsedTensor> tensors = new ArrayList<>(model.outputs());
        for (ParsedLayer layer : model.layers()) {
            layer.calls().forEach(call -> collect(call, tensors));
        }
        for (ParsedTensor tensor : tensors) {
            ParsedLayer layer = byName.get(tensor.layer());
            if (layer != null
                    && layer.model().isPresent()
                    && tensor.call() == layer.calls().size()) {
                firstCalls.put(tensor.layer(), 1);
            }
        }
    }

    /** The calls in order. */
    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        Map<Call, Integer> positions = new HashMap<>();
        for (ParsedLayer layer : model.layers()) {
            for (int i = 0; i < layer.calls().size(); i++) {
                Call call = new Call(layer, i);
                positions.put(call, calls.size());
                calls.add(call);
            }
        }
        int[] waiting = new int[calls.size()];
        List<List<Integer>> dependents = new ArrayList<>();
        calls.forEach(call -> dependents.add(new ArrayList<>()));
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < waiting.length; i++) {
            Call call = calls.get(i);
            List<ParsedTensor> needed = new ArrayList<>();
            collect(call.arguments(), needed);
            for (ParsedTensor tensor : needed) {
                Call source = resolve(tensor, call.layer().name());
                dependents.get(positions.get(source)).add(i);
                waiting[i]++;
            }
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        List<Call> ordered = new ArrayList<>(calls.size());
        while (!ready.isEmpty()) {
            int next = ready.remove();
            ordered.add(calls.get(next));
            for (int dependent : dependents.get(next)) {
                if (--waiting[dependent] == 0) {
                    ready.add(dependent);
                }
            }
        }
        for (int i = 0; i < waiting.length; i++) {
            if (waiting[i] > 0) {
                throw new ModelFormatException(
                        ("model '%s' has a cycle: layer '%s' waits for what depends on itself")
                                .formatted(model.name(), calls.get(i).layer().name()));
            }
        }
        return ordered;
    }

    /**
     * The call that gives a tensor.
     *
     * @param askedBy the layer that takes it; empty for the model's own inputs and outputs
     */
    Call resolve(ParsedTensor tensor, String askedBy) {
        ParsedLayer layer = byName.get(tensor.layer());
        if (layer == null) {
            throw new ModelFormatException(
                    "model '%s': %s '%s', which does not exist"
                            .formatted(
                                    model.name(),
                                    askedBy.isEmpty()
                                            ? "its input or output is layer"
                                            : "layer '" + askedBy + "' takes the output of layer",
                                    tensor.layer()));
        }
        int index = tensor.call() - firstCalls.getOrDefault(tensor.layer(), 0);
        // Some versions count calls outside this model; a layer called once leaves no doubt.
        if (layer.calls().size() == 1) {
            index = 0;
        }
        if (index < 0 || index >= layer.calls().size()) {
            throw new ModelFormatException(
                    "model '%s': call %d of layer '%s' is asked for, it is called %d times"
                            .formatted(model.name(), index, tensor.layer(), layer.calls().size()));
        }
        return new Call(layer, index);
    }

    private static void collect(ParsedModel.ParsedCall call, List<ParsedTensor> tensors) {
        collect(call.arguments(), tensors);
        collect(call.keywords().values(), tensors);
    }

    private static void collect(Object value, List<ParsedTensor> tensors) {
        if (value instanceof ParsedTensor tensor) {
            tensors.add(tensor);
        } else if (value instanceof Collection<?> items) {
            items.forEach(item -> collect(item, tensors));
        } else if (value instanceof Map<?, ?> map) {
            collect(map.values(), tensors);
        }
    }
}
