package io.github.fer4j.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasModel;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A network that ONNX Runtime runs: a Keras network, compiled, or an {@code .onnx} file.
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
    private final String inputName;
    private final Shape inputShape;
    private final List<Output> outputs;
    private final Map<String, String> metadata;

    /** The only batch that a file takes, 0 if it takes any. */
    private final int fixedBatch;

    private final InputBuffers buffers = new InputBuffers();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxNetwork(
            OrtSession session,
            String inputName,
            Shape inputShape,
            List<Output> outputs,
            Map<String, String> metadata,
            int fixedBatch) {
        this.session = session;
        this.inputName = inputName;
        this.inputShape = inputShape;
        this.outputs = List.copyOf(outputs);
        this.metadata = Map.copyOf(metadata);
        this.fixedBatch = fixedBatch;
    }

    /**
     * Begins to load ONNX Runtime and the compiler and returns at once, so that they are ready when
     * the first network has been read. Calling this is never necessary; calling it again does
     * nothing.
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
            WarmUp.run();
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
        try {
            return new OnnxNetwork(
                    Sessions.open(model, options),
                    model.inputName(),
                    model.inputShape(),
                    model.outputs(),
                    Map.of(),
                    0);
        } catch (OrtException e) {
            throw new ModelFormatException(
                    "ONNX Runtime does not take the network: " + e.getMessage(), e);
        }
    }

    /**
     * Loads an {@code .onnx} file, such as {@link CompiledModel#write} makes. Weights in other
     * files are refused: nothing but this file is opened.
     *
     * @param file a network with one input, of float32, and outputs of float32
     * @param options how it is run
     * @return the network, ready to run; its outputs have the names that the file gives them
     * @throws ModelFormatException if it cannot be read or run; names the file
     */
    public static OnnxNetwork load(Path file, OnnxOptions options) {
        byte[] bytes = OnnxFile.read(file);
        OrtSession session;
        try {
            session = Sessions.open(bytes, options);
        } catch (OrtException e) {
            throw new ModelFormatException(
                    file + " is no network that ONNX Runtime takes: " + e.getMessage(), e);
        }
        try {
            return describe(file, session);
        } catch (OrtException e) {
            closeQuietly(session, e);
            throw new ModelFormatException(file + " cannot be described: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            closeQuietly(session, e);
            throw e;
        }
    }

    private static OnnxNetwork describe(Path file, OrtSession session) throws OrtException {
        if (session.getInputInfo().size() != 1) {
            throw new ModelFormatException(
                    "%s takes %s; one picture is accepted"
                            .formatted(file, session.getInputNames()));
        }
        NodeInfo input = session.getInputInfo().values().iterator().next();
        Shape shape = shape(file, input);
        List<Output> outputs = new ArrayList<>();
        for (NodeInfo output : session.getOutputInfo().values()) {
            outputs.add(new Output(output.getName(), shape(file, output).with(0, Shape.UNKNOWN)));
        }
        return new OnnxNetwork(
                session,
                input.getName(),
                shape.with(0, Shape.UNKNOWN),
                outputs,
                session.getMetadata().getCustomMetadata(),
                Math.max(shape.size(0), 0));
    }

    private static void closeQuietly(OrtSession session, Exception cause) {
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
            if (sizes[i] > Integer.MAX_VALUE) {
                throw new ModelFormatException(
                        "%s: '%s' has a size of %d".formatted(file, tensor.getName(), sizes[i]));
            }
            shape[i] = sizes[i] < 0 ? Shape.UNKNOWN : (int) sizes[i];
        }
        return Shape.of(shape);
    }

    /**
     * @return what the network's file says about itself beside the graph, by key; empty for a
     *     network that was compiled here
     */
    public Map<String, String> metadata() {
        return metadata;
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
            int batch = input.shape().size(0);
            return fixedBatch == 0 || fixedBatch == batch ? run(input) : runParts(input, batch);
        } catch (OrtException e) {
            throw new FerException(
                    "ONNX Runtime could not run the network on %s: %s"
                            .formatted(input.shape(), e.getMessage()),
                    e);
        } finally {
            lock.readLock().unlock();
        }
    }

    private List<Tensor> run(Tensor input) throws OrtException {
        FloatBuffer buffer = buffers.filled(input);
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(
                                OrtEnvironment.getEnvironment(),
                                buffer,
                                input.shape().toLongArray());
                OrtSession.Result result = session.run(Map.of(inputName, tensor))) {
            List<Tensor> tensors = new ArrayList<>(outputs.size());
            for (Output output : outputs) {
                tensors.add(tensor((OnnxTensor) result.get(output.name()).orElseThrow()));
            }
            return tensors;
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private static Tensor tensor(OnnxTensor value) {
        long[] sizes = value.getInfo().getShape();
        int[] shape = new int[sizes.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.toIntExact(sizes[i]);
        }
        // getFloatBuffer has copied the values into an array of its own.
        return Tensor.wrap(Shape.of(shape), value.getFloatBuffer().array());
    }

    /** A file that was saved for a batch of one size takes others in parts of that size. */
    private List<Tensor> runParts(Tensor input, int batch) throws OrtException {
        if (batch % fixedBatch != 0) {
            throw new IllegalArgumentException(
                    "the network was saved for batches of %d, was given %s"
                            .formatted(fixedBatch, input.shape()));
        }
        int parts = batch / fixedBatch;
        int size = input.count() / parts;
        List<float[]> joined = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            Tensor slice =
                    Tensor.wrap(
                            input.shape().with(0, fixedBatch),
                            input.toArray(part * size, (part + 1) * size));
            List<Tensor> results = run(slice);
            for (int i = 0; i < results.size(); i++) {
                Tensor result = results.get(i);
                if (part == 0) {
                    joined.add(new float[Math.multiplyExact(result.count(), parts)]);
                    shapes.add(result.shape().with(0, result.shape().size(0) * parts));
                }
                result.buffer().get(joined.get(i), part * result.count(), result.count());
            }
        }
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < joined.size(); i++) {
            tensors.add(Tensor.wrap(shapes.get(i), joined.get(i)));
        }
        return tensors;
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
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new FerException("ONNX Runtime could not close: " + e.getMessage(), e);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
