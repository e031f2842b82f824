package io.github.fer4j.model.keras;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasArgument.ListArgument;
import io.github.fer4j.model.keras.KerasArgument.SliceArgument;
import io.github.fer4j.model.keras.KerasArgument.TensorArgument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rewrites a network so that a dialect has a word for each of its layers: names that Keras takes,
 * activations that mean something else there, or nothing, as layers of their own, statistics of a
 * normalisation in its configuration. It answers as before.
 */
final class KerasLowering {
    private final KerasModel model;
    private final WrittenDialect dialect;
    private final Set<String> names = new HashSet<>();
    private final Set<String> replaced = new HashSet<>();
    private final Map<KerasLayer, String> newNames = new IdentityHashMap<>();
    private final Map<KerasLayer, KerasLayer> newLayers = new IdentityHashMap<>();
    private final Map<KerasLayer, Integer> calls = new IdentityHashMap<>();
    private final Map<TensorRef, TensorRef> moved = new LinkedHashMap<>();
    private final List<KerasNode> nodes = new ArrayList<>();

    private KerasLowering(KerasModel model, WrittenDialect dialect) {
        this.model = model;
        this.dialect = dialect;
        for (KerasLayer layer : model.layers()) {
            newNames.put(layer, unique(layer.name()));
        }
    }

    /** The same network, every layer of which the dialect can express or the writer refuses. */
    static KerasModel lower(KerasModel model, WrittenDialect dialect) {
        KerasLowering lowering = new KerasLowering(model, dialect);
        for (int i = 0; i < model.nodes().size(); i++) {
            lowering.node(i, model.nodes().get(i));
        }
        return new KerasModel(
                dialect.layerName(model.name().isEmpty() ? "model" : model.name()),
                dialect.isKeras2() ? KerasWriter.KERAS2_VERSION : KerasWriter.KERAS3_VERSION,
                lowering.nodes,
                model.inputs().stream().map(lowering.moved::get).toList(),
                model.outputs().stream().map(lowering.moved::get).toList());
    }

    private void node(int index, KerasNode node) {
        KerasLayer layer = node.layer();
        switch (layer.className()) {
            case "Activation" -> {
                Activation activation = layer.config().activation("activation");
                if (dialect.activationName(activation).isPresent()
                        || dialect.activationOperation(activation).isPresent()) {
                    copy(index, node, layer.config().asMap(), layer.weights());
                } else {
                    activate(index, activation, nameOfCall(layer), onlyInput(node));
                }
            }
            case "ThresholdedReLU" -> {
                Map<String, Object> config = layer.config().asMap();
                if (dialect != WrittenDialect.KERAS2) {
                    // Keras 3 has no such class, but its ReLU cuts strictly above, as that did.
                    config = Map.of("threshold", layer.config().number("theta", 1));
                    become(index, node, "ReLU", config, List.of());
                } else {
                    copy(index, node, config, List.of());
                }
            }
            case "Normalization" ->
                    become(index, node, "Normalization", normalization(node), List.of());
            case "Cast" -> nothing(index, node); // To float32, which everything is here.
            case "LayerScale" -> layerScale(index, node);
            case "StochasticDepth" -> stochasticDepth(index, node);
            case "InputLayer" ->
                    become(
                            index,
                            node,
                            "InputLayer",
                            Map.of("batch_shape", KerasJson.shape(node.outputShapes().get(0))),
                            List.of());
            default -> {
                if (isAugmentation(layer) && !LayerKeys.knows(layer.className(), dialect)) {
                    nothing(index, node);
                } else if (!(dialect == WrittenDialect.KERAS2_AND_3 && arithmetic(index, node))) {
                    splitActivation(index, node);
                }
            }
        }
    }

    /** What some Keras adds to pictures in training, and others do not know. */
    private static boolean isAugmentation(KerasLayer layer) {
        return layer.weights().isEmpty()
                && (layer.className().startsWith("Random")
                        || List.of("RandAugment", "AugMix", "MixUp", "CutMix")
                                .contains(layer.className()));
    }

    /** A layer that does nothing and has the name of the one that did nothing. */
    private void nothing(int index, KerasNode node) {
        Map<String, Object> config = Map.of("activation", Activation.LINEAR);
        become(index, node, "Activation", config, List.of());
    }

    /** Says an operation by a layer, if one can. */
    private boolean arithmetic(int index, KerasNode node) {
        Optional<ArithmeticLayer> layer = ArithmeticLayer.of(model, node, dialect);
        layer.ifPresent(
                said ->
                        moved.put(
                                new TensorRef(index, 0),
                                add(
                                        nameOfCall(node.layer()),
                                        said.className(),
                                        said.config(),
                                        moved(said.argument()))));
        return layer.isPresent();
    }

    /** The layer's name for what replaces its first call, new ones for its further calls. */
    private String nameOfCall(KerasLayer layer) {
        String name = newNames.get(layer);
        return replaced.add(name) ? name : unique(name);
    }

    /** A layer whose activation has no name here gives it to layers of its own behind it. */
    private void splitActivation(int index, KerasNode node) {
        KerasLayer layer = node.layer();
        Object value = layer.config().asMap().get("activation");
        if (!(value instanceof Activation activation)
                || dialect.activationName(activation).isPresent()
                || layer.className().contains(">")) {
            copy(index, node, layer.config().asMap(), layer.weights());
            return;
        }
        String name = newNames.get(layer);
        String last = name + "_" + activation.name();
        // Who asks for an output by name means what comes out at last.
        if (model.outputs().stream().anyMatch(output -> output.node() == index)
                && model.nodes().stream().filter(other -> other.layer() == layer).count() == 1) {
            last = name;
            newNames.put(layer, unique(name + "_linear"));
        } else {
            last = unique(last);
        }
        Map<String, Object> config = new LinkedHashMap<>(layer.config().asMap());
        config.put("activation", Activation.LINEAR);
        copy(index, node, config, layer.weights());
        activate(index, activation, last, moved.get(new TensorRef(index, 0)));
    }

