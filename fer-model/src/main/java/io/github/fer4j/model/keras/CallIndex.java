package io.github.fer4j.model.keras;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Which calls a layer has, and tensors as Keras files name them: layer, call, output. */
final class CallIndex {
    private final KerasModel model;
    private final Map<KerasLayer, List<KerasNode>> calls = new IdentityHashMap<>();
    private final int[] callOfNode;

    CallIndex(KerasModel model) {
        this.model = model;
        this.callOfNode = new int[model.nodes().size()];
        for (int i = 0; i < callOfNode.length; i++) {
            KerasNode node = model.nodes().get(i);
            List<KerasNode> own = calls.computeIfAbsent(node.layer(), key -> new ArrayList<>());
            callOfNode[i] = own.size();
            own.add(node);
        }
    }

    /** The calls of a layer, in order. */
    List<KerasNode> nodes(KerasLayer layer) {
        return calls.get(layer);
    }

    /** {@code [layer, call, output]}. */
    List<Object> history(TensorRef tensor) {
        List<Object> history = new ArrayList<>();
        history.add(model.node(tensor).layer().name());
        history.add((long) callOfNode[tensor.node()]);
        history.add((long) tensor.output());
        return history;
    }

    List<Object> histories(List<TensorRef> tensors) {
        List<Object> histories = new ArrayList<>();
        tensors.forEach(tensor -> histories.add(history(tensor)));
        return histories;
    }
}
