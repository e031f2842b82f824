package io.github.fer4j.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.github.fer4j.model.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** A graph as ONNX' protobuf. */
final class ProtoWriter {
    /** The newest set of operators that ONNX Runtime has run well for years. */
    static final int OPSET = 20;

    private static final int IR_VERSION = 9;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private ProtoWriter() {}

    /**
     * @param outside weights that the runtime is handed apart, by name
     */
    static ModelProto write(
            Graph graph,
            String name,
            List<String> outputNames,
            Map<String, String> metadata,
            Map<String, Weight> outside) {
        GraphProto.Builder proto = GraphProto.newBuilder().setName(name);
        proto.addInput(value(graph.input, graph.shape(graph.input)));
        List<GraphNode> nodes = graph.sorted();
        for (GraphNode node : nodes) {
            proto.addNode(node(node));
        }
        for (int i = 0; i < outputNames.size(); i++) {
            String inner = graph.outputs.get(i);
            String outer = outputNames.get(i);
            proto.addOutput(value(outer, graph.shape(inner)));
            if (!inner.equals(outer)) {
                proto.addNode(
                        NodeProto.newBuilder()
                                .setOpType("Identity")
                                .setName(outer)
                                .addInput(inner)
                                .addOutput(outer));
            }
        }
        graph.constants.forEach(
                (key, tensor) ->
                        proto.addInitializer(
                                outside.containsKey(key)
                                        ? outside(key, tensor)
                                        : floats(key, tensor)));
        graph.integers.forEach((key, values) -> proto.addInitializer(integers(key, values)));
        ModelProto.Builder model =
                ModelProto.newBuilder()
                        .setIrVersion(IR_VERSION)
                        .setProducerName("fer")
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                        .setGraph(proto);
        metadata.forEach(
                (key, text) ->
                        model.addMetadataProps(
                                StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
        return model.build();
    }

    private static NodeProto.Builder node(GraphNode node) {
        NodeProto.Builder proto =
                NodeProto.newBuilder()
                        .setName(node.name)
                        .setOpType(node.operator)
                        .addAllInput(node.inputs)
                        .addAllOutput(node.outputs);
        node.attributes.forEach((name, value) -> proto.addAttribute(attribute(name, value)));
        return proto;
    }

    private static AttributeProto.Builder attribute(String name, Object value) {
        AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
        if (value instanceof Number number
                && !(value instanceof Float || value instanceof Double)) {
            return proto.setType(AttributeProto.AttributeType.INT).setI(number.longValue());
        }
        if (value instanceof Number number) {
            return proto.setType(AttributeProto.AttributeType.FLOAT).setF(number.floatValue());
        }
        if (value instanceof String text) {
            return proto.setType(AttributeProto.AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(text));
        }
        if (value instanceof long[] integers) {
            proto.setType(AttributeProto.AttributeType.INTS);
            for (long integer : integers) {
                proto.addInts(integer);
            }
            return proto;
        }
        if (value instanceof float[] floats) {
            proto.setType(AttributeProto.AttributeType.FLOATS);
            for (float each : floats) {
                proto.addFloats(each);
            }
            return proto;
        }
        throw new IllegalArgumentException("attribute " + name + " has the type " + value);
    }

    private static ValueInfoProto.Builder value(String name, Shape shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (int axis = 0; axis < shape.rank(); axis++) {
            TensorShapeProto.Dimension.Builder size = TensorShapeProto.Dimension.newBuilder();
            if (shape.size(axis) == Shape.UNKNOWN) {
                size.setDimParam(axis == 0 ? "batch" : name + "_" + axis);
            } else {
                size.setDimValue(shape.size(axis));
            }
            sizes.addDim(size);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(FLOAT)
                                                .setShape(sizes)));
    }

    private static TensorProto.Builder tensor(String name, int type, Shape shape) {
        TensorProto.Builder proto = TensorProto.newBuilder().setName(name).setDataType(type);
        shape.dimensions().forEach(proto::addDims);
        return proto;
    }

    private static TensorProto.Builder outside(String name, Weight tensor) {
        return tensor(name, FLOAT, tensor.shape())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(name));
    }

    private static TensorProto.Builder floats(String name, Weight tensor) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(tensor.count(), Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        tensor.writeTo(bytes.asFloatBuffer());
        return tensor(name, FLOAT, tensor.shape())
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes.array()));
    }

    private static TensorProto.Builder integers(String name, long[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return tensor(name, INT64, Shape.of(values.length))
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes.array()));
    }
}
