package io.github.fer4j.examples.training.graph;

import io.github.fer4j.examples.training.network.NetworkHead;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.Activation;
import io.github.fer4j.model.keras.KerasArgument;
import io.github.fer4j.model.keras.KerasInitializers;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.KerasWeight;
import io.github.fer4j.model.keras.LayerConfig;
import io.github.fer4j.model.keras.TensorRef;
import io.github.fer4j.model.keras.WeightSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives a network the outputs that a training needs, and takes them apart again. */
public final class NetworkHeads {
    /** What only turns a dense layer's values into probabilities. */
    private static final Set<String> ACTIVATIONS = Set.of("Activation", "Softmax");

    private NetworkHeads() {}

    /**
     * @param model a network
     * @param heads the outputs that it should have, in order
     * @param seed chooses the weights of new outputs
     * @return the network itself if its outputs have those sizes; otherwise one whose outputs are
     *     new dense layers with softmax, all on the tensor that the first output's dense layer (or,
     *     where it has none, its activation) works on
     * @throws ModelFormatException if that tensor is no vector
     */
    public static KerasModel fit(KerasModel model, List<NetworkHead> heads, long seed) {
        boolean fits = model.outputs().size() == heads.size();
        for (int i = 0; fits && i < heads.size(); i++) {
            Shape shape = model.shape(model.outputs().get(i));
            fits = shape.rank() == 2 && shape.size(1) == heads.get(i).classes();
        }
        return fits ? model : replace(model, heads, seed);
    }

    private static KerasModel replace(KerasModel model, List<NetworkHead> heads, long seed) {
        TensorRef features = features(model);
        Shape shape = model.shape(features);
        if (shape.rank() != 2 || shape.size(1) == Shape.UNKNOWN) {
            throw new ModelFormatException(
                    "network '%s' cannot be given %d classes: its last layer works on %s, a vector is needed"
                            .formatted(model.name(), heads.get(0).classes(), shape));
        }
        KerasModel trunk = GraphEdits.prune(model, List.of(features));
        List<KerasNode> nodes = new ArrayList<>(trunk.nodes());
        List<TensorRef> outputs = new ArrayList<>();
        for (NetworkHead head : heads) {
            if (nodes.stream().anyMatch(node -> node.name().equals(head.name()))) {
                throw new ModelFormatException(
                        "network '%s' has a layer '%s' already; give the head another name"
                                .formatted(model.name(), head.name()));
            }
            outputs.add(new TensorRef(nodes.size(), 0));
            nodes.add(dense(head, trunk.outputs().get(0), shape.size(1), seed));
        }
        return new KerasModel(trunk.name(), trunk.kerasVersion(), nodes, trunk.inputs(), outputs);
    }

    private static TensorRef features(KerasModel model) {
        TensorRef tensor = model.outputs().get(0);
        while (ACTIVATIONS.contains(model.node(tensor).layer().className())) {
            tensor = model.node(tensor).inputs().get(0);
        }
        return model.node(tensor).layer().className().equals("Dense")
                ? model.node(tensor).inputs().get(0)
                : tensor;
    }

    private static KerasNode dense(NetworkHead head, TensorRef input, int features, long seed) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("units", head.classes());
        config.put("activation", new Activation("softmax", Map.of("axis", -1.0)));
        config.put("use_bias", true);
        LayerConfig settings = new LayerConfig(head.name(), config);
        KerasInitializers initializers = new KerasInitializers(seed);
        List<KerasWeight> weights =
                List.of(
                        weight(
                                initializers,
                                head.name(),
                                settings,
                                "kernel",
                                Shape.of(features, head.classes())),
                        weight(
                                initializers,
                                head.name(),
                                settings,
                                "bias",
                                Shape.of(head.classes())));
        return new KerasNode(
                head.name(),
                new KerasLayer(head.name(), "Dense", settings, weights),
                List.of(new KerasArgument.TensorArgument(input)),
                Map.of(),
                List.of(Shape.of(Shape.UNKNOWN, head.classes())));
    }

    private static KerasWeight weight(
            KerasInitializers initializers,
            String head,
            LayerConfig settings,
            String name,
            Shape shape) {
        WeightSpec spec = new WeightSpec(name, shape, true, "");
        return new KerasWeight(name, initializers.values(head, "Dense", settings, spec));
    }

    /**
     * @param model a network
     * @param output which of its outputs, from 0
     * @return the network with this output alone, and without what only the others need
     */
    public static KerasModel single(KerasModel model, int output) {
        return model.outputs().size() == 1
                ? model
                : GraphEdits.prune(model, List.of(model.outputs().get(output)));
    }

    /**
     * Puts the last layers of two networks on one trunk.
     *
     * @param first a network of one output
     * @param firstName what its last layer is called then
     * @param second a network that differs in its last layer alone
     * @param secondName what its last layer is called then
     * @return a network of both outputs
     * @throws ModelFormatException if they differ in more
     */
    public static KerasModel join(
            KerasModel first, String firstName, KerasModel second, String secondName) {
        int last = first.nodes().size() - 1;
        boolean same = second.nodes().size() - 1 == last;
        for (int i = 0; same && i < last; i++) {
            KerasNode a = first.nodes().get(i);
            KerasNode b = second.nodes().get(i);
            same =
                    a.arguments().equals(b.arguments())
                            && a.layer().className().equals(b.layer().className())
                            && a.layer().config().asMap().equals(b.layer().config().asMap())
                            && a.layer().weights().equals(b.layer().weights());
        }
        if (!same
                || first.outputs().size() != 1
                || !first.outputs().equals(second.outputs())
                || first.outputs().get(0).node() != last) {
            throw new ModelFormatException(
                    "networks '%s' and '%s' differ in more than their last layer"
                            .formatted(first.name(), second.name()));
        }
        List<KerasNode> nodes = new ArrayList<>(first.nodes().subList(0, last));
        nodes.add(renamed(first.nodes().get(last), firstName));
        nodes.add(renamed(second.nodes().get(last), secondName));
        return new KerasModel(
                first.name(),
                first.kerasVersion(),
                nodes,
                first.inputs(),
                List.of(new TensorRef(last, 0), new TensorRef(last + 1, 0)));
    }

    private static KerasNode renamed(KerasNode node, String name) {
        KerasLayer layer = node.layer();
        return new KerasNode(
                name,
                new KerasLayer(name, layer.className(), layer.config(), layer.weights()),
                node.arguments(),
                node.keywords(),
                node.outputShapes());
    }
}
