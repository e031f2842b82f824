package io.github.fer4j.model.dl4j;

import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.Nd4jBlas;

/**
 * Has ND4J and its BLAS work on the calling thread alone as long as it is open. Pictures of faces
 * are small: waking other threads for every operation costs more than they bring, and next to other
 * load many times as much. The setting belongs to the process, so it is put back when the last one
 * closes.
 */
final class SingleThreaded implements AutoCloseable {
    private static int open;
    private static int threads;
    private static int masterThreads;
    private static int blasThreads;

    SingleThreaded() {
        synchronized (SingleThreaded.class) {
            if (open++ == 0) {
                Environment environment = Nd4j.getEnvironment();
                threads = environment.maxThreads();
                masterThreads = environment.maxMasterThreads();
                blasThreads = blas().getMaxThreads();
                set(1, 1, 1);
            }
        }
    }

    @Override
    public void close() {
        synchronized (SingleThreaded.class) {
            if (--open == 0) {
                set(threads, masterThreads, blasThreads);
            }
        }
    }

    private static void set(int threads, int masterThreads, int blasThreads) {
        Environment environment = Nd4j.getEnvironment();
        environment.setMaxThreads(threads);
        environment.setMaxMasterThreads(masterThreads);
        blas().setMaxThreads(blasThreads);
    }

    private static Nd4jBlas blas() {
        return (Nd4jBlas) Nd4j.factory().blas();
    }
}
