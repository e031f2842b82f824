package io.github.fer4j.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.github.fer4j.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A stranger's {@code .onnx} file: read whole, and looked through before ONNX Runtime sees it,
 * because the runtime would open whatever other files it names.
 */
final class OnnxFile {
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;
    private static final long MAX_VALUES = Integer.MAX_VALUE;

    private final Path file;

    private OnnxFile(Path file) {
        this.file = file;
    }

    static byte[] read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(
                    file + (Files.exists(file) ? " is not a regular file" : " does not exist"));
        }
        try {
            long size = Files.size(file);
            if (size == 0 || size > MAX_BYTES) {
                throw new ModelFormatException(
                        "%s has %d bytes; a network has 1 to %d".formatted(file, size, MAX_BYTES));
            }
            byte[] bytes = Files.readAllBytes(file);
            new OnnxFile(file).check(bytes);
            return bytes;
        } catch (InvalidProtocolBufferException e) {
            throw new ModelFormatException(
                    file + " is no .onnx file, or it is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelFormatException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void check(byte[] bytes) throws IOException {
        ByteString whole = UnsafeByteOperations.unsafeWrap(bytes);
        CodedInputStream input = whole.newCodedInput();
        // The weights stay where they are.
        input.enableAliasing(true);
        ModelProto model = ModelProto.parseFrom(input);
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw new ModelFormatException(file + " is no .onnx file: it holds no graph");
        }
        check(model.getGraph());
        model.getTrainingInfoList()
                .forEach(
                        training -> {
                            check(training.getInitialization());
                            check(training.getAlgorithm());
                        });
        model.getFunctionsList().forEach(function -> checkNodes(function.getNodeList()));
    }

    private void check(GraphProto graph) {
        graph.getInitializerList().forEach(this::check);
        graph.getSparseInitializerList()
                .forEach(
                        sparse -> {
                            check(sparse.getValues());
                            check(sparse.getIndices());
                        });
        checkNodes(graph.getNodeList());
    }

    private void checkNodes(List<NodeProto> nodes) {
        for (NodeProto node : nodes) {
            for (AttributeProto attribute : node.getAttributeList()) {
                check(attribute.getT());
                attribute.getTensorsList().forEach(this::check);
                check(attribute.getSparseTensor().getValues());
                check(attribute.getSparseTensor().getIndices());
                attribute
                        .getSparseTensorsList()
                        .forEach(
                                sparse -> {
                                    check(sparse.getValues());
                                    check(sparse.getIndices());
                                });
                check(attribute.getG());
                attribute.getGraphsList().forEach(this::check);
            }
        }
    }

    private void check(TensorProto tensor) {
        if (tensor.getExternalDataCount() > 0
                || tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new ModelFormatException(
                    ("%s: the weight '%s' lies in another file, which is not opened; save the"
                                    + " network with its weights inside")
                            .formatted(file, tensor.getName()));
        }
        long count = 1;
        for (long size : tensor.getDimsList()) {
            if (size < 0 || size > MAX_VALUES || (count *= size) > MAX_VALUES) {
                throw new ModelFormatException(
                        "%s: the weight '%s' claims the shape %s"
                                .formatted(file, tensor.getName(), tensor.getDimsList()));
            }
        }
    }
}
