package io.github.fer4j.detect;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A YuNet network in ONNX Runtime. Thread-safe. */
final class YuNetSession implements AutoCloseable {
    private final OrtSession session;
    private final String inputName;
    private final int fixedWidth;
    private final int fixedHeight;

    /**
     * @param threads that work on one run, or 0 for ONNX Runtime's choice
     * @throws DetectorModelException if the file is no YuNet network
     */
    YuNetSession(Path model, int threads) {
        if (!Files.isRegularFile(model)) {
            throw unusable(model, Files.exists(model) ? "not a file" : "no such file", null);
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // Spinning threads take the processors from whatever else works on the picture.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            if (threads > 0) {
                options.setIntraOpNumThreads(threads);
            }
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            // ONNX Runtime's Windows builds would report what they do to Microsoft.
            environment.setTelemetry(false);
            session = environment.createSession(model.toString(), options);
        } catch (OrtException e) {
            throw unusable(model, "ONNX Runtime says: " + e.getMessage(), e);
        }
        try {
            Map<String, NodeInfo> inputs = session.getInputInfo();
            require(model, inputs.size() == 1, "inputs " + inputs.keySet());
            inputName = inputs.keySet().iterator().next();
            TensorInfo info = tensor(model, inputs.get(inputName));
            long[] shape = info.getShape();
            boolean fits = shape.length == 4 && Math.abs(shape[0]) == 1 && shape[1] == 3;
            require(model, fits, "an input of " + Arrays.toString(shape));
            fixedHeight = fixed(model, shape[2]);
            fixedWidth = fixed(model, shape[3]);
            Map<String, NodeInfo> outputs = session.getOutputInfo();
            for (int stride : YuNetDecoder.STRIDES) {
                for (int kind = 0; kind < YuNetDecoder.VALUES.length; kind++) {
                    String name = YuNetDecoder.output(YuNetDecoder.KINDS.get(kind), stride);
                    require(model, outputs.containsKey(name), "outputs " + outputs.keySet());
                    long[] values = tensor(model, outputs.get(name)).getShape();
                    require(
                            model,
                            values.length == 3 && values[2] == YuNetDecoder.VALUES[kind],
                            "an output " + name + " of " + Arrays.toString(values));
                }
            }
        } catch (OrtException | RuntimeException e) {
            closeQuietly();
            if (e instanceof DetectorModelException unusable) {
                throw unusable;
            }
            throw unusable(model, "ONNX Runtime says: " + e.getMessage(), e);
        }
    }

    /** The network's width, or 0 if it takes any. */
    int fixedWidth() {
        return fixedWidth;
    }

    int fixedHeight() {
        return fixedHeight;
    }

    void run(YuNetInput input, YuNetDecoder decoder) {
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(
                                OrtEnvironment.getEnvironment(), input.values(), input.shape());
                OrtSession.Result result = session.run(Map.of(inputName, tensor))) {
            for (int stride : YuNetDecoder.STRIDES) {
                FloatBuffer[] grid = new FloatBuffer[YuNetDecoder.VALUES.length];
                int cells = (input.width() / stride) * (input.height() / stride);
                for (int kind = 0; kind < grid.length; kind++) {
                    String name = YuNetDecoder.output(YuNetDecoder.KINDS.get(kind), stride);
                    OnnxTensor output = (OnnxTensor) result.get(name).orElseThrow();
                    grid[kind] = output.getFloatBuffer();
                    if (grid[kind].remaining() != cells * YuNetDecoder.VALUES[kind]) {
                        throw new IllegalStateException(
                                "the network answered "
                                        + Arrays.toString(output.getInfo().getShape())
                                        + " as "
                                        + name
                                        + " to a picture of "
                                        + input.width()
                                        + "x"
                                        + input.height());
                    }
                }
                decoder.add(stride, grid[0], grid[1], grid[2], grid[3]);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot run the face detector", e);
        }
    }

    @Override
    public void close() {
        closeQuietly();
    }

    private void closeQuietly() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot close the face detector", e);
        }
    }

    private static TensorInfo tensor(Path model, NodeInfo node) {
        boolean floats =
                node.getInfo() instanceof TensorInfo info && info.type == OnnxJavaType.FLOAT;
        require(model, floats, node.getName() + " of " + node.getInfo());
        return (TensorInfo) node.getInfo();
    }

    private static int fixed(Path model, long length) {
        boolean fits = length <= 0 || length % YuNetInput.STRIDE == 0 && length <= 4096;
        require(model, fits, "an input of " + length + " pixels");
        return (int) Math.max(0, length);
    }

    private static void require(Path model, boolean fine, String found) {
        if (!fine) {
            throw unusable(model, found, null);
        }
    }

    private static DetectorModelException unusable(Path model, String found, Exception cause) {
        return new DetectorModelException(
                "cannot use the network "
                        + model
                        + ": "
                        + found
                        + "; accepted is a YuNet network as ONNX (input 1x3xHxW, outputs cls, obj,"
                        + " bbox and kps of strides 8, 16 and 32), like"
                        + " face_detection_yunet_2023mar.onnx of OpenCV's model zoo",
                cause);
    }
}
