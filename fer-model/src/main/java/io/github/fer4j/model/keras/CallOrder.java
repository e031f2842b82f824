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
    /** One call of a layer; one object for each, so that it is quickly found in a map. */
    static final class Call {
        private final ParsedLayer layer;
        private final ParsedModel.ParsedCall arguments;
        private final int position;

        private Call(ParsedLayer layer, ParsedModel.ParsedCall arguments, int position) {
            this.layer = layer;
            this.arguments = arguments;
            this.position = position;
        }

        ParsedLayer layer() {
            return layer;
        }

        ParsedModel.ParsedCall arguments() {
            return arguments;
        }
    }

    private final ParsedModel model;
    private final Map<String, ParsedLayer> byName = new HashMap<>();
    private final Map<String, List<Call>> callsByName = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Integer> firstCalls = new HashMap<>();

    CallOrder(ParsedModel model) {
        this.model = model;
        for (ParsedLayer layer : model.layers()) {
            byName.put(layer.name(), layer);
            List<Call> own = new ArrayList<>();
            for (ParsedModel.ParsedCall arguments : layer.calls()) {
                own.add(new Call(layer, arguments, calls.size() + own.size()));
            }
            callsByName.put(layer.name(), own);
            calls.addAll(own);
        }
        findFirstCalls();
    }

    /**
     * Keras 2 counts the call with which a nested model was itself built, so its calls in here may
     * begin with 1.
     */
    private void findFirstCalls() {
        List<ParsedTensor> tensors = new ArrayList<>(model.outputs());
        for (ParsedLayer layer : model.layers()) {
            for (ParsedModel.ParsedCall call : layer.calls()) {
                collect(call, tensors);
            }
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
        int[] waiting = new int[calls.size()];
        List<List<Integer>> dependents = new ArrayList<>();
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < waiting.length; i++) {
            dependents.add(new ArrayList<>());
        }
        for (int i = 0; i < waiting.length; i++) {
            Call call = calls.get(i);
            List<ParsedTensor> needed = new ArrayList<>();
            collect(call.arguments(), needed);
            for (ParsedTensor tensor : needed) {
                Call source = resolve(tensor, call.layer().name());
                dependents.get(source.position).add(i);
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
        return callsByName.get(tensor.layer()).get(index);
    }

    private static void collect(ParsedModel.ParsedCall call, List<ParsedTensor> tensors) {
        collect(call.arguments(), tensors);
        collect(call.keywords().values(), tensors);
    }

    private static void collect(Object value, List<ParsedTensor> tensors) {
        if (value instanceof ParsedTensor tensor) {
            tensors.add(tensor);
        } else if (value instanceof Collection<?> items) {
            for (Object item : items) {
                collect(item, tensors);
            }
        } else if (value instanceof Map<?, ?> map) {
            collect(map.values(), tensors);
        }
    }
}
