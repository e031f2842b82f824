package io.github.fer4j.model.onnx;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How ONNX Runtime runs a network. Immutable.
 *
 * @param threads how many threads work on one call, at least 1
 * @param spinning whether waiting threads keep their cores busy: a call is then answered sooner,
 *     but whatever runs beside it, such as OpenCV, has fewer cores
 * @param converters how layers of a user's own classes are computed, by class name
 */
public record OnnxOptions(int threads, boolean spinning, Map<String, LayerConverter> converters) {
    /** More threads than this wait for each other longer than they compute. */
    private static final int MOST_THREADS = 8;

    /** Checks and copies. */
    public OnnxOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be >= 1, was " + threads);
        }
        converters = Map.copyOf(converters);
    }

    /**
     * @return as many threads as there are processors, at most 8; no spinning; Keras' own layers
     */
    public static OnnxOptions defaults() {
        return new OnnxOptions(
                Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS),
                false,
                Map.of());
    }

    /**
     * @param count how many threads work on one call, at least 1
     * @return these options with that
     */
    public OnnxOptions withThreads(int count) {
        return new OnnxOptions(count, spinning, converters);
    }

    /**
     * @param spin whether waiting threads keep their cores busy
     * @return these options with that
     */
    public OnnxOptions withSpinning(boolean spin) {
        return new OnnxOptions(threads, spin, converters);
    }

    /**
     * @param className a user's own layer class as the file registers it: {@code shop>Gate}
     * @param converter how it is computed
     * @return these options with that, too
     */
    public OnnxOptions withLayer(String className, LayerConverter converter) {
        Map<String, LayerConverter> all = new LinkedHashMap<>(converters);
        all.put(className, converter);
        return new OnnxOptions(threads, spinning, all);
    }
}