    private void activate(int index, Activation activation, String last, TensorRef input) {
        ActivationLayers layers = new ActivationLayers(this, dialect, last);
        moved.put(new TensorRef(index, 0), layers.apply(activation, input));
    }

    /**
     * Statistics from {@code adapt} or given: numbers or lists of a rank that every Keras takes.
     */
    private static Map<String, Object> normalization(KerasNode node) {
        KerasLayer layer = node.layer();
        Map<String, Object> config = new LinkedHashMap<>(layer.config().asMap());
        for (String key : List.of("mean", "variance")) {
            Optional<Tensor> weight = layer.findWeight(key);
            if (weight.isPresent()) {
                config.put(key, KerasJson.nested(weight.get()));
            } else {
                Object value = config.get(key);
                int axes = 1;
                if (config.containsKey("axis")) {
                    axes = layer.config().integers("axis").map(List::size).orElse(0);
                }
                while (value instanceof List<?> list && list.size() == 1 && rank(list) > axes) {
                    value = list.get(0);
                }
                config.put(key, value);
            }
        }
        return config;
    }

    private static int rank(Object value) {
        return value instanceof List<?> list && !list.isEmpty() ? 1 + rank(list.get(0)) : 0;
    }

    /** ConvNeXt's own class is none of Keras' layers; a depthwise 1×1 convolution is the same. */
    private void layerScale(int index, KerasNode node) {
        Tensor gamma = node.layer().weight("gamma");
        if (node.outputShapes().get(0).rank() != 4) {
            copy(index, node, node.layer().config().asMap(), node.layer().weights());
            return;
        }
        Tensor kernel = gamma.reshape(Shape.of(1, 1, gamma.count(), 1));
        become(
                index,
                node,
                "DepthwiseConv2D",
                Map.of("kernel_size", List.of(1L, 1L), "use_bias", false),
                List.of(new KerasWeight("kernel", kernel)));
    }

    /** ConvNeXt's too: a dropout that takes whole pictures of the batch. */
    private void stochasticDepth(int index, KerasNode node) {
        List<Object> noise = new ArrayList<>();
        noise.add(null);
        while (noise.size() < node.outputShapes().get(0).rank()) {
            noise.add(1L);
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("rate", node.layer().config().number("drop_path_rate", 0));
        config.put("noise_shape", noise);
        become(index, node, "Dropout", config, List.of());
    }

    private void copy(
            int index, KerasNode node, Map<String, Object> config, List<KerasWeight> weights) {
        become(index, node, node.layer().className(), config, weights);
    }

    private void become(
            int index,
            KerasNode node,
            String className,
            Map<String, Object> config,
            List<KerasWeight> weights) {
        KerasLayer layer =
                newLayers.computeIfAbsent(
                        node.layer(),
                        old -> {
                            String name = newNames.get(old);
                            Map<String, Object> training = old.config().training().asMap();
                            LayerConfig written = new LayerConfig(name, config, training);
                            return new KerasLayer(name, className, written, weights);
                        });
        Map<String, KerasArgument> keywords = new LinkedHashMap<>();
        node.keywords().forEach((key, argument) -> keywords.put(key, moved(argument)));
        add(
                layer,
                node.arguments().stream().map(this::moved).toList(),
                keywords,
                node.outputShapes());
        for (int output = 0; output < node.outputShapes().size(); output++) {
            moved.put(new TensorRef(index, output), new TensorRef(nodes.size() - 1, output));
        }
    }

    /** A new layer, called once; its one output has the shape of what goes in first. */
    TensorRef add(
            String name, String className, Map<String, Object> config, KerasArgument... inputs) {
        List<TensorRef> tensors = new ArrayList<>();
        for (KerasArgument input : inputs) {
            input.collectTensors(tensors);
        }
        TensorRef first = tensors.get(0);
        Shape shape = nodes.get(first.node()).outputShapes().get(first.output());
        add(layer(name, className, config, List.of()), List.of(inputs), Map.of(), List.of(shape));
        return new TensorRef(nodes.size() - 1, 0);
    }

    private static KerasLayer layer(
            String name, String className, Map<String, Object> config, List<KerasWeight> weights) {
        return new KerasLayer(name, className, new LayerConfig(name, config), weights);
    }

    private void add(
            KerasLayer layer,
            List<KerasArgument> arguments,
            Map<String, KerasArgument> keywords,
            List<Shape> shapes) {
        int call = calls.merge(layer, 1, Integer::sum) - 1;
        String name = call == 0 ? layer.name() : layer.name() + ":" + call;
        nodes.add(new KerasNode(name, layer, arguments, keywords, shapes));
    }

    private KerasArgument moved(KerasArgument argument) {
        if (argument instanceof TensorArgument tensor) {
            return new TensorArgument(moved.get(tensor.tensor()));
        } else if (argument instanceof ListArgument list) {
            return new ListArgument(list.items().stream().map(this::moved).toList());
        } else if (argument instanceof SliceArgument slice) {
            return new SliceArgument(
                    moved(slice.start()), moved(slice.stop()), moved(slice.step()));
        }
        return argument;
    }

    private TensorRef onlyInput(KerasNode node) {
        return moved.get(node.inputs().get(0));
    }

    /** A name that the dialect takes and no layer has yet. */
    String unique(String name) {
        String clean = dialect.layerName(name);
        String free = clean;
        for (int i = 1; !names.add(free); i++) {
            free = clean + "_" + i;
        }
        return free;
    }
}
