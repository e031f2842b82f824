package io.github.fer4j.examples;

import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.engine.Engine;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.onnx.CompiledModel;
import io.github.fer4j.model.onnx.OnnxCompiler;
import io.github.fer4j.model.onnx.OnnxNetwork;
import io.github.fer4j.model.onnx.OnnxOptions;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * What an engine says about a network.
 *
 * @param engine the engine
 * @param runs whether it loaded the network and answered once
 * @param detail how fast it was, or why it refuses
 * @param graph the engine's own graph, where it compiles one
 */
record EngineOpinion(Engine engine, boolean runs, String detail, Optional<GraphSize> graph) {
    /**
     * How many operations a graph has.
     *
     * @param nodesBefore as the layers came
     * @param nodesAfter once simplified
     */
    record GraphSize(int nodesBefore, int nodesAfter) {}

    /** Stands in for a side that the network leaves open. */
    private static final int ANY_SIDE = 64;

    /** Has the engine load the network and run it once on noise. */
    static EngineOpinion of(Engine engine, KerasModel model) {
        Optional<GraphSize> graph = Optional.empty();
        try {
            long start = System.nanoTime();
            Network network;
            if (engine == Engine.ONNX) {
                CompiledModel compiled = OnnxCompiler.compile(model);
                graph = Optional.of(new GraphSize(compiled.nodesBefore(), compiled.nodesAfter()));
                network = OnnxNetwork.load(compiled, OnnxOptions.defaults());
            } else {
                network = engine.load(model);
            }
            return new EngineOpinion(engine, true, run(network, start), graph);
        } catch (RuntimeException | LinkageError e) {
            String reason = Launcher.message(e).replaceAll("\\s*\\R\\s*", " ");
            return new EngineOpinion(engine, false, reason, graph);
        }
    }

    private static String run(Network network, long start) {
        try (network) {
            long loaded = System.nanoTime();
            network.predict(noise(network.inputShape()));
            long ran = System.nanoTime();
            return String.format(
                    Locale.ROOT,
                    "loaded in %.0f ms, first answer after %.0f ms more",
                    (loaded - start) / 1e6,
                    (ran - loaded) / 1e6);
        }
    }

    private static Tensor noise(Shape shape) {
        Shape known = shape.with(0, 1);
        for (int axis = 1; axis < known.rank(); axis++) {
            if (known.size(axis) == Shape.UNKNOWN) {
                known = known.with(axis, ANY_SIDE);
            }
        }
        Random random = new Random(1);
        float[] values = new float[Math.toIntExact(known.count())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Tensor.wrap(known, values);
    }
}
