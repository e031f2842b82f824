package io.github.fer4j.model.dl4j;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * The thread on which a graph lives. Deeplearning4j keeps a graph's memory for each thread that
 * runs it and lets concurrent runs overwrite each other; one thread has neither problem.
 */
final class GraphThread {
    private final ExecutorService executor;

    GraphThread(String name) {
        executor =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Runs a task after those before it and waits for it, also when interrupted.
     *
     * @param task what to do
     * @param <T> the type of its result
     * @return its result
     * @throws IllegalStateException if the thread has been ended
     */
    <T> T call(Callable<T> task) {
        Future<T> future;
        try {
            future = executor.submit(task);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the network is closed", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw rethrown(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(cause);
    }

    /** Accepts no more tasks. */
    void end() {
        executor.shutdown();
    }
}
