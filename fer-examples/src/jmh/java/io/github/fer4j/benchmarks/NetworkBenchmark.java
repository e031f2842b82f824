package io.github.fer4j.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.NetworkClassifier;
import io.github.fer4j.model.OutputKind;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.engine.BundledNetwork;
import io.github.fer4j.model.onnx.OnnxCompiler;
import io.github.fer4j.model.onnx.OnnxNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The network alone: fer's step against ONNX Runtime called by hand on the same graph. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class NetworkBenchmark {
    /** How many faces go in at once. */
    @Param({"1", "16"})
    public int faces;

    private static final int PIXELS = 48 * 48;

    private Network network;
    private NetworkClassifier classifier;
    private Tensor input;
    private List<Mat> mats;
    private OrtEnvironment environment;
    private OrtSession session;
    private FloatBuffer raw;

    /** Loads the bundled network twice, both times with the same options. */
    @Setup
    public void open() throws OrtException {
        network = OnnxNetwork.load(BundledNetwork.FER2013.read());
        classifier =
                new NetworkClassifier(
                        OnnxNetwork.load(BundledNetwork.FER2013.read()),
                        BundledNetwork.FER2013.spec(),
                        0,
                        OutputKind.PROBABILITIES);
        float[] values = new float[faces * PIXELS];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(256) / 255f;
        }
        input = Tensor.wrap(Shape.of(faces, 48, 48, 1), values);
        Mat face = new Mat(48, 48, opencv_core.CV_8UC1);
        byte[] bytes = new byte[PIXELS];
        random.nextBytes(bytes);
        face.data().put(bytes);
        mats = Collections.nCopies(faces, face);
        environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        session =
                environment.createSession(
                        OnnxCompiler.compile(BundledNetwork.FER2013.read()).toByteArray(), options);
        raw =
                ByteBuffer.allocateDirect(values.length * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        raw.put(values).rewind();
    }

    /** Frees everything. */
    @TearDown
    public void close() throws OrtException {
        network.close();
        classifier.close();
        session.close();
    }

    /** ONNX Runtime by hand, from a direct buffer that is ready. */
    @Benchmark
    public float[][] rawOnnxRuntime() throws OrtException {
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, raw, new long[] {faces, 48, 48, 1});
                OrtSession.Result result =
                        session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
            return (float[][]) result.get(0).getValue();
        }
    }

    /** fer's network: a tensor in, a tensor out. */
    @Benchmark
    public List<Tensor> network() {
        return network.predict(input);
    }

    /** fer's classifier: pictures in, scores out. */
    @Benchmark
    public List<EmotionScores> classifier() {
        return classifier.classify(mats);
    }
}
