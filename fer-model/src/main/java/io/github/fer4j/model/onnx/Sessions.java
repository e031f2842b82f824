package io.github.fer4j.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens sessions of ONNX Runtime. */
final class Sessions {
    private Sessions() {}

    static OrtSession open(byte[] model, OnnxOptions options) throws OrtException {
        try (OrtSession.SessionOptions session = options(options)) {
            return environment().createSession(model, session);
        }
    }

    /** Hands the weights over beside the graph: ONNX Runtime copies them once, from there. */
    static OrtSession open(CompiledModel model, OnnxOptions options) throws OrtException {
        List<OnnxTensor> weights = new ArrayList<>();
        try (OrtSession.SessionOptions session = options(options)) {
            Map<String, OnnxTensor> outside = new LinkedHashMap<>();
            for (Map.Entry<String, Weight> weight : model.weights().entrySet()) {
                OnnxTensor tensor = tensor(weight.getValue());
                weights.add(tensor);
                outside.put(weight.getKey(), tensor);
            }
            if (!outside.isEmpty()) {
                session.addExternalInitializers(new LinkedHashMap<>(outside));
            }
            return environment().createSession(model.skeleton(), session);
        } finally {
            weights.forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(Weight weight) throws OrtException {
        FloatBuffer buffer = InputBuffers.allocate(weight.count());
        weight.writeTo(buffer);
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), buffer.flip(), weight.shape().toLongArray());
    }

    /** ONNX Runtime's environment; its Windows builds would report what they do to Microsoft. */
    private static OrtEnvironment environment() throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        return environment;
    }

    private static OrtSession.SessionOptions options(OnnxOptions options) throws OrtException {
        OnnxLibrary.load();
        OrtSession.SessionOptions session = new OrtSession.SessionOptions();
        session.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        session.setIntraOpNumThreads(options.threads());
        session.setInterOpNumThreads(1);
        session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        session.addConfigEntry("session.intra_op.allow_spinning", options.spinning() ? "1" : "0");
        return session;
    }
}
