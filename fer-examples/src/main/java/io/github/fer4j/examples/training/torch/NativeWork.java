package io.github.fer4j.examples.training.torch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Open while libtorch computes: a process that is asked to end, by Ctrl-C or otherwise, waits until
 * all are closed, since libtorch crashes where its libraries are taken down under it. Nothing new
 * begins then. May be opened inside another by the same thread.
 */
public final class NativeWork implements AutoCloseable {
    private static final long LONGEST_SECONDS = 30;
    private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(NativeWork::waitForEnd, "fer-torch-end"));
    }

    private NativeWork() {}

    /**
     * @return work that has begun, to be closed by the same thread
     */
    public static NativeWork begin() {
        LOCK.readLock().lock();
        return new NativeWork();
    }

    /** Takes the lock and never gives it back. */
    private static void waitForEnd() {
        try {
            if (!LOCK.writeLock().tryLock(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("libtorch is still at work; ending all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        LOCK.readLock().unlock();
    }
}
