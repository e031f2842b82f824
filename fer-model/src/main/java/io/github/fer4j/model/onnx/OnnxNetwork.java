package io.github.fer4j.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A network that ONNX Runtime runs.
 *
 * <pre>{@code
 * try (Network network = OnnxNetwork.load(KerasReader.read(Path.of("model.keras")))) {
 *     Tensor probabilities = network.predict(Npy.read(Path.of("faces.npy"))).get(0);
 * }
 * }</pre>
 */
public final class OnnxNetwork implements Network {
    private static final AtomicBoolean PREPARED = new AtomicBoolean();

    private final OrtSession session;
    private final List<OnnxTensor> weights;
    private final String inputName;
    private final Shape inputShape;
    private final List<Output> outputs;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxNetwork(
            OrtSession session,
            List<OnnxTensor> weights,
            String inputName,
            Shape inputShape,
            List<Output> outputs) {
        this.session = session;
        this.weights = weights;
        this.inputName = inputName;
        this.inputShape = inputShape;
        this.outputs = outputs;
    }

    /**
     * Begins to load ONNX Runtime and returns at once, so that it is ready when the first network
     * has been read. Calling this is never necessary; calling it again does nothing.
     */
    public static void prepare() {
        if (PREPARED.compareAndSet(false, true)) {
            Thread thread = new Thread(OnnxNetwork::prepareNow, "fer-onnx-loading");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void prepareNow() {
        try {
            OnnxLibrary.load();
        } catch (RuntimeException | LinkageError e) {
            // The first network meets the same error, and there is someone to tell.
            return;
        }
    }

    /**
     * @param model a network
     * @return the same network, ready to run, with the default options
     * @throws ModelFormatException if a layer is not supported; names it
     */
    public static OnnxNetwork load(KerasModel model) {
        return load(model, OnnxOptions.defaults());
    }

    /**
     * @param model a network
     * @param options how it is run
     * @return the same network, ready to run
     * @throws ModelFormatException if a layer is not supported; names it
     */
    public static OnnxNetwork load(KerasModel model, OnnxOptions options) {
        return load(OnnxCompiler.compile(model, options.converters()), options);
    }

    /**
     * @param model a compiled network
     * @param options how it is run
     * @return the same network, ready to run
     * @throws ModelFormatException if ONNX Runtime does not take it
     */
    public static OnnxNetwork load(CompiledModel model, OnnxOptions options) {
        List<OnnxTensor> weights = new ArrayList<>();
        try (OrtSession.SessionOptions sessionOptions = sessionOptions(options)) {
            OrtEnvironment environment = environment();
            Map<String, OnnxTensor> outside = new LinkedHashMap<>();
            for (Map.Entry<String, Weight> weight : model.weights().entrySet()) {
                Weight value = weight.getValue();
                FloatBuffer buffer = direct(value.count());
                value.writeTo(buffer);
                buffer.rewind();
                OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, buffer, value.shape().toLongArray());
                weights.add(tensor);
                outside.put(weight.getKey(), tensor);
            }
            if (!outside.isEmpty()) {
                sessionOptions.addExternalInitializers(new LinkedHashMap<>(outside));
            }
            OrtSession session = environment.createSession(model.skeleton(), sessionOptions);
            return new OnnxNetwork(
                    session, weights, model.inputName(), model.inputShape(), model.outputs());
        } catch (OrtException e) {
            weights.forEach(OnnxTensor::close);
            throw new ModelFormatException(
                    "ONNX Runtime does not take the network: " + e.getMessage(), e);
        }
    }

    /**
     * Loads an {@code .onnx} file, such as {@link CompiledModel#write} makes.
     *
     * @param file a network with one input, of float32, and outputs of float32
     * @param options how it is run
     * @return the network, ready to run; its outputs have the names that the file gives them
     * @throws ModelFormatException if it cannot be read or run; names the file
     */
    public static OnnxNetwork load(Path file, OnnxOptions options) {
        OrtSession session = null;
        try (OrtSession.SessionOptions sessionOptions = sessionOptions(options)) {
            session = environment().createSession(Files.readAllBytes(file), sessionOptions);
            if (session.getInputInfo().size() != 1) {
                throw new ModelFormatException(
                        "%s takes %s; one picture is accepted"
                                .formatted(file, session.getInputNames()));
            }
            NodeInfo input = session.getInputInfo().values().iterator().next();
            List<Output> outputs = new ArrayList<>();
            for (NodeInfo output : session.getOutputInfo().values()) {
                outputs.add(new Output(output.getName(), shape(file, output)));
            }
            return new OnnxNetwork(
                    session, new ArrayList<>(), input.getName(), shape(file, input), outputs);
        } catch (IOException e) {
            throw new ModelFormatException(file + " cannot be read: " + e, e);
        } catch (OrtException e) {
            throw new ModelFormatException(
                    file + " is no network that ONNX Runtime takes: " + e.getMessage(), e);
        } catch (ModelFormatException e) {
            closeQuietly(session, e);
            throw e;
        }
    }

    private static void closeQuietly(OrtSession session, RuntimeException cause) {
        try {
            session.close();
        } catch (OrtException e) {
            cause.addSuppressed(e);
        }
    }

    /** Sizes that the file leaves open are -1 for ONNX Runtime, as for us. */
    private static Shape shape(Path file, NodeInfo tensor) {
        if (!(tensor.getInfo() instanceof TensorInfo info)
                || info.type != OnnxJavaType.FLOAT
                || info.getShape().length == 0) {
            throw new ModelFormatException(
                    "%s: '%s' must be a float32 tensor with a batch, was %s"
                            .formatted(file, tensor.getName(), tensor.getInfo()));
        }
        long[] sizes = info.getShape();
        int[] shape = new int[sizes.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes[i] < 0 ? Shape.UNKNOWN : Math.toIntExact(sizes[i]);
        }
        shape[0] = Shape.UNKNOWN;
        return Shape.of(shape);
    }

    /**
     * @return what the network's file says about itself beside the graph, by key; empty for a
     *     network that was compiled here
     * @throws IllegalStateException if the network is closed
     */
    public Map<String, String> metadata() {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the network is closed");
            }
            return Map.copyOf(session.getMetadata().getCustomMetadata());
        } catch (OrtException e) {
            throw new FerException("ONNX Runtime has no metadata: " + e.getMessage(), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    private static OrtSession.SessionOptions sessionOptions(OnnxOptions options)
            throws OrtException {
        OnnxLibrary.load();
        OrtSession.SessionOptions session = new OrtSession.SessionOptions();
        session.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        session.setIntraOpNumThreads(options.threads());
        session.setInterOpNumThreads(1);
        session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        session.addConfigEntry("session.intra_op.allow_spinning", options.spinning() ? "1" : "0");
        return session;
    }

    private static FloatBuffer direct(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public Shape inputShape() {
        return inputShape;
    }

    @Override
    public List<Output> outputs() {
        return outputs;
    }

    @Override
    public List<Tensor> predict(Tensor input) {
        check(input.shape());
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the network is closed");
            }
            return run(input);
        } catch (OrtException e) {
            throw new FerException(
                    "ONNX Runtime could not run the network on "
                            + input.shape()
                            + ": "
                            + e.getMessage(),
                    e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** ONNX Runtime's environment; its Windows builds would report what they do to Microsoft. */
    private static OrtEnvironment environment() throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        return environment;
    }

    private List<Tensor> run(Tensor input) throws OrtException {
        FloatBuffer buffer = direct(input.count());
        buffer.put(input.buffer()).rewind();
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(
                                OrtEnvironment.getEnvironment(),
                                buffer,
                                input.shape().toLongArray());
                OrtSession.Result result = session.run(Map.of(inputName, tensor))) {
            List<Tensor> tensors = new ArrayList<>(outputs.size());
            for (Output output : outputs) {
                OnnxValue value = result.get(output.name()).orElseThrow();
                tensors.add(tensor((OnnxTensor) value));
            }
            return tensors;
        }
    }

    private static Tensor tensor(OnnxTensor value) {
        long[] sizes = value.getInfo().getShape();
        int[] shape = new int[sizes.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.toIntExact(sizes[i]);
        }
        return Tensor.wrap(Shape.of(shape), value.getFloatBuffer().array());
    }

    private void check(Shape shape) {
        boolean fits = shape.rank() == inputShape.rank() && shape.size(0) > 0;
        for (int axis = 1; fits && axis < shape.rank(); axis++) {
            int wanted = inputShape.size(axis);
            fits = wanted == Shape.UNKNOWN ? shape.size(axis) > 0 : wanted == shape.size(axis);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "the network takes " + inputShape + ", was given " + shape);
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            session.close();
        } catch (OrtException e) {
            throw new FerException("ONNX Runtime could not close: " + e.getMessage(), e);
        } finally {
            weights.forEach(OnnxTensor::close);
            weights.clear();
            lock.writeLock().unlock();
        }
    }
}
