package io.github.fer4j.model.engine;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.dl4j.Dl4jNetwork;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.onnx.OnnxNetwork;

/** What runs a network. Both give Keras' answers; they differ in speed and in what they need. */
public enum Engine {
    /** ONNX Runtime: the default, several times faster. */
    ONNX {
        @Override
        public Network load(KerasModel model) {
            return OnnxNetwork.load(model);
        }

        @Override
        void prepare() {
            OnnxNetwork.prepare();
        }
    },

    /**
     * Deeplearning4j. An application that uses it adds {@code
     * org.deeplearning4j:deeplearning4j-modelimport} and {@code org.nd4j:nd4j-native-platform},
     * version 1.0.0-M2.1, to its dependencies.
     */
    DEEPLEARNING4J {
        @Override
        public Network load(KerasModel model) {
            requireDeeplearning4j();
            return Dl4jNetwork.load(model);
        }

        @Override
        void prepare() {
            // ND4J loads by JavaCPP, as OpenCV does, and must not do so beside it.
        }
    };

    private static final String[] DEEPLEARNING4J_CLASSES = {
        "org.deeplearning4j.nn.graph.ComputationGraph", "org.nd4j.linalg.cpu.nativecpu.CpuBackend"
    };

    /**
     * @param model a network as {@link io.github.fer4j.model.keras.KerasReader} reads it
     * @return the same network, ready to run; to be closed
     * @throws ModelFormatException if the engine does not know a layer; names it
     * @throws IllegalStateException if the engine's jars are missing; names them
     */
    public abstract Network load(KerasModel model);

    /** Begins to load what can be loaded before the network has been read; returns at once. */
    abstract void prepare();

    private static void requireDeeplearning4j() {
        for (String name : DEEPLEARNING4J_CLASSES) {
            try {
                Class.forName(name, false, Engine.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                throw new IllegalStateException(
                        "Engine.DEEPLEARNING4J needs"
                            + " org.deeplearning4j:deeplearning4j-modelimport:1.0.0-M2.1 and"
                            + " org.nd4j:nd4j-native-platform:1.0.0-M2.1 among the application's"
                            + " dependencies; not found: "
                                + name,
                        e);
            }
        }
    }
}
