package io.github.fer4j.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.github.fer4j.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that adds a weight to its input; the weight lies where it should not. */
class OnnxFileTest {
    private static final int FLOAT = 1;
    private static final OnnxOptions OPTIONS = OnnxOptions.defaults();

    @TempDir private Path folder;

    @Test
    void load_weightInside_isRead() throws IOException {
        try (OnnxNetwork network = OnnxNetwork.load(write(model(inside("w")).build()), OPTIONS)) {
            assertThat(network.inputShape().rank()).isEqualTo(2);
        }
    }

    /** The last is how ONNX Runtime calls an address in its own memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../../../../../etc/passwd",
                "/etc/passwd",
                "weights.bin",
                "",
                "*/_ORT_MEM_ADDR_/*"
            })
    void load_weightOutside_isRefusedWhateverItsPlace(String location) throws IOException {
        refuses(model(outside("w", location)).build());
    }

    @Test
    void load_weightInAFileOfTheWorkingDirectory_isRefused() throws IOException {
        // For ONNX Runtime that is the folder of a network that it is handed in memory.
        Path weights = Files.createTempFile(Path.of(""), "weights", ".bin");
        try {
            Files.write(weights, new byte[2 * Float.BYTES]);
            refuses(model(outside("w", weights.toString())).build());
        } finally {
            Files.delete(weights);
        }
    }

    @Test
    void load_weightThatIsOutsideWithoutSayingSo_isRefused() throws IOException {
        refuses(model(outside("w", "weights.bin").toBuilder().clearDataLocation().build()).build());
        refuses(model(outside("w", "weights.bin").toBuilder().clearExternalData().build()).build());
    }

    @TestFactory
    Stream<DynamicTest> load_weightOutsideInAnyPlaceOfTheGraph_isRefused() {
        TensorProto hidden = outside("hidden", "weights.bin");
        SparseTensorProto values = SparseTensorProto.newBuilder().setValues(hidden).build();
        SparseTensorProto indices = SparseTensorProto.newBuilder().setIndices(hidden).build();
        GraphProto inner = GraphProto.newBuilder().setName("inner").addInitializer(hidden).build();
        NodeProto constant = constant(attribute -> attribute.setT(hidden));
        GraphProto outer =
                GraphProto.newBuilder().addNode(constant(a -> a.addGraphs(inner))).build();
        Map<String, Consumer<ModelProto.Builder>> places =
                Map.ofEntries(
                        place("sparse values", g -> g.addSparseInitializer(values)),
                        place("sparse indices", g -> g.addSparseInitializer(indices)),
                        place("attribute", g -> g.addNode(constant)),
                        place("list", g -> g.addNode(constant(a -> a.addTensors(hidden)))),
                        place("sparse", g -> g.addNode(constant(a -> a.setSparseTensor(values)))),
                        place(
                                "list of sparse",
                                g -> g.addNode(constant(a -> a.addSparseTensors(indices)))),
                        place("branch", g -> g.addNode(constant(a -> a.setG(inner)))),
                        place("branches", g -> g.addNode(constant(a -> a.addGraphs(inner)))),
                        place("branch in a branch", g -> g.addNode(constant(a -> a.setG(outer)))),
                        Map.entry(
                                "function",
                                model ->
                                        model.addFunctions(
                                                FunctionProto.newBuilder().addNode(constant))),
                        Map.entry(
                                "training",
                                model ->
                                        model.addTrainingInfo(
                                                TrainingInfoProto.newBuilder()
                                                        .setAlgorithm(inner))));
        return places.entrySet().stream()
                .map(
                        place ->
                                DynamicTest.dynamicTest(
                                        place.getKey(),
                                        () -> {
                                            ModelProto.Builder model = model(inside("w"));
                                            place.getValue().accept(model);
                                            refuses(model.build());
                                        }));
    }

    private static Map.Entry<String, Consumer<ModelProto.Builder>> place(
            String name, Consumer<GraphProto.Builder> change) {
        return Map.entry(name, model -> change.accept(model.getGraphBuilder()));
    }

    private static NodeProto constant(Consumer<AttributeProto.Builder> value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName("value");
        value.accept(attribute);
        return NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput("unused")
                .addAttribute(attribute)
                .build();
    }

    private void refuses(ModelProto model) throws IOException {
        Path file = write(model);
        // By ourselves, before ONNX Runtime knows the file.
        assertThatThrownBy(() -> OnnxFile.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("net.onnx")
                .hasMessageContaining("another file");
        assertThatThrownBy(() -> OnnxNetwork.load(file, OPTIONS))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("another file");
    }

    private Path write(ModelProto model) throws IOException {
        return Files.write(folder.resolve("net.onnx"), model.toByteArray());
    }

    private static TensorProto inside(String name) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(FLOAT)
                .addDims(2)
                .setRawData(ByteString.copyFrom(new byte[2 * Float.BYTES]))
                .build();
    }

    private static TensorProto outside(String name, String location) {
        return inside(name).toBuilder()
                .clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location))
                .build();
    }

    private static ModelProto.Builder model(TensorProto weight) {
        return ModelProto.newBuilder()
                .setIrVersion(9)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(ProtoWriter.OPSET))
                .setGraph(
                        GraphProto.newBuilder()
                                .setName("add")
                                .addInput(value("x"))
                                .addInitializer(weight)
                                .addNode(
                                        NodeProto.newBuilder()
                                                .setOpType("Add")
                                                .addInput("x")
                                                .addInput("w")
                                                .addOutput("y"))
                                .addOutput(value("y")));
    }

    private static ValueInfoProto value(String name) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(FLOAT)
                                                .setShape(
                                                        TensorShapeProto.newBuilder()
                                                                .addDim(dimension(1))
                                                                .addDim(dimension(2)))))
                .build();
    }

    private static TensorShapeProto.Dimension dimension(int size) {
        return TensorShapeProto.Dimension.newBuilder().setDimValue(size).build();
    }
}
