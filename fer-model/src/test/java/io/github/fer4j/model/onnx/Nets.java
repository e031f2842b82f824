package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasArgument;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.KerasWeight;
import io.github.fer4j.model.keras.LayerConfig;
import io.github.fer4j.model.keras.TensorRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Small networks made by hand, as the reader would give them. */
final class Nets {
    private final List<KerasNode> nodes = new ArrayList<>();

    /** A network whose input has these sizes after the batch. */
    static Nets input(int... sizes) {
        Nets net = new Nets();
        int[] all = new int[sizes.length + 1];
        all[0] = Shape.UNKNOWN;
        System.arraycopy(sizes, 0, all, 1, sizes.length);
        net.nodes.add(
                new KerasNode(
                        "input",
                        new KerasLayer(
                                "input",
                                "InputLayer",
                                new LayerConfig("input", Map.of()),
                                List.of()),
                        List.of(),
                        Map.of(),
                        List.of(Shape.of(all))));
        return net;
    }

    static Tensor tensor(Shape shape, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.wrap(shape, floats);
    }

    /** 0, 1, 2 … times a factor. */
    static Tensor counting(double factor, int... sizes) {
        float[] values = new float[(int) Shape.of(sizes).count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (i * factor);
        }
        return Tensor.wrap(Shape.of(sizes), values);
    }

    static Tensor filled(double value, int... sizes) {
        float[] values = new float[(int) Shape.of(sizes).count()];
        Arrays.fill(values, (float) value);
        return Tensor.wrap(Shape.of(sizes), values);
    }

    /** A layer that takes what the one before gives. */
    Nets then(String className, Map<String, Object> config, Object... weights) {
        return call(className, config, new int[] {nodes.size() - 1}, weights);
    }

    /** A layer that takes what others give, by their position; several as a list. */
    Nets call(String className, Map<String, Object> config, int[] inputs, Object... weights) {
        List<KerasArgument> tensors = new ArrayList<>();
        for (int input : inputs) {
            tensors.add(new KerasArgument.TensorArgument(new TensorRef(input, 0)));
        }
        return add(
                className,
                config,
                inputs.length > 1 ? List.of(new KerasArgument.ListArgument(tensors)) : tensors,
                weights);
    }

    /** A layer that takes several tensors as separate arguments. */
    Nets callWith(
            String className,
            Map<String, Object> config,
            List<TensorRef> inputs,
            Object... weights) {
        List<KerasArgument> tensors = new ArrayList<>();
        inputs.forEach(input -> tensors.add(new KerasArgument.TensorArgument(input)));
        return add(className, config, tensors, weights);
    }

    private Nets add(
            String className,
            Map<String, Object> config,
            List<KerasArgument> arguments,
            Object... weights) {
        List<KerasWeight> list = new ArrayList<>();
        for (int i = 0; i < weights.length; i += 2) {
            list.add(new KerasWeight((String) weights[i], (Tensor) weights[i + 1]));
        }
        String name = "layer" + nodes.size();
        nodes.add(
                new KerasNode(
                        name,
                        new KerasLayer(name, className, new LayerConfig(name, config), list),
                        arguments,
                        Map.of(),
                        List.of(Shape.of(Shape.UNKNOWN))));
        return this;
    }

    KerasModel model() {
        return new KerasModel(
                "test",
                "3.0",
                nodes,
                List.of(new TensorRef(0, 0)),
                List.of(new TensorRef(nodes.size() - 1, 0)));
    }

    CompiledModel compile() {
        return OnnxCompiler.compile(model());
    }

    /** What the network answers. */
    Tensor predict(Tensor input) {
        try (OnnxNetwork network =
                OnnxNetwork.load(model(), OnnxOptions.defaults().withThreads(1))) {
            return network.predict(input).get(0);
        }
    }

    /** The operators of the graph, in order. */
    static List<String> operators(CompiledModel model) {
        try {
            return ai.onnx.proto.OnnxMl.ModelProto.parseFrom(model.toByteArray())
                    .getGraph()
                    .getNodeList()
                    .stream()
                    .map(ai.onnx.proto.OnnxMl.NodeProto::getOpType)
                    .filter(operator -> !operator.equals("Identity"))
                    .toList();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
