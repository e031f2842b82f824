package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasModel;
import java.util.List;

/**
 * A network that Deeplearning4j runs, on one thread of its own: calls from several threads wait for
 * each other. Loading and the first call in a JVM take a second or more, ND4J's start.
 *
 * <p>Needs {@code org.deeplearning4j:deeplearning4j-modelimport} and {@code
 * org.nd4j:nd4j-native-platform} on the class path; this class loads without them.
 */
public final class Dl4jNetwork implements Network {
    // No type of Deeplearning4j is to be seen here, so that the class loads where it is missing.
    private final Network graph;

    private Dl4jNetwork(Network graph) {
        this.graph = graph;
    }

    /**
     * @return whether Deeplearning4j and ND4J are on the class path
     */
    public static boolean isAvailable() {
        ClassLoader loader = Dl4jNetwork.class.getClassLoader();
        try {
            Class.forName("org.deeplearning4j.nn.graph.ComputationGraph", false, loader);
            Class.forName("org.nd4j.linalg.cpu.nativecpu.CpuBackend", false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /**
     * @param model a network with one input
     * @return the same network, ready to run; to be closed
     * @throws ModelFormatException if it has a layer that cannot be expressed; names its class and
     *     its name
     */
    public static Dl4jNetwork load(KerasModel model) {
        return new Dl4jNetwork(GraphNetwork.load(model));
    }

    @Override
    public Shape inputShape() {
        return graph.inputShape();
    }

    @Override
    public List<Output> outputs() {
        return graph.outputs();
    }

    @Override
    public List<Tensor> predict(Tensor input) {
        return graph.predict(input);
    }

    @Override
    public void close() {
        graph.close();
    }
}
