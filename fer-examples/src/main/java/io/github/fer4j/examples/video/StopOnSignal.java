package io.github.fer4j.examples.video;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While this is open, Ctrl-C does not end the process at once: it asks for an end, and waits for a
 * while until this is closed, so that files get their end.
 */
final class StopOnSignal implements AutoCloseable {
    private static final long LONGEST_SECONDS = 20;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean stopped;

    /**
     * @param stop asks for the end; called by another thread
     */
    StopOnSignal(Runnable stop) {
        hook =
                new Thread(
                        () -> {
                            stopped = true;
                            stop.run();
                            try {
                                closed.await(LONGEST_SECONDS, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "fer-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean stopped() {
        return stopped;
    }

    @Override
    public void close() {
        closed.countDown();
        if (!stopped) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending just now; the hook ends by itself.
            }
        }
    }
}
