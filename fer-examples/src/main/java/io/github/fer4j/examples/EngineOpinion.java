package io.github.fer4j.examples;

import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.engine.Engine;
import io.github.fer4j.model.keras.KerasModel;
import java.util.Locale;
import java.util.Random;

/**
 * What an engine says about a network.
 *
 * @param engine the engine
 * @param runs whether it loaded the network and answered once
 * @param detail how fast it was, or why it refuses
 */
record EngineOpinion(Engine engine, boolean runs, String detail) {
    /** Stands in for a side that the network leaves open. */
    private static final int ANY_SIDE = 64;

    /** Has the engine load the network and run it once on noise. */
    static EngineOpinion of(Engine engine, KerasModel model) {
        long start = System.nanoTime();
        try (Network network = engine.load(model)) {
            long loaded = System.nanoTime();
            network.predict(noise(network.inputShape()));
            long ran = System.nanoTime();
            return new EngineOpinion(
                    engine,
                    true,
                    String.format(
                            Locale.ROOT,
                            "loaded in %.0f ms, first answer after %.0f ms more",
                            (loaded - start) / 1e6,
                            (ran - loaded) / 1e6));
        } catch (RuntimeException | LinkageError e) {
            return new EngineOpinion(
                    engine, false, Launcher.message(e).replaceAll("\\s*\\R\\s*", " "));
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
